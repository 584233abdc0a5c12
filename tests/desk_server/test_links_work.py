"""The desk says how many links it would look at, and looks at them when that is agreed to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from broadsheet.desk_server.links_work import LinkCheck, account_of_links, check_links
from broadsheet.fetching.client import Client, Guard
from tests.checking.test_link_findings import ARTICLE, REPLIES
from tests.desk_server.test_publishing_work import Heard, lines
from tests.fetching.serving import web
from tests.sites import Site, article

MakeSite = Callable[[str], Site]


@dataclass
class Day:
    """A clock that a test sets."""

    number: int

    def __call__(self, zone: object) -> datetime:
        """Noon of the day."""
        return datetime(2022, 1, self.number, 12, tzinfo=UTC)


def test_links_are_counted_first_and_looked_at_when_agreed(site: MakeSite) -> None:
    with web(dict(REPLIES)) as server:
        made = site(ARTICLE.format(base=server.url("")))
        day = Day(1)
        wanted = LinkCheck(made.root, day, server.url())
        told = account_of_links(wanted, Heard())
        assert told.headline == "The link check would ask for 4 addresses, each once."
        assert told.confirm and told.confirm.label == "Look at 4 links"
        assert server.asked() == []
        guard = Guard(frozenset([server.port]), lambda host, port: ["127.0.0.1"])
        with Client("Tester/1", guard=guard, pace=0) as client:
            heard = Heard()
            first = check_links(wanted, client, heard)
            assert "looking at links" in heard.texts and "leads nowhere" not in lines(first)
            day.number = 3
            second = check_links(wanted, client, Heard())
        assert "has moved: " in lines(second)
        assert f"leads nowhere: {server.url('/gone?a=1&b=2')}" in lines(second)
        assert second.headline == "2 of 4 links to other sites are fine."
        later = account_of_links(wanted, Heard())
        assert later.headline == "The link check would ask for 0 addresses, each once."


def test_files_that_cannot_be_read_come_first(site: MakeSite) -> None:
    made = site(f"-- content/a.md --\n{article('One', 'a day')}")
    told = account_of_links(LinkCheck(made.root, Day(1)), Heard())
    assert told.is_failure and "content/a.md" in lines(told) and told.confirm is None
