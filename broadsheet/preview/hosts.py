"""Who may ask: which names of this computer a request may use, against DNS rebinding."""

import socket
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK_NAME = "localhost"
REFUSED = "This preview answers only to the names of this computer.\n"


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
