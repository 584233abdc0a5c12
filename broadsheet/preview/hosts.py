"""Who may ask: by which names of this computer, against DNS rebinding, and with which key."""

import socket
from hmac import compare_digest
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_NAME = "localhost"
REFUSED = "This preview answers only to the names of this computer.\n"

NO_KEY = "This preview is for its own desk alone. Open it from there.\n"


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach an address or name."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == LOOPBACK_NAME


def is_served(header: str, host: str) -> bool:
    """Whether a `Host` header names this computer, where the preview listens on `host`.

    A page of another site can have its own name lead here, and read the drafts through it. It
    cannot do that with an IP address or a name that is ours.
    """
    name = _without_port(header).casefold().removesuffix(".")
    try:
        ip_address(name)
        return True
    except ValueError:
        pass
    own = {LOOPBACK_NAME, host.casefold()}
    if not is_loopback(host):
        here = socket.gethostname().casefold()
        own |= {here, f"{here.partition('.')[0]}.local"}
    return name in own or name.endswith(f".{LOOPBACK_NAME}")


class OwnHosts:
    """Refuses requests whose `Host` header is not a name of this computer."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app, self._host = app, host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it with 403."""
        header = Headers(scope=scope).get("host", "") if scope["type"] == "http" else LOOPBACK_NAME
        if is_served(header, self._host):
            await self._app(scope, receive, send)
        else:
            await PlainTextResponse(REFUSED, 403)(scope, receive, send)


def _without_port(header: str) -> str:
    if header.startswith("["):
        name, bracket, _ = header[1:].partition("]")
        return name if bracket else ""
    return header.partition(":")[0]


class OnlyWithKey:
    """An application that answers only below a folder whose name is a secret.

    Every user of this computer can reach what listens on it. Who does not know the key learns
    nothing. It is no cookie: browsers send those to each server on this computer, whatever its
    port, and so to one that another user started.
    """

    def __init__(self, app: ASGIApp, key: str) -> None:
        self._app, self._key = app, key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer for the rest of the path, or refuse here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        _, folder, *rest = scope["path"].split("/", 2)
        if not rest or not compare_digest(folder.encode("utf-8", "replace"), self._key.encode()):
            await PlainTextResponse(NO_KEY, 403)(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("location", "").startswith("/"):
                    headers["location"] = f"/{self._key}{headers['location']}"
            await send(message)

        path = f"/{rest[0]}"
        await self._app({**scope, "path": path, "raw_path": path.encode()}, receive, sent)
