"""A web host on this machine for a built site, below a path, that a test can switch off and on."""

from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


class Host:
    """Serves a folder below `/news/`; it has a free port, and keeps it while it is off."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []  # paths that were asked for, in order
        self._make: Callable[..., _Answers] = partial(_Answers, folder, self.asked)
        self._port = 0
        self.on()

    @property
    def url(self) -> str:
        """The address of the site."""
        return f"http://localhost:{self._port}/news/"

    def on(self) -> None:
        """Answer, from now on."""
        self._server = ThreadingHTTPServer(("localhost", self._port), self._make)
        self._port = self._server.server_address[1]
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def off(self) -> None:
        """Refuse every connection, as where there is no network."""
        self._server.shutdown()
        self._server.server_close()


class _Answers(SimpleHTTPRequestHandler):
    """Answers from a folder, one request for each connection."""

    def __init__(self, folder: Path, asked: list[str], *given: object) -> None:
        self._asked = asked
        super().__init__(*given, directory=str(folder))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer anew each time: a file may change twice in the second that its time tells."""
        del self.headers["If-Modified-Since"]
        super().do_GET()

    def translate_path(self, path: str) -> str:
        """The file of an address; none outside `/news/`."""
        is_inside = path.startswith("/news/")
        return super().translate_path(path.removeprefix("/news") if is_inside else "/nowhere")

    def log_request(self, *given: object) -> None:
        """Note what was asked for."""
        self._asked.append(self.path)

    def log_message(self, *given: object) -> None:
        """Print nothing."""
