"""Asks a list host's API on the web, and is told only what it may be."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

from broadsheet.mailing.place import InDoubt, NotSent

WAIT = 60.0  # seconds without an answer
MOST = 4_000_000  # bytes of an answer; it may hold the whole mail again


@dataclass(frozen=True, slots=True)
class Api:
    """The API of a list host at `url`; `headers` hold its key, which is never shown.

    It follows no redirects, so the key goes nowhere else.
    """

    name: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    keys: tuple[str, ...] = field(repr=False)  # what no message may hold

    def ask(self, method: str, path: str, data: object = None) -> Any:
        """The answer of the host, as JSON; None where it is empty.

        Raises NotSent if it cannot be reached or says no, and InDoubt if it was asked to change
        something and the answer did not come or makes no sense.
        """
        changes = method != "GET"
        try:
            status, content = self._answer(method, path, data)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.UnsupportedProtocol) as error:
            raise NotSent(f"{self.name} cannot be reached: {self._clean(str(error))}") from None
        except httpx2.HTTPError as error:
            text = f"{self.name} broke off: {self._clean(str(error) or type(error).__name__)}"
            raise (InDoubt(text) if changes else NotSent(text)) from None
        if status >= 500 and changes:
            raise InDoubt(f"{self.name} failed: {status} {self._told(content)}")
        if not 200 <= status < 300:
            raise NotSent(f"{self.name} refused: {status} {self._told(content)}{_advice(status)}")
        return self._parsed(content, changes)

    def _answer(self, method: str, path: str, data: object) -> tuple[int, bytes]:
        content = None if data is None else json.dumps(data).encode()
        headers = {**self.headers, "Accept": "application/json"}
        if content is not None:
            headers["Content-Type"] = "application/json"
        with (
            httpx2.Client(timeout=WAIT, follow_redirects=False, trust_env=True) as client,
            client.stream(method, f"{self.url}{path}", headers=headers, content=content) as answer,
        ):
            found = bytearray()
            for part in answer.iter_bytes():
                found += part
                if len(found) > MOST:
                    break
            return answer.status_code, bytes(found)

    def _parsed(self, content: bytes, changes: bool) -> Any:
        if not content.strip():
            return None
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            text = f"{self.name} did not answer in JSON: is its address right?"
            raise (InDoubt(text) if changes else NotSent(text)) from None

    def _told(self, content: bytes) -> str:
        """What the host says was wrong, without secrets and signs that a terminal obeys."""
        return self._clean(content[:2000].decode("utf-8", "replace"))

    def _clean(self, text: str) -> str:
        for key in self.keys:
            text = text.replace(key, "…")
        line = " ".join("".join(it if it.isprintable() else " " for it in text).split())
        return line if len(line) <= 200 else f"{line[:199]}…"


def found_id(name: str, answer: object, *path: str) -> str:
    """The id at a path in an answer; raises InDoubt if there is none, as something was made."""
    value: object = answer
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not text or len(text) > 100 or not all(it.isalnum() or it in "_-" for it in text):
        raise InDoubt(f"{name} did not say what it made")
    return text


def _advice(status: int) -> str:
    told = {301: "address", 302: "address", 307: "address", 308: "address", 404: "address"}
    told |= {401: "key", 403: "key"}
    return f" (look at the {told[status]})" if status in told else ""
