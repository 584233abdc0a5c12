"""Stands in for the list hosts that cannot be installed here: their documented answers, recorded.

listmonk 4 to 6 (docs/docs/content/apis/campaigns.md of its repository, and its templates), Keila
(its OpenAPI schemas, `KeilaWeb.Api.Schemas.MailingsCampaign`) and Buttondown (its API reference of
2026-04-01). It refuses what their documents say they refuse: a missing key or field.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Answer = tuple[int, object]


@dataclass
class ListHost:
    """What was asked of it, and what it has; `fails` are answers given in place of the right ones,
    by method and path, where None cuts the line."""

    authorization: str
    asked: list[tuple[str, str]] = field(default_factory=list)
    campaigns: list[dict[str, Any]] = field(default_factory=list)
    templates: list[dict[str, Any]] = field(default_factory=list)
    fails: dict[tuple[str, str], tuple[int, bytes] | None] = field(default_factory=dict)
    versions: list[str] = field(default_factory=list)


def _missing(data: Mapping[str, Any], keys: str) -> str:
    return next((key for key in keys.split() if not data.get(key)), "")


def _listmonk_campaign(host: ListHost, data: dict[str, Any]) -> Answer:
    missing = _missing(data, "name subject lists type content_type body")
    if missing:
        return 400, {"message": f"Invalid field {missing}"}
    host.campaigns.append({**data, "id": 12, "status": "draft"})
    return 200, {"data": host.campaigns[-1]}


def _listmonk_status(host: ListHost, data: dict[str, Any]) -> Answer:
    host.campaigns[-1]["status"] = data["status"]
    return 200, {"data": host.campaigns[-1]}


def _listmonk_template(host: ListHost, data: dict[str, Any]) -> Answer:
    if '{{ template "content" . }}' not in data.get("body", ""):
        return 400, {"message": 'The placeholder {{ template "content" . }} should appear once'}
    host.templates.append({**data, "id": 3})
    return 200, {"data": host.templates[-1]}


def _buttondown_email(host: ListHost, data: dict[str, Any]) -> Answer:
    if _missing(data, "subject body"):
        return 400, {"code": "subject_invalid", "detail": "subject"}
    host.campaigns.append({"status": "draft", **data, "id": "em_1a2b"})
    return 201, host.campaigns[-1]


def _buttondown_change(host: ListHost, data: dict[str, Any]) -> Answer:
    host.campaigns[-1] |= data
    return 200, host.campaigns[-1]


def _keila_campaign(host: ListHost, data: dict[str, Any]) -> Answer:
    given = data.get("data", {})
    if _missing(given, "subject settings") or "type" not in given["settings"]:
        return 400, {"errors": [{"title": "Missing field", "status": "400"}]}
    host.campaigns.append({**given, "id": "mc_12345", "sent_at": None})
    return 200, {"data": host.campaigns[-1]}


def _keila_send(host: ListHost, data: dict[str, Any]) -> Answer:
    host.campaigns[-1]["sent_at"] = "soon"
    return 202, {"data": {"delivery_queued": True, "campaign_id": "mc_12345"}}


ROUTES: Mapping[tuple[str, str], Callable[[ListHost, dict[str, Any]], Answer]] = {
    ("POST", "/api/campaigns"): _listmonk_campaign,
    ("PUT", "/api/campaigns/12/status"): _listmonk_status,
    ("GET", "/api/templates"): lambda host, data: (200, {"data": host.templates}),
    ("POST", "/api/templates"): _listmonk_template,
    ("POST", "/v1/emails"): _buttondown_email,
    ("PATCH", "/v1/emails/em_1a2b"): _buttondown_change,
    ("POST", "/api/v1/campaigns"): _keila_campaign,
    ("POST", "/api/v1/campaigns/mc_12345/actions/send"): _keila_send,
}


class _Handler(BaseHTTPRequestHandler):
    """Answers for the host that its server has."""

    server: "_Server"

    def _handle(self) -> None:
        host, key = self.server.host, (self.command, self.path)
        host.asked.append(key)
        host.versions.append(self.headers.get("X-API-Version", ""))
        data = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        failure = host.fails.get(key, (0, b""))
        if self.headers.get("Authorization") != host.authorization:
            self._answer(403, b'{"message": "invalid session"}')
        elif failure is None:
            self.close_connection = True
        elif failure[0]:
            self._answer(*failure)
        else:
            status, answer = ROUTES[key](host, data)
            self._answer(status, json.dumps(answer).encode())

    do_GET = do_POST = do_PUT = do_PATCH = _handle

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        if status in (301, 302):
            self.send_header("Location", "/api/campaigns/elsewhere")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def __init__(self, host: ListHost) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.host = host


@contextmanager
def list_host(host: ListHost) -> Iterator[str]:
    """The address of the running host."""
    server = _Server(host)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
