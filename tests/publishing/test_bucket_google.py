"""Publishing to Google Cloud Storage, by a small server that answers as its makers document its XML
API (https://cloud.google.com/storage/docs/xml-api/reference-headers).

So this shows what is asked of Google; what Google answers, no test here can show.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

from broadsheet.content.publish_settings import BucketTarget, TargetSetting
from broadsheet.publishing.bucket import opened_for
from broadsheet.publishing.remote_manifest import NAME
from broadsheet.publishing.target import Overtaken, PublishFailed, Target
from tests.publishing.small_sites import NOW, Meanwhile, publish, small_site

TOKEN = "planted-token-of-the-test"
KEPT = ("content-type", "cache-control", "content-encoding")


class Google:
    """A bucket: the generation, headers and bytes of each object by its name."""

    def __init__(self) -> None:
        self.objects: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.address = ""
        self.guard, self.generation = Lock(), 1000


class Listening(ThreadingHTTPServer):
    """The server of a bucket."""

    daemon_threads = True

    def __init__(self, google: Google) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.google = google


class Handler(BaseHTTPRequestHandler):
    """Answers for the bucket `news`."""

    server: "Listening"
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        google, name = self.server.google, self._name()
        with google.guard:
            there = google.objects.get(name, (0, {}, b""))[0]
            if self.headers.get("x-goog-if-generation-match", str(there)) != str(there):
                self._say(412)
                return
            google.generation += 1
            kept = {it: self.headers[it] for it in KEPT if it in self.headers}
            google.objects[name] = (google.generation, kept, content)
            self._say(200, _versioned(google.generation))

    def do_GET(self) -> None:
        name = self._name()
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self._say(401, content=TOKEN.encode())
        elif not name:
            self._say(200, {"Content-Type": "application/xml"}, self._listed())
        elif name in self.server.google.objects:
            generation, kept, content = self.server.google.objects[name]
            self._say(200, {**kept, **_versioned(generation)}, content)
        else:
            self._say(404, content=b"<Error><Code>NoSuchKey</Code></Error>")

    def do_DELETE(self) -> None:
        with self.server.google.guard:
            self._say(204 if self.server.google.objects.pop(self._name(), None) else 404)

    def _name(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix("/news").lstrip("/")

    def _listed(self) -> bytes:
        each = "".join(
            f"<Contents><Key>{escape(name)}</Key><Size>{len(content)}</Size>"
            f"<LastModified>2022-01-01T00:00:00Z</LastModified><ETag>{generation}</ETag></Contents>"
            for name, (generation, _, content) in self.server.google.objects.items()
        )
        return f"<ListBucketResult>{each}</ListBucketResult>".encode()

    def _say(
        self, status: int, headers: dict[str, str] | None = None, content: bytes = b""
    ) -> None:
        self.send_response_only(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _versioned(generation: int) -> dict[str, str]:
    modified = "Sat, 01 Jan 2022 00:00:00 GMT"
    tags = {"ETag": f'"{generation}"', "x-goog-generation": str(generation)}
    return {**tags, "Last-Modified": modified}


@contextmanager
def answering(google: Google) -> Iterator[None]:
    """Serve the bucket `news`."""
    server = Listening(google)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    google.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    for name in [it for it in os.environ if it.startswith("GOOGLE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GOOGLE_BEARER_TOKEN", TOKEN)
    made = Google()
    with answering(made):
        yield made


def opened(google: Google, root: Path) -> AbstractContextManager[Target]:
    setting = TargetSetting("live", 3, "gcs", BucketTarget("news", "", google.address))
    return opened_for(setting, root, 0, lambda: NOW, lambda _: None)


def test_site_is_published_edited_and_kept_from_a_second_publisher(
    google: Google, tmp_path: Path
) -> None:
    def from_elsewhere(seed: int) -> None:
        with pytest.raises(Overtaken), opened(google, tmp_path / "elsewhere") as other:
            publish(other, small_site(seed), tmp_path / "other")

    for seed in range(3):
        site = small_site(seed)
        with opened(google, tmp_path / "site") as target:
            told = Meanwhile(partial(from_elsewhere, seed))
            publish(target, site, tmp_path / "public", told)
            assert {path: target.read(path) for path in site} == site
            assert target.in_the_way(["index.html", "none.html"]) == ("index.html",)
        assert google.objects.keys() == {*site, NAME}
    assert google.objects["index.html"][1] == {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-cache",
        "content-encoding": "gzip",
    }


def test_token_is_not_told(google: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_BEARER_TOKEN", "another")
    with pytest.raises(PublishFailed) as error, opened(google, tmp_path) as target:
        target.manifest()
    assert TOKEN not in str(error.value)
