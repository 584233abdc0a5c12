"""Publishing to a bucket, seen from what a service that speaks S3 has in the end."""

import gzip
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from urllib.request import Request as WebRequest
from urllib.request import urlopen

import obstore
import pytest
from obstore.store import S3Store

from broadsheet.content.publish_settings import BucketTarget, TargetSetting
from broadsheet.publishing.bucket import opened_for
from broadsheet.publishing.bucket_lock import LOCK
from broadsheet.publishing.changes import changes
from broadsheet.publishing.remote_manifest import NAME, RemoteManifest
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.target import Overtaken, PublishFailed, Target, Told
from tests.publishing.bucket_servers import (
    Answer,
    Proxy,
    Request,
    Rule,
    make_bucket,
    moto,
    proxied,
)
from tests.publishing.small_sites import NOW, broken_links, publish, small_site, written

CUTS_AT_EVERY = 4  # writes
DAY = timedelta(days=1)
KEY, SECRET = "AKIAPLANTEDKEY", "planted/secret+of/the/test"


@dataclass(frozen=True)
class Place:
    """A bucket behind a proxy, and the folders that are published to it."""

    proxy: Proxy
    store: S3Store
    name: str
    root: Path

    def opened(
        self, root: str = "site", prefix: str = "", compress: bool = True, retries: int = 0
    ) -> AbstractContextManager[Target]:
        """The target, from the site in this folder; a cut ends it at once."""
        place = BucketTarget(self.name, prefix, self.proxy.address, "us-east-1", compress)
        return opened_for(TargetSetting("live", 3, "s3", place), self.root / root, retries)

    def publish(self, files: dict[str, bytes], root: str = "site", retries: int = 0) -> int:
        """Publish these files; how many were sent."""
        with self.opened(root, retries=retries) as target:
            return len(publish(target, files, self.root / root / "public").puts)

    def paths(self) -> set[str]:
        """What is in the bucket."""
        return {it["path"] for part in self.store.list() for it in part}

    def get(self, path: str) -> tuple[bytes, dict[str, str]]:
        """What a browser gets, with the headers by their names in lower case."""
        address = obstore.sign(self.store, "GET", path, timedelta(minutes=5))
        with urlopen(WebRequest(address)) as answer:
            return answer.read(), {name.lower(): it for name, it in answer.headers.items()}

    def read(self, path: str) -> bytes | None:
        """A file as a browser shows it."""
        try:
            found = self.store.get(path)
        except FileNotFoundError:
            return None
        content = bytes(found.bytes())
        is_packed = found.attributes.get("Content-Encoding") == "gzip"
        return gzip.decompress(content) if is_packed else content


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with contextmanager(moto)(tmp_path_factory.mktemp("moto")) as address:
        yield address


@pytest.fixture
def place(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Place]:
    for name in [it for it in os.environ if it.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("HOME", str(tmp_path))
    name = f"bucket-{abs(hash(request.node.name)) % 10**9}"
    make_bucket(server, name)
    store = S3Store(name, endpoint=server, region="us-east-1", client_options={"allow_http": True})
    with proxied(server) as proxy:
        yield Place(proxy, store, name, tmp_path)


def test_site_is_in_the_bucket_and_nothing_else(place: Place) -> None:
    files = small_site(1)
    assert place.publish(files) == len(files)
    assert place.paths() == {*files, NAME}
    assert {path: place.read(path) for path in files} == files


def test_unchanged_site_costs_one_request(place: Place) -> None:
    place.publish(small_site(1))
    place.proxy.begin_again()
    assert place.publish(small_site(1), "elsewhere") == 0
    assert [(it.method, it.path) for it in place.proxy.seen] == [("GET", f"/{place.name}/{NAME}")]


def test_edited_page_is_sent_alone(place: Place) -> None:
    files = small_site(1)
    place.publish(files)
    place.proxy.begin_again()
    assert place.publish({**files, "index.html": b"<p>New</p>"}) == 1
    sent = [it.path.rpartition("/")[2] for it in place.proxy.seen if it.method == "PUT"]
    assert [it for it in sent if not it.startswith(".broadsheet")] == ["index.html"]


def test_file_comes_with_its_type_and_for_how_long_it_is_kept(place: Place) -> None:
    page, feed = b"<p>Text</p>" * 500, b"<rss version='2.0'>" + b"<item/>" * 500 + b"</rss>"
    style, picture = b"p { margin: 0 }" * 500, b"\x89PNG" * 500
    own = "tags/übung & mehr.html"
    place.publish(
        {
            "index.html": page,
            own: page,
            "feed.xml": feed,
            "static/style.0123456789.css": style,
            "media/river.png": picture,
            "robots.txt": b"User-agent: *\n" * 500,
        }
    )
    expected = {
        "index.html": ("text/html; charset=utf-8", "no-cache", page, "gzip"),
        own: ("text/html; charset=utf-8", "no-cache", page, "gzip"),
        "feed.xml": ("application/rss+xml", "no-cache", feed, None),
        "static/style.0123456789.css": (
            "text/css; charset=utf-8",
            "public, max-age=31536000, immutable",
            style,
            "gzip",
        ),
        "media/river.png": ("image/png", "public, max-age=3600", picture, None),
        "robots.txt": ("text/plain; charset=utf-8", "no-cache", b"User-agent: *\n" * 500, None),
    }
    for path, (kind, kept, content, encoding) in expected.items():
        sent, headers = place.get(path)
        assert headers["content-type"] == kind
        assert headers["cache-control"] == kept
        assert headers.get("content-encoding") == encoding
        assert (gzip.decompress(sent) if encoding else sent) == content


def test_page_is_stored_as_it_is_where_the_curator_wants_that(place: Place) -> None:
    page = b"<p>Text</p>" * 500
    with place.opened(compress=False) as target:
        publish(target, {"index.html": page}, place.root / "public")
    assert place.get("index.html")[0] == page


def test_file_is_read_back_as_the_site_has_it(place: Place) -> None:
    page = b"<p>Text</p>" * 500
    place.publish({"index.html": page})
    with place.opened() as target:
        assert target.read("index.html") == page
        assert target.read("none.html") is None


def test_large_file_is_sent_in_parts(place: Place) -> None:
    book = os.urandom(2**24 + 5)
    place.publish({"book.epub": book})
    assert place.read("book.epub") == book
    assert place.get("book.epub")[1]["content-type"] == "application/epub+zip"


def test_prefix_is_a_folder_in_the_bucket(place: Place) -> None:
    with place.opened(prefix="/news/") as target:
        publish(target, {"index.html": b"x"}, place.root / "public")
        assert target.in_the_way(["index.html", "a.html"]) == ("index.html",)
    assert place.paths() == {"news/index.html", f"news/{NAME}"}


def test_many_files_are_deleted_by_one_request(place: Place) -> None:
    place.publish({f"{number}.html": b"x" for number in range(30)})
    place.proxy.begin_again()
    place.publish({"0.html": b"x"})
    assert place.paths() == {"0.html", NAME}
    deletions = [it for it in place.proxy.seen if it.method == "POST"]
    assert len(deletions) == len(["the files", "the lock"])


@pytest.mark.parametrize("status", [429, 500, 503])
def test_busy_service_is_asked_again(place: Place, status: int) -> None:
    busy = {2, 5}  # of the writes
    place.proxy.begin_again(
        lambda it: Answer(status) if it.number in busy and it.is_write else None
    )
    files = small_site(1)
    place.publish(files, retries=3)
    assert place.paths() == {*files, NAME}


def cut_at(number: int, is_done: bool) -> Rule:
    """Cuts every connection from this write on; the first one after it was done, or before."""
    return lambda it: (
        Answer(is_cut=True, is_done=is_done and it.number == number)
        if it.number >= number and (it.is_write or it.number > number)
        else None
    )


@pytest.mark.parametrize("is_done", [False, True])
def test_cut_connection_leaves_every_link_alive_and_the_next_publish_ends_it(
    place: Place, is_done: bool
) -> None:
    place.publish(small_site(0))
    cuts = 0
    for number in count(0, CUTS_AT_EVERY):
        site = small_site(number + 1)
        place.proxy.begin_again(cut_at(number, is_done))
        with suppress(PublishFailed):
            place.publish(site)
            break  # there was nothing left to cut
        cuts += 1
        assert broken_links(place.read) == []
        place.proxy.begin_again()
        place.publish(site)
        assert place.paths() == {*site, NAME}
        assert {path: place.read(path) for path in site} == site
    assert cuts > 3


def test_answer_that_is_lost_is_no_failure(place: Place) -> None:
    lost: set[str] = set()

    def lose_first(request: Request) -> Answer | None:
        if request.method != "PUT" or request.path in lost:
            return None
        lost.add(request.path)
        return Answer(is_cut=True, is_done=True)

    place.proxy.begin_again(lose_first)
    site = small_site(1)
    place.publish(site, retries=3)
    assert place.paths() == {*site, NAME}
    assert len(lost) > len(site)


class Meanwhile(Told):
    """Does something once, when the first file is about to be put in place."""

    def __init__(self, do: Callable[[], object]) -> None:
        self._do: Callable[[], object] | None = do

    def putting(self, file: SiteFile) -> None:
        do, self._do = self._do, None
        if do:
            do()


def test_second_publisher_is_refused_while_one_is_at_work(place: Place) -> None:
    def from_elsewhere() -> None:
        with pytest.raises(Overtaken, match="is at work; wait for its end"):
            place.publish(small_site(2), "elsewhere")

    site = small_site(1)
    with place.opened() as target:
        publish(target, site, place.root / "public", Meanwhile(from_elsewhere))
    assert place.paths() == {*site, NAME}


def test_second_publisher_from_the_same_folder_is_refused_before_it_asks(place: Place) -> None:
    with place.opened(), pytest.raises(Overtaken, match="from this folder"), place.opened():
        pytest.fail("it was not refused")


def test_publisher_that_was_overtaken_is_refused(place: Place) -> None:
    site = small_site(2)
    with place.opened() as late:
        late.manifest()
        place.publish(site, "elsewhere")
        found = changes(written(small_site(1), place.root / "late"), RemoteManifest(), "", NOW, DAY)
        with pytest.raises(Overtaken, match="publish again"):
            late.carry_out(found, place.root / "late", Told())
    assert place.paths() == {*site, NAME}


def test_lock_of_a_killed_publish_is_taken_over_from_the_same_folder_at_once(place: Place) -> None:
    place.proxy.begin_again(cut_at(6, is_done=False))
    with pytest.raises(PublishFailed):
        place.publish(small_site(1))
    assert LOCK in place.paths()
    place.proxy.begin_again()
    with pytest.raises(Overtaken):
        place.publish(small_site(1), "elsewhere")
    place.publish(small_site(1))
    assert LOCK not in place.paths()
