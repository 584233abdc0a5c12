"""A look at what was published, over HTTP, with real servers that serve it well or badly."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from broadsheet.hosting.headers import content_type
from broadsheet.publishing.afterwards import Done
from broadsheet.publishing.looks import AT_RANDOM
from broadsheet.publishing.outside import Outside
from broadsheet.publishing.publisher import Wish
from broadsheet.publishing.target import PublishFailed
from broadsheet.publishing.verifying import WAITS, own_port
from tests.fetching.serving import Reply, Web, page, web
from tests.publishing.plain import NOON
from tests.publishing.real_sites import HOUR, publish, wish
from tests.sites import SITE_YAML, Site, article

MakeSite = Callable[[str], Site]
Twist = Callable[[str, bytes], Reply | None]
ARTICLES = "".join(
    f"-- content/a/n{it}.md --\n{article(f'N {it}', f'2021-01-{it:02}')}" for it in range(1, 9)
)


@dataclass
class Host:
    """A host that serves `folder`; `twist` makes another reply for some paths. Its clock stands
    still but for the waits that are asked for."""

    folder: Path
    twist: Twist = lambda path, content: None
    server: Web = field(default_factory=Web)
    waits: list[float] = field(default_factory=list)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Serve a file, or the page for what is not there."""
        path = request.path.partition("?")[0].lstrip("/") or "index.html"
        file = self.folder / path
        is_there = file.is_file()
        content = (file if is_there else self.folder / "404.html").read_bytes()
        plain = page(
            content, 200 if is_there else 404, {"Content-Type": content_type(path, content[:1024])}
        )
        (self.twist(path, content) or plain)(request)

    def wish(self, site: Site, hours: int = 0) -> Wish:
        """The wish to publish a site there, and to look at it."""
        made = wish(site, NOON + hours * HOUR, outside=Outside(sleep=self.waits.append))
        return replace(made, verify=True)


@contextmanager
def hosted(site: Site) -> Iterator[Host]:
    """A host on this machine, whose address becomes that of the site."""
    host = Host(site.root.parent / "www")

    class Everything(dict[str, Reply]):
        def get(self, path: str, default: object = None) -> Reply:
            return host.answer

    with web({}) as host.server:
        host.server.replies = Everything()
        url = SITE_YAML.replace("https://example.org/", host.server.url("/"))
        site.write(f"-- site.yaml --\n{url}")
        yield host


def failed(of: Wish) -> str:
    """Publish with a look that finds something; what it says."""
    with pytest.raises(PublishFailed) as found:
        publish(of)
    return str(found.value)


def test_site_is_as_published(site: MakeSite) -> None:
    made = site(ARTICLES)
    with hosted(made) as host:
        (done,) = publish(host.wish(made))
        asked = [it.path for it in host.server.seen]
        assert done == Done("verified", done.text, {"files": len(set(asked))})
        assert done.text == f"looked at {len(set(asked))} addresses of {host.server.url('/')}" + (
            ": all as published"
        )
        assert {"/", "/sitemap.xml", "/feed.xml", "/2021/01/n8.html"} <= set(asked)
        assert len(set(asked)) > AT_RANDOM and host.waits == []


def test_unchanged_site_is_looked_at_too_and_in_the_same_places(site: MakeSite) -> None:
    made = site(ARTICLES)
    with hosted(made) as host:
        publish(host.wish(made))
        looks = []
        for _ in range(2):
            host.server.seen.clear()
            assert [it.event for it in publish(host.wish(made))] == ["verified"]
            looks.append([it.path for it in host.server.seen])
        assert looks[0] == looks[1]


def test_compressed_answer_is_compared_by_its_content(site: MakeSite) -> None:
    made = site(ARTICLES)
    with hosted(made) as host:
        host.twist = lambda path, content: (
            page(gzip.compress(content), headers={"Content-Encoding": "gzip"})
            if path.endswith("index.html")
            else None
        )
        assert [it.event for it in publish(host.wish(made))] == ["verified"]


def test_slow_cache_is_given_a_minute(site: MakeSite) -> None:
    made = site(ARTICLES)
    with hosted(made) as host:
        publish(replace(host.wish(made), verify=False))
        old = (host.folder / "index.html").read_bytes()
        made.write(f"-- content/a/new.md --\n{article('New', '2021-02-01')}")

        def cached(path: str, content: bytes) -> Reply | None:
            is_late = sum(host.waits) >= 7
            return page(old) if path == "index.html" and not is_late else None

        host.twist = cached
        first, last = publish(host.wish(made))
        assert "1 address not as published yet; looking again for a minute" in first.text
        assert last.event == "verified" and host.waits == [1, 2, 4]


def test_cache_that_keeps_the_version_before_is_told_after_a_minute(site: MakeSite) -> None:
    made = site(ARTICLES)
    with hosted(made) as host:
        publish(host.wish(made))
        old = (host.folder / "index.html").read_bytes()
        made.write(f"-- content/a/new.md --\n{article('New', '2021-02-01')}")
        host.twist = lambda path, content: page(old) if path == "index.html" else None
        said = failed(host.wish(made))
        assert "/index.html is still the version before: a cache may hold it" in said
        assert host.waits == list(WAITS) and sum(host.waits) == 60


@pytest.mark.parametrize(
    ("path", "status", "kind", "said"),
    [
        ("index.html", 200, "text/html", "/index.html has other content; a page that the host"),
        ("index.html", 403, "text/html", "/index.html answers with 403"),
        ("sitemap.xml", 200, "text/html", "/sitemap.xml has other content"),
        ("no-such-page-0.html", 200, "text/html", "answers with 200, and should with 404"),
    ],
)
def test_what_is_wrong_is_told(
    site: MakeSite, path: str, status: int, kind: str, said: str
) -> None:
    made = site(ARTICLES)
    with hosted(made) as host:
        host.twist = lambda asked, content: (
            page(content + b"<!-- more -->", status, {"Content-Type": kind})
            if asked == path
            else None
        )
        told = failed(host.wish(made))
        assert said in told and "1 not as published" in told


def test_page_of_another_type_is_wrong_and_a_feed_of_another_type_worth_a_remark(
    site: MakeSite,
) -> None:
    made = site(ARTICLES)
    with hosted(made) as host:
        kinds = {"index.html": "text/plain"}
        host.twist = lambda path, content: (
            page(content, headers={"Content-Type": kinds[path]}) if path in kinds else None
        )
        assert "is served as text/plain, and should be as text/html" in failed(host.wish(made))
        kinds = {"feed.xml": "text/plain"}
        remark, done = publish(host.wish(made))
        assert remark.is_warning and done.event == "verified"
        assert remark.text == "/feed.xml is served as text/plain, and should be as application/xml"


def test_page_that_was_removed_must_be_gone(site: MakeSite) -> None:
    made = site(ARTICLES)
    with hosted(made) as host:
        publish(host.wish(made))
        (made.root / "content/a/n5.md").unlink()
        publish(host.wish(made))
        host.server.seen.clear()
        publish(host.wish(made, hours=2))
        assert "/2021/01/n5.html" in [it.path for it in host.server.seen]
        (made.root / "content/a/n6.md").unlink()
        publish(host.wish(made, hours=2))
        host.twist = lambda path, content: page(b"kept") if "n6" in path else None
        said = failed(host.wish(made, hours=4))
        assert "/2021/01/n6.html answers with 200, and should with 404" in said


def test_folder_that_no_server_serves_is_read_itself(site: MakeSite) -> None:
    made = site(ARTICLES)
    with hosted(made) as host:
        pass
    warning, done = publish(host.wish(made))
    assert warning.is_warning and "the host takes no connection" in warning.text
    assert "looked at" in done.text and "of the target live: all as published" in done.text
    assert host.waits == []


def test_address_in_a_private_network_is_not_asked(site: MakeSite) -> None:
    private = SITE_YAML.replace("https://example.org/", "http://192.168.1.5/")
    made = site(f"-- site.yaml --\n{private}{ARTICLES}")
    warning, done = publish(replace(wish(made), verify=True))
    assert "the address leads into a private network" in warning.text
    assert done.event == "verified"


def test_only_the_own_port_of_this_machine_is_asked() -> None:
    assert own_port("http://localhost:8000/") == {8000}
    assert own_port("http://127.0.0.1/") == {80} and own_port("https://[::1]/") == {443}
    assert own_port("https://example.org:8443/") == frozenset()
