"""Publishing to a bucket, seen from what a service that speaks S3 has in the end."""

import gzip
import os
import subprocess
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from broadsheet.content.publish_settings import BucketTarget
from broadsheet.content.settings import read_settings
from broadsheet.publishing.remote_manifest import NAME
from broadsheet.publishing.target import PublishFailed
from tests.publishing.bucket_place import Place
from tests.publishing.bucket_servers import Answer, Request, cut_at
from tests.publishing.small_sites import broken_links, publish, small_site
from tests.sites import SITE_YAML

CUTS_AT_EVERY = 6  # writes


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


@pytest.mark.parametrize("status", [429, 503])
def test_busy_service_is_asked_again(place: Place, status: int) -> None:
    busy = {2, 5}  # of the writes
    place.proxy.begin_again(
        lambda it: Answer(status) if it.number in busy and it.is_write else None
    )
    files = small_site(1)
    place.publish(files, retries=3)
    assert place.paths() == {*files, NAME}


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
    assert cuts > 2


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


ODD = "tags/a~b*c[1] 100% #1 'x' ä+ü&=@:!,;.html"


def test_odd_name_is_kept(place: Place) -> None:
    place.publish({ODD: b"x", "index.html": b"x"})
    assert place.paths() == {ODD, "index.html", NAME}
    assert place.get(ODD)[0] == b"x"
    place.publish({"index.html": b"x"})
    assert place.paths() == {"index.html", NAME}


WITHOUT_OBSTORE = """
import sys
from importlib.machinery import PathFinder

class Hiding(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name == "obstore" else super().find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Hiding
from pathlib import Path
from broadsheet.publishing.targets import opened
from broadsheet.publishing.target import PublishFailed
from broadsheet.content.publish_settings import BucketTarget, TargetSetting
try:
    with opened(TargetSetting("live", 3, "s3", BucketTarget("news")), Path(sys.argv[1])):
        pass
except PublishFailed as error:
    print(error)
"""


def test_missing_library_is_named_with_the_command_that_installs_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WITHOUT_OBSTORE, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    expected = "live: a bucket needs the library obstore; install it with: "
    assert done.stdout == f"{expected}pip install 'broadsheet[buckets]'\n"


def test_bucket_is_described_in_site_yaml() -> None:
    lines = "publish:\n  live:\n    to: s3\n    bucket: news\n    compress: false\n"
    settings, found = read_settings((SITE_YAML + lines).encode())
    assert not found.problems
    assert [it.place for it in settings.publish] == [BucketTarget("news", compress=False)]
