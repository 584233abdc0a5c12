"""A site below a path of its host, with addresses that are gone and addresses as an enemy would
write them, on real servers."""

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote, urlsplit

import pytest

from broadsheet.hosting.apache import apache_files
from broadsheet.hosting.caddy import caddy_files
from broadsheet.hosting.line_rules import cloudflare_files, netlify_files
from broadsheet.hosting.nginx import nginx_files
from broadsheet.hosting.redirects import Redirect
from broadsheet.hosting.served import Served
from tests.hosting.servers import Server, serving
from tests.hosting.test_servers import PROGRAMS
from tests.programs import find_program

BASE, TARGET = "/news", "/news/caf%C3%A9%20(20).html"
POLICY = "default-src 'none'; frame-ancestors 'self'"
HOSTILE = (
    '/a\n}} server {{ listen 1; "; #.html',
    '/b"; return 200 "x".html',
    "/c\\.html",
    "/d\nRewriteRule ^ https://evil.example/.html",
    '/e" {\n}\nrespond "x".html',
    "/f%{HTTP_HOST}$1%1.html",
    "/g\tx.html",
    "/h*.html",
    "/i?.html",
)
FILES: Mapping[str, Callable[[Served], Mapping[str, bytes]]] = {
    "nginx": nginx_files,
    "caddy": caddy_files,
    "apache": apache_files,
}
PLAIN = ("/old.html", "/older/")
SERVED = Served(
    BASE,
    tuple(Redirect(it, TARGET) for it in (*PLAIN, *HOSTILE)),
    ("/gone.html", "/lost/"),
    (("X-Content-Type-Options", "nosniff"),),
    POLICY,
)


@pytest.fixture(scope="module", params=FILES)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server of a site of a few files."""
    name = request.param
    find_program(PROGRAMS[name])
    folder = tmp_path_factory.mktemp(name) / "site"
    texts = {
        "index.html": "front", "404.html": "nothing here", "café (20).html": "new",
        "gone.html": "it is gone", "lost/index.html": "it is lost", "feed.xml": "<rss/>",
        "static/a.0123456789.css": "x",
    }  # fmt: skip
    files = {path: text.encode() for path, text in texts.items()} | dict(FILES[name](SERVED))
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    with serving(name, folder, BASE) as running:
        yield running


def test_old_addresses_lead_to_where_the_site_is(server: Server) -> None:
    for path in ("/old.html", "/older/", "/older", "/older/index.html"):
        answer = server.ask(f"{BASE}{path}")
        location = urlsplit(answer.headers["location"]).path
        assert (answer.status, location) == (301, TARGET)
    assert server.ask(quote(f"{BASE}/café (20).html")).body == b"new"


def test_address_that_an_enemy_wrote_is_an_address_and_nothing_else(server: Server) -> None:
    for address in HOSTILE:
        answer = server.ask(quote(f"{BASE}{address}"))
        assert (answer.status, b"x\n" in answer.body) in ((301, False), (404, False)), address
    assert server.ask(f"{BASE}/").body == b"front"
    for elsewhere in ("/h1.html", "/hh.html", "/c.html", "/cx.html", "/i.html", "/"):
        assert server.ask(f"{BASE}{elsewhere}").status in (200, 404)


def test_what_is_gone_says_so_with_its_own_page(server: Server) -> None:
    for path, text in (("/gone.html", b"it is gone"), ("/lost/", b"it is lost")):
        answer = server.ask(f"{BASE}{path}")
        assert (answer.status, answer.body) == (410, text)
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["content-security-policy"] == POLICY


def test_what_does_not_exist_gets_the_sites_page_and_no_long_life(server: Server) -> None:
    for path in ("/x.html", "/static/b.0123456789.css", "/.host/nginx.conf"):
        answer = server.ask(f"{BASE}{path}")
        assert (answer.status, answer.body) == (404, b"nothing here")
        assert "max-age" not in answer.headers.get("cache-control", "")
    year = "public, max-age=31536000, immutable"
    assert server.ask(f"{BASE}/static/a.0123456789.css").headers["cache-control"] == year


@pytest.mark.parametrize("make", [netlify_files, cloudflare_files])
def test_rules_in_lines_stay_a_line_each(make: Callable[[Served], Mapping[str, bytes]]) -> None:
    lines = make(SERVED)["_redirects"].decode().splitlines()
    assert all(len(it.split(" ")) == 3 and it.isascii() for it in lines)
    assert all("*" not in it and ":" not in it for it in lines)
