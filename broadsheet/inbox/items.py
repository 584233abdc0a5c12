"""What is known of a report in the inbox, and of the feed that it came from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed to gather from. `where` says who asked for it, such as `site.yaml:12`; what is empty
    is taken from the feed itself."""

    address: str
    name: str = ""
    section: str = ""
    language: str = ""
    primary: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class NewItem:
    """A report as a feed has it, cleaned: no field holds markup or control characters.

    `key` is equal for addresses of one report; `published` is in seconds since 1970, 0 if the feed
    does not say. `text` is the beginning of what the feed gives, `length` the characters of all
    of it; `links` are the keys of what it links to, other publications' first.
    """

    url: str
    key: str
    title: str
    publisher: str
    language: str
    published: int
    text: str
    length: int
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A report in the inbox. `at` is when it was published, or else first seen, in seconds since
    1970. `state` is `new`, `read`, `kept` or `dropped`; `event` is equal for reports of one event.
    """

    id: int
    feed: str
    url: str
    key: str
    title: str
    publisher: str
    language: str
    at: int
    text: str
    length: int
    links: tuple[str, ...] = ()
    section: str = ""
    primary: bool = False
    state: str = "new"
    event: int = 0


@dataclass(frozen=True, slots=True)
class FeedState:
    """How a feed was when it was last asked. Times are in seconds since 1970, 0 for never.

    It is not asked before `again`; `moved` is where permanent redirects led, `failed_since` when a
    row of `failures` began, `newest` when its newest report was published. `counted` is how many
    new reports it brought in the week before it was last asked.
    """

    address: str
    moved: str = ""
    etag: str = ""
    modified: str = ""
    asked: int = 0
    again: int = 0
    since: int = 0
    status: int = 0
    why: str = ""
    failed_since: int = 0
    failures: int = 0
    newest: int = 0
    title: str = ""
    counted: int = 0
