"""Who may ask the desk: a browser that was shown the token, from a page of the desk's own."""

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from broadsheet.desk_server.asking import Asked, Form, read_form, read_view
from broadsheet.desk_server.policy import WITHOUT_REFERRER
from broadsheet.desk_server.secrets_of_run import Secrets

COOKIE = "broadsheet-desk"
ASKED = "broadsheet.asked"  # where a request's values are, in its scope
WINDOW = "x-desk-window"
FORM = "application/x-www-form-urlencoded"
LARGEST = 4_000_000  # bytes of a form
OWN_SITE = ("same-origin", "none")  # none: typed, from the terminal or a bookmark
NO_ENTRY = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>The desk is closed to this page</title>
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>The desk is closed to this page</h1>
<p>{why}</p>
<p>Open the address that <code>broadsheet desk</code> printed in its terminal. If the desk was
started again since, its address is a new one.</p></main></body></html>
"""
NO_KEY = "This address has no key, or one that is not that of the desk which runs now."
NO_SESSION = "This browser has not been let in since the desk was started."
STRANGER = "The request came from another page or by another name than the desk's own."
NO_FORM_KEY = "The form is not one of this desk, or it is from before the desk was started again."
TOO_LARGE = "The form is too large: 4 MB is the most."


class _Refused(Exception):
    """A request that is not let in: with what status, and why, for a person."""

    def __init__(self, why: str, status: int = 403) -> None:
        self.why, self.status = why, status


class WithHeaders:
    """An application with headers of ours on every answer."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app, self._headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, sent)


class Guarded:
    """The desk's application behind its guard. `own` is the desk's host and port; `headers` go with
    every answer of the application."""

    def __init__(
        self, app: ASGIApp, secrets: Secrets, own: str, headers: Mapping[str, str]
    ) -> None:
        self._app, self._secrets, self._own = WithHeaders(app, headers), secrets, own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in with its values, or answer it here."""
        if scope["type"] != "http":
            return
        try:
            self._check_origin(scope)
            if scope["path"] == "/":
                await self._entry(scope)(scope, receive, send)
                return
            rest = self._path(scope)
            form = await self._form(scope, receive)
        except _Refused as refused:
            page = NO_ENTRY.format(why=refused.why)
            await HTMLResponse(page, refused.status, WITHOUT_REFERRER)(scope, receive, send)
            return
        asked = Asked(
            read_view(scope["query_string"].decode("ascii", "replace")),
            form,
            self._secrets.form,
            Headers(scope=scope).get(WINDOW, "")[:64],
        )
        inner = {**scope, "path": rest, "raw_path": rest.encode(), ASKED: asked}
        await self._app(inner, receive, send)

    def _check_origin(self, scope: Scope) -> None:
        """Refuse other names of this computer (DNS rebinding), and what other pages ask for."""
        headers = Headers(scope=scope)
        if scope["method"] not in ("GET", "POST"):
            raise _Refused("The desk knows only GET and POST.", 405)
        if headers.getlist("host") != [self._own]:
            raise _Refused(STRANGER)
        site = headers.get("sec-fetch-site")
        if site is not None and site not in OWN_SITE:
            raise _Refused(STRANGER)
        if scope["method"] == "POST":
            origin = headers.get("origin")
            if origin != f"http://{self._own}" and (origin is not None or site != "same-origin"):
                raise _Refused(STRANGER)

    def _entry(self, scope: Scope) -> Response:
        """Let a browser in that shows a key: give it the cookie, and send it on to an
        address without the key."""
        query = parse_qs(scope["query_string"].decode("ascii", "replace"))
        if scope["method"] != "GET" or not self._secrets.admits(query.get("key", [""])[0]):
            raise _Refused(NO_KEY)
        path = f"/{self._secrets.folder}/"
        answer = RedirectResponse(path, 303, WITHOUT_REFERRER)
        answer.set_cookie(
            COOKIE, self._secrets.session, path=path, httponly=True, samesite="strict"
        )
        return answer

    def _path(self, scope: Scope) -> str:
        """The rest of a request's path, if a browser asks that was let in."""
        _, folder, *rest = scope["path"].split("/", 2)
        if folder != self._secrets.folder or not rest:
            raise _Refused(NO_SESSION)
        sent = (it for header in Headers(scope=scope).getlist("cookie") for it in _cookies(header))
        if not any(self._secrets.knows(it) for it in sent):
            raise _Refused(NO_SESSION)
        return f"/{rest[0]}"

    async def _form(self, scope: Scope, receive: Receive) -> Form:
        """The form of a POST that is one of the desk's own."""
        if scope["method"] != "POST":
            return Form()
        kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
        if kind != FORM:
            raise _Refused(NO_FORM_KEY, 415)
        form = read_form(await _body(receive))
        if not self._secrets.fits(form.one("csrf")):
            raise _Refused(NO_FORM_KEY)
        return form


def _cookies(header: str) -> Iterator[str]:
    """The cookies with our name in a header. Every server on this computer can set others beside
    ours, of the same name too, and in any form; they do not count."""
    for pair in header.split(";"):
        name, _, value = pair.partition("=")
        if name.strip() == COOKIE:
            yield value.strip()


async def _body(receive: Receive) -> bytes:
    parts, size = list[bytes](), 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise _Refused(NO_FORM_KEY)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST:
            raise _Refused(TOO_LARGE, 413)
        if not message.get("more_body"):
            return b"".join(parts)
