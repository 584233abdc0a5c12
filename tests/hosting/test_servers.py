"""The sample site as nginx, Caddy and Apache serve it, with what a build writes for each."""

import gzip
import random
import re
import shutil
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import brotli
import pytest

from broadsheet.hosting.redirects import ways_to_ask, ways_to_write
from broadsheet.publishing.site_files import site_files
from broadsheet.publishing.twins import with_twins
from broadsheet.urls import address_fault, collision_key
from broadsheet.workers import Workers
from tests.hosting.servers import SERVERS, Server, serving
from tests.programs import find_program
from tests.sites import ROOT, Site, article
from tests.sizes import first_of

PROGRAMS = {"nginx": "nginx", "caddy": "caddy", "apache": "apache2"}
SETTINGS = """\
title: The Test
url: https://example.org{base}/
description: News for tests.
language: en
timezone: UTC
share_images: false
images: {{widths: [240]}}
host: {host}
hsts: 365 days
publish:
  live: {{to: folder, path: ../live}}
"""
NEW = "/2021/09/new-place.html"
SIGNS = " !$&'()+,;=@[]^`{}~-_.éß日語ı"
WHOLE = "{$HOME}${uri}%1\\1".replace("%", "").replace("\\", "")  # what servers give a meaning to
ODD = (
    "/old/", "/old.html", "/sp ace/x y.html", "/a{$PATH}/", "/$uri.html", "/${PATH}.html",
    "/x;}return 200 'y';.html", "/a{http.request.host}b.html", "/{args.0}/", "/`back`/",
    "/q'uote'.html", "/(a)[b]^c.html", "/plus+and&more=.html", "/~tilde/", "/日本/語.html",
    "/é/", "/ending.", "/a~^b$.html", f"/{WHOLE}.html",
)  # fmt: skip


def random_aliases(count: int) -> list[str]:
    """Valid aliases, the same each time, that no file system takes for each other."""
    chance = random.Random(14)
    found: dict[str, str] = {}
    while len(found) < count:
        parts = ("".join(chance.choices(SIGNS + "ab", k=chance.randint(1, 6))) for _ in range(2))
        alias = f"/r{'/r'.join(parts)}{chance.choice(['/', '.html', ''])}"
        if not address_fault(alias) and alias == alias.rstrip() and "  " not in alias:
            found[collision_key(alias.rstrip("/"))] = alias
    return list(found.values())


ALIASES = (*ODD, *random_aliases(40))


def sample(folder: Path) -> Site:
    """The sample site with an article that has many old addresses; not built yet."""
    shutil.copytree(ROOT / "content", folder / "content")
    quoted = ", ".join(f'"{it}"' for it in ALIASES)
    text = article("New place", "2021-09-01", f"aliases: [{quoted}]\nslug: new-place")
    (folder / "content/world/new-place.md").write_text(text, "utf-8")
    site = Site(folder)
    return site.put("content/media/paper.pdf", b"%PDF-1.4 " + b"x" * 400)


def built(site: Site, host: str, base: str = "") -> Site:
    """The site, built for a host."""
    (site.root / "site.yaml").write_text(SETTINGS.format(host=host, base=base), "utf-8")
    site.build(as_of="2024-06-01")
    return site


def published(site: Site, host: str, folder: Path) -> Path:
    """A copy of the built site with its twins, as a target gets it."""
    found = site_files(site.root, site.public)
    for it in with_twins(found, site.public, site.root, host, Workers(1)):
        there = folder / it.path
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(it.source(site.public), there)
    (folder / ".broadsheet-published.json").write_text("{}", "utf-8")
    return folder


@pytest.fixture(scope="module")
def unbuilt(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sample; each server builds it for itself, from what the one before left."""
    return sample(tmp_path_factory.mktemp("sample") / "site")


@pytest.fixture(scope="module", params=first_of(SERVERS))
def served(
    request: pytest.FixtureRequest, unbuilt: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Path]]:
    """A running server and the folder that it serves."""
    name = request.param
    find_program(PROGRAMS[name])
    folder = published(built(unbuilt, name), name, tmp_path_factory.mktemp(name) / "live")
    with serving(name, folder) as server:
        yield server, folder


def test_every_alias_is_a_permanent_redirect_however_browsers_write_it(
    served: tuple[Server, Path],
) -> None:
    server, _ = served
    wrong = []
    for alias in ALIASES:
        address = alias if "." in alias.rpartition("/")[2] or alias.endswith("/") else f"{alias}/"
        for way in (it for ask in ways_to_ask(address) for it in ways_to_write(ask)):
            answer = server.ask(way)
            if (answer.status, urlsplit(answer.headers.get("location", "")).path) != (301, NEW):
                wrong.append((alias, way, answer.status, answer.headers.get("location")))
    assert wrong == []
    assert server.ask("/about/").status == 301


def test_where_redirects_lead_is_a_page(served: tuple[Server, Path]) -> None:
    server, _ = served
    location = server.ask("/old/").headers["location"]
    assert (
        server.ask(urlsplit(urljoin(f"http://127.0.0.1:{server.port}/old/", location)).path).status
        == 200
    )


TYPES = {
    "/": "text/html; charset=utf-8",
    "/index.html": "text/html; charset=utf-8",
    "/feed.xml": "application/xml",
    "/feed.json": "application/json",
    "/feeds.opml": "text/x-opml; charset=utf-8",
    "/manifest.webmanifest": "application/manifest+json",
    "/icon.svg": "image/svg+xml",
    "/robots.txt": "text/plain; charset=utf-8",
    "/media/paper.pdf": "application/pdf",
}


@pytest.mark.parametrize("path", TYPES)
def test_every_kind_of_file_has_its_type(served: tuple[Server, Path], path: str) -> None:
    answer = served[0].ask(path)
    assert answer.status == 200
    assert answer.headers["content-type"].removesuffix("; charset=utf-8") == TYPES[
        path
    ].removesuffix("; charset=utf-8")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_headers_of_safety_go_with_every_answer(served: tuple[Server, Path]) -> None:
    server, folder = served
    page = (folder / "index.html").read_text("utf-8")
    found = re.search('http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found
    policy = f"{found[1].replace(' file:', '')}; frame-ancestors 'self'"
    for path in ("/", "/index.html", "/no-such-page.html", NEW):
        assert server.ask(path).headers["content-security-policy"] == policy, path
    for path in ("/", "/feed.xml", "/old/", "/nothing", "/media/paper.pdf"):
        headers = server.ask(path).headers
        assert headers["strict-transport-security"] == "max-age=31536000", path
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin", path
        assert headers["x-content-type-options"] == "nosniff", path


def test_files_under_their_digest_are_kept_for_a_year_and_pages_are_asked_for(
    served: tuple[Server, Path],
) -> None:
    server, folder = served
    (style,) = (
        it for it in (folder / "static").iterdir() if re.fullmatch(r"style\.\w+\.css", it.name)
    )
    pictures = list((folder / "media").rglob("*.webp"))
    for path in (style, pictures[0]):
        asked = server.ask(f"/{path.relative_to(folder).as_posix()}")
        assert asked.headers["cache-control"] == "public, max-age=31536000, immutable"
    for address in ("/", NEW, "/feed.xml", "/search.html", "/no-such.html"):
        assert server.ask(address).headers["cache-control"] == "no-cache", address
    assert server.ask("/media/paper.pdf").headers["cache-control"] == "public, max-age=3600"
    missing = server.ask("/static/gone.0123456789.css").headers.get("cache-control", "no-cache")
    assert missing == "no-cache"


def test_twins_are_sent_as_they_are(served: tuple[Server, Path]) -> None:
    server, folder = served
    (style,) = (
        it for it in (folder / "static").iterdir() if re.fullmatch(r"style\.\w+\.css", it.name)
    )
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
    for path in ("/", "/index.html", NEW, "/feed.xml", f"/static/{style.name}"):
        plain = server.ask(path)
        file = folder / (f"{path}index.html" if path == "/" else path)[1:]
        assert plain.body == file.read_bytes()
        assert "content-encoding" not in plain.headers
        assert plain.headers["vary"].casefold() == "accept-encoding"
        for coding, suffix in (("gzip", ".gz"), ("br", ".br")):
            answer = server.ask(path, Accept_Encoding=f"{coding};q=1.0")
            if coding == "br" and server.name == "nginx" and not server.has_brotli:
                continue
            assert answer.headers["content-encoding"] == coding, (path, coding)
            assert answer.headers["content-type"] == plain.headers["content-type"]
            assert answer.headers["cache-control"] == plain.headers["cache-control"]
            assert answer.headers["vary"].casefold() == "accept-encoding"
            assert answer.body == file.with_name(f"{file.name}{suffix}").read_bytes()
            assert unpack[coding](answer.body) == plain.body
            assert answer.headers["etag"] != plain.headers["etag"]


def test_file_that_a_browser_has_is_not_sent_again(served: tuple[Server, Path]) -> None:
    server, _ = served
    for coding in ("identity", "gzip"):
        first = server.ask("/index.html", Accept_Encoding=coding)
        again = server.ask(
            "/index.html", Accept_Encoding=coding, If_None_Match=first.headers["etag"]
        )
        assert (again.status, again.body) == (304, b"")
        assert again.headers["cache-control"] == "no-cache"
    first = server.ask("/index.html")
    assert parsedate_to_datetime(first.headers["last-modified"])
    since = first.headers["last-modified"]
    assert server.ask("/index.html", If_Modified_Since=since).status == 304


def test_part_of_a_file_can_be_asked_for(served: tuple[Server, Path]) -> None:
    server, folder = served
    answer = server.ask("/media/paper.pdf", Range="bytes=5-9")
    assert (answer.status, answer.body) == (206, (folder / "media/paper.pdf").read_bytes()[5:10])
    assert server.ask("/media/paper.pdf", Range="bytes=9999-").status == 416


@pytest.mark.parametrize("path", ["/nothing", "/nothing/", "/2021/nothing.html", "/no.xml", "/ö"])
def test_address_that_is_nowhere_gets_the_sites_own_page(
    served: tuple[Server, Path], path: str
) -> None:
    answer = served[0].ask(quote(path))
    assert answer.status == 404
    assert answer.body == (served[1] / "404.html").read_bytes()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        "/.host/", "/.host", "/.host/nginx.conf", "/.host/Caddyfile", "/%2ehost/nginx.conf",
        "/.htaccess", "/%2Ehtaccess", "/.broadsheet-published.json", "//.host/Caddyfile",
        "/2021/../.host/nginx.conf", "/.host/nginx.conf/",
    ],
)  # fmt: skip
def test_files_that_no_reader_shall_see_are_not_served(
    served: tuple[Server, Path], path: str
) -> None:
    answer = served[0].ask(path)
    assert answer.status in (400, 403, 404) or answer.headers.get("location") == "/.host/"
    assert b"roadsheet_" not in answer.body and b"Rewrite" not in answer.body


def test_folder_without_a_page_is_not_listed(served: tuple[Server, Path]) -> None:
    answer = served[0].ask("/static/")
    assert answer.status in (403, 404)
    assert b".css" not in answer.body.partition(b"<body")[2]
