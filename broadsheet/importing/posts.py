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
class Export:
    """All that was read from the other system."""

    posts: tuple[Post, ...]
    left_out: tuple[LeftOut, ...] = ()
