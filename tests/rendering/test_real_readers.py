"""Readers that people use subscribe over nginx: what has not changed is not sent, and each article
is told of once."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import is_zipfile

import httpx2
import pytest

from tests.nginx import Nginx, nginx
from tests.rendering.readers import READERS, Reader, borrowed
from tests.sites import SITE_YAML, Site, article, make_site

pytestmark = pytest.mark.slow
SETTINGS = f"{SITE_YAML}feeds: {{formats: [rss, atom, json]}}\n"
BOOKS = "books: [editions, stories, months]\n"
BEFORE = 1_600_000_000  # a moment before the test, as that of a file
FIRST = ["On “quotes” & co", "كلمة and 字", "Third"]  # its titles, the oldest first
ANY_MONTH = "2021-05-0{} 09:00"


def file(number: int, title: str) -> str:
    """The file of an article."""
    dated = ANY_MONTH.format(number)
    text = article(f"'{title}'", dated, "tags: [Peace]\nsummary: In short.")
    return f"-- content/world/n{number}.md --\n{text}"


@pytest.fixture
def digest(tmp_path: Path) -> Site:
    """A digest with three articles that was built long ago."""
    news = "".join(file(number, title) for number, title in enumerate(FIRST, 1))
    site = make_site(tmp_path / "site", f"-- site.yaml --\n{SETTINGS}{news}")
    site.build()
    backdate(site)
    return site


def backdate(site: Site) -> None:
    """Let the site's feeds be as old as if they were built long ago."""
    for path in site.public.rglob("*.xml"):
        os.utime(path, (BEFORE, BEFORE))


@pytest.fixture
def host(tmp_path: Path, digest: Site) -> Iterator[Nginx]:
    """nginx that serves it."""
    with nginx(tmp_path / "nginx", digest.public) as host:
        yield host


@pytest.fixture(params=["feed.xml", "feed.atom.xml"])
def feed(request: pytest.FixtureRequest) -> str:
    """The path of a feed."""
    return str(request.param)


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest, tmp_path: Path, host: Nginx, feed: str) -> Reader:
    """A reader that has subscribed, and has fetched the feed."""
    folder = tmp_path / "reader"
    folder.mkdir()
    subscribed = READERS[request.param](folder, f"{host.url}{feed}")
    assert subscribed.fetch() == FIRST
    subscribed.fetch()
    host.answered()
    return subscribed


def fetched(reader: Reader, host: Nginx) -> tuple[list[str], list[int]]:
    """What is new to a reader when it fetches a feed, and the statuses of nginx's answers."""
    new = reader.fetch()
    return new, [it.status for it in host.answered()]


def test_reader_is_sent_an_article_once_and_nothing_where_nothing_changed(
    reader: Reader, digest: Site, host: Nginx
) -> None:
    digest.build()
    assert fetched(reader, host) == ([], [304])
    digest.write(file(4, "One more")).build()
    assert fetched(reader, host) == (["One more"], [200])
    digest.build()
    assert fetched(reader, host) == ([], [304])


def test_rebuild_on_another_machine_is_no_news(reader: Reader, digest: Site, host: Nginx) -> None:
    shutil.rmtree(digest.root / ".broadsheet")
    digest.build()
    assert fetched(reader, host) == ([], [304])
    for path in digest.public.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    digest.build()
    assert fetched(reader, host) == ([], [200])


@pytest.mark.parametrize(
    ("known_by", "asked"), [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")]
)
def test_catalog_that_has_not_changed_is_not_sent_again(
    digest: Site, host: Nginx, known_by: str, asked: str
) -> None:
    digest.write(f"-- site.yaml --\n{SETTINGS}{BOOKS}").build()
    addresses = [f"{host.url}{path}" for path in ("opds.xml", "opds/months.xml")]
    backdate(digest)
    known = {it: httpx2.get(it).headers[known_by] for it in addresses}

    def again() -> set[int]:
        return {httpx2.get(it, headers={asked: known[it]}).status_code for it in addresses}

    digest.build()
    assert again() == {304}
    digest.write(file(4, "One more")).build()
    assert again() == {200}


def test_reader_of_catalogs_finds_and_downloads_every_book(tmp_path: Path) -> None:
    public = tmp_path / "site/public"
    with nginx(tmp_path / "nginx", public) as host:
        settings = SITE_YAML.replace("https://example.org/", host.url)
        settings += BOOKS
        news = "".join(file(number, title) for number, title in enumerate(FIRST, 1))
        site = make_site(tmp_path / "site", f"-- site.yaml --\n{settings}{news}")
        site.build()
        found = borrowed(tmp_path / "first", f"{host.url}opds.xml")
        assert len(found) == 4 and all(is_zipfile(book.file) for book in found)
        assert {it.status for it in host.answered()} == {200}
        site.write(file(4, "One more")).build()
        again = borrowed(tmp_path / "second", f"{host.url}opds.xml")
    added = [book for book in again if book.id not in {it.id for it in found}]
    assert [book.title for book in added] == ["Tuesday, May 4, 2021"]
