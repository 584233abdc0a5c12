"""Books: what an EPUB holds of an edition, a story or a month, and how catalogs list it."""

from dataclasses import dataclass

from broadsheet.dates import Moment
from broadsheet.images.pictures import Original
from broadsheet.images.share_images import CoverCard


@dataclass(frozen=True, slots=True)
class BookPart:
    """A part of a book: its title, empty where the book has no parts, and its number of
    articles."""

    title: str
    size: int


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What catalogs and e-readers are told of a book.

    `page` is the address of the page that it is the book of; `id` stays the same for as long as
    that address does; `published` is the date of its newest article, `updated` that of the last
    change of one of its articles.
    """

    address: str
    page: str
    cover: str
    id: str
    title: str
    summary: str
    authors: tuple[str, ...]
    subjects: tuple[str, ...]
    published: Moment
    updated: Moment


@dataclass(frozen=True, slots=True)
class Book:
    """A book but for its articles and their texts.

    `parts` divide its articles, in order. `pictures` are the files of all pictures in it, by the
    addresses at which views show them. The last fields are words in the site's language: `number`
    is the edition's, empty without one.
    """

    facts: BookFacts
    publisher: str
    language: str
    direction: str
    site_url: str
    number: str
    parts: tuple[BookPart, ...]
    pictures: tuple[tuple[str, Original], ...]
    cover: CoverCard
    cover_title: str
    contents_title: str
    accessibility: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A feed of books: its address, and the addresses of the feeds of older and newer ones, empty
    where there are none; `updated` is when one of its books last changed."""

    address: str
    title: str
    older: str
    newer: str
    newest: str
    updated: Moment
