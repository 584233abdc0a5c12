"""What a hub is told when a site has been published, with a real server as the hub."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from broadsheet.publishing.afterwards import Done
from broadsheet.publishing.outside import Announcing, Outside
from broadsheet.publishing.publisher import Wish, published
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.target import Told
from broadsheet.publishing.untold import is_untold
from tests.fetching.serving import Web, page, web
from tests.publishing.plain import DAY, NOON, Plain


@dataclass
class Hub:
    """A hub that writes down what it is told, and answers with `status`."""

    status: int = 204
    told: list[Mapping[str, list[str]]] = field(default_factory=list)
    server: Web = field(default_factory=Web)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Take a ping."""
        length = int(request.headers["Content-Length"])
        assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
        self.told.append(parse_qs(request.rfile.read(length).decode()))
        page(b"", self.status)(request)

    def feeds(self) -> list[str]:
        """The feeds that it was told of, since this was last asked."""
        told, self.told[:] = list(self.told), []
        assert all(it["hub.mode"] == ["publish"] for it in told)
        return [it["hub.url"][0] for it in told]


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A hub on this machine."""
    made = Hub()
    with web({"/hub": made.answer}) as made.server:
        yield made


@pytest.fixture
def one(tmp_path: Path) -> Plain:
    """A site, built."""
    return Plain(tmp_path / "site").build(one="The first page.")


def wish(site: Plain, hub: Hub, **changed: object) -> Wish:
    """The wish to publish a site whose lists and pages are feeds, and to tell the hub."""
    announcing = Announcing(hub=hub.server.url("/hub"))
    outside = Outside(loopback_ports=frozenset([hub.server.port]))
    made = site.wish()
    files = tuple(replace(it, is_feed="static" not in it.path) for it in made.files)
    return replace(made, files=files, announcing=announcing, outside=outside, **changed)  # type: ignore[arg-type]


def publish(of: Wish) -> list[Done]:
    """Publish; what follows."""
    with published(of, Told(), lambda _: False) as (_, steps):
        return list(steps)


def test_hub_is_told_once_of_each_feed_that_changed(one: Plain, hub: Hub) -> None:
    told = publish(wish(one, hub))
    assert hub.feeds() == ["https://example.org/", "https://example.org/pages/one.html"]
    assert [it.text for it in told] == ["told 127.0.0.1 of 2 feeds"]
    assert publish(wish(one, hub)) == [] and hub.feeds() == []
    one.build(one="The first page.", two="Another.")
    publish(wish(one, hub))
    assert hub.feeds() == ["https://example.org/", "https://example.org/pages/two.html"]


def test_documents_of_an_archive_are_not_announced(one: Plain, hub: Hub) -> None:
    made, paths = wish(one, hub), ("feed.xml", "feed/2021-08.xml", "feed/2021-08-2.json")
    for path in paths:
        (one.public / path).parent.mkdir(exist_ok=True)
        (one.public / path).write_text("The first page.")
    first = next(it for it in made.files if it.path == "pages/one.html")
    feeds = [replace(first, path=path) for path in paths]
    publish(replace(made, files=(*feeds, *made.files)))
    assert "https://example.org/feed.xml" in (told := hub.feeds())
    assert not any("2021-08" in it for it in told)


def test_hub_that_fails_is_told_by_the_next_publish(one: Plain, hub: Hub) -> None:
    hub.status = 503
    (told,) = publish(wish(one, hub))
    assert told.is_warning and told.event == "not pinged"
    assert told.text == (
        "127.0.0.1 was not told of 2 feeds: it answers with status 503;"
        " the next publish tries again"
    )
    assert len(hub.feeds()) == 1  # it is not asked again and again
    hub.status = 202
    assert [it.event for it in publish(wish(one, hub))] == ["pinged"]
    assert len(hub.feeds()) == 2
    assert publish(wish(one, hub)) == []


def test_feed_that_a_hub_does_not_take_keeps_no_other_one_waiting(one: Plain, hub: Hub) -> None:
    hub.status = 400
    (told,) = publish(wish(one, hub))
    assert "it answers with status 400" in told.text and len(hub.feeds()) == 2


def test_hub_that_does_not_answer_for_a_day_is_given_up(one: Plain, hub: Hub) -> None:
    hub.status = 503
    publish(wish(one, hub))
    setting = one.wish().setting
    assert is_untold(one.root, setting, NOON)
    assert not is_untold(one.root, setting, NOON + DAY)
    hub.status, _ = 202, hub.feeds()
    assert publish(wish(one, hub, now=NOON + DAY)) == [] and hub.feeds() == []


class Cut(Exception):
    """The end of a publish at some moment."""


class CutAfter(Told):
    """Cuts a publish after so many files."""

    def __init__(self, files: int) -> None:
        self.left = files

    def putting(self, file: SiteFile) -> None:
        """Count."""
        if self.left == 0:
            raise Cut
        self.left -= 1


@pytest.mark.parametrize("files", range(3))
def test_publish_that_was_cut_short_tells_the_hub_when_it_is_finished(
    one: Plain, hub: Hub, files: int
) -> None:
    publish(wish(one, hub))
    hub.feeds()
    one.build(one="Changed.", two="Another.")
    with pytest.raises(Cut), published(wish(one, hub), CutAfter(files), lambda _: False):
        pass
    expected = [f"https://example.org/{it}" for it in ("", "pages/one.html", "pages/two.html")]
    publish(wish(one, hub))
    assert hub.feeds() == expected


def test_publish_that_ends_before_the_ping_is_made_good(one: Plain, hub: Hub) -> None:
    with published(wish(one, hub), Told(), lambda _: False):
        pass  # the site is there, and nothing was told
    assert hub.feeds() == []
    publish(wish(one, hub))
    assert len(hub.feeds()) == 2


def test_hub_in_a_private_network_is_not_asked(one: Plain, hub: Hub) -> None:
    (told,) = publish(replace(wish(one, hub), outside=Outside()))
    assert "pages are not fetched from port" in told.text or "private network" in told.text
    assert told.is_warning and hub.feeds() == []


def test_hub_that_left_the_settings_is_forgotten(one: Plain, hub: Hub) -> None:
    hub.status = 503
    publish(wish(one, hub))
    publish(replace(wish(one, hub), announcing=Announcing()))
    assert not is_untold(one.root, one.wish().setting, NOON)
