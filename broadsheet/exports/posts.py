"""What every import reads from the other system: its posts, as values, and what cannot be kept."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One thing about a post that the curator should know: changed on the way in, or left out.

    `line` counts from 1 in the post's file in the other system; 0 means the post as a whole.
    """

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or another file that a post shows.

    `reference` is how the body names it, `place` where it is found: a path in the other system's
    folder, with forward slashes, or an address on the web.
    """

    reference: str
    place: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post or a page of another system, before it is written as a file of this one.

    `origin` names it in the account: the path of its file, or the number or address of an item.
    `addresses` are where it was published, each from the site's root (`/2021/08/bridge/`), the
    canonical one first. `body` is Markdown. A bare date is a day without a time.
    """

    origin: str
    title: str
    body: str
    date: datetime.date | datetime.datetime | None = None
    updated: datetime.date | datetime.datetime | None = None
    section: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    summary: str = ""
    slug: str = ""
    addresses: tuple[str, ...] = ()
    source_url: str = ""  # of a link post or an item of somebody else's feed: the report it credits
    source_name: str = ""
    image: str = ""  # the reference of its main picture, one of `media`
    image_alt: str = ""
    language: str = ""
    identity: str = ""  # its permanent identity in the old feeds, where that is known
    expires: datetime.date | datetime.datetime | None = None
    draft: bool = False
    is_page: bool = False  # a page such as "About", not an article
    media: tuple[Media, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class LeftOut:
    """A file or item that no post was made of, and why."""

    origin: str
    why: str


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the other system says of the whole site; empty where it says nothing.

    `url` is the address of its front page, `sections` are pairs of key and title.
    """

    title: str = ""
    url: str = ""
    description: str = ""
    language: str = ""
    timezone: str = ""
    author: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that is no text: its path in the other system's folder, and its address there."""

    origin: str
    address: str


@dataclass(frozen=True, slots=True)
class Export:
    """All that was read from the other system.

    `files` are those that posts may show; the ones that none shows are left out. A link in a body
    may name another post by its origin, as `post:ORIGIN`, or by one of its addresses, with or
    without the site's `url`. A relative one counts from the post's first address. `remarks` are
    about the whole.
    """

    posts: tuple[Post, ...]
    left_out: tuple[LeftOut, ...] = ()
    files: tuple[StaticFile, ...] = ()
    site: SiteFacts = SiteFacts()
    remarks: tuple[str, ...] = ()
