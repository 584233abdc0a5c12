"""Reads a feed, from a file or the web, with all older parts that it leads to, as posts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from broadsheet.exports.feed_document import FeedDocument, FeedItem, NoFeed, read_document
from broadsheet.exports.html_cleaning import host_of, words_of
from broadsheet.exports.html_to_markdown import html_to_markdown
from broadsheet.exports.markdown_text import written_address
from broadsheet.exports.own_addresses import own_address
from broadsheet.exports.posts import Export, LeftOut, Post, Remark, SiteFacts
from broadsheet.exports.shown_media import media_of, on_the_web, path_of
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.text.markup import shorten

LARGEST = 50_000_000  # bytes of one document
MOST_DOCUMENTS = 500
ACCEPTED = "application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.8"
TITLE_LENGTH = 80  # characters of a title that is made from the text


@dataclass(frozen=True, slots=True)
class Document:
    """A document from the web: where it came from after redirects, and its content."""

    address: str
    content: bytes


class Unfetched(Exception):
    """A document that could not be fetched; its text says why."""


Fetch = Callable[[str], Document]


def read_feed_of_the_web(source: str) -> Export:
    """Read a feed as `read_feed`, with all that it leads to fetched from public hosts."""
    from broadsheet.fetching.client import Client, FetchFailed, Limits, Refused, user_agent

    with Client(user_agent(), limits=Limits(bytes=LARGEST, seconds=60.0)) as client:

        def fetch(address: str) -> Document:
            try:
                page = client.get(address, headers={"accept": ACCEPTED})
            except (Refused, FetchFailed) as error:
                raise Unfetched(str(error)) from error
            if page.status != 200:
                raise Unfetched(f"the server answers {page.status}")
            return Document(page.url, page.content)

        return read_feed(source, fetch)


def read_feed(source: str, fetch: Fetch | None = None, largest: int = LARGEST) -> Export:
    """Read the feed at an address or in a file, and the older parts that it names: archives by RFC
    5005, `next_url` of a JSON Feed.

    `fetch` gets a document from the web or raises Unfetched; without it, only the file is read.
    Raises ProblemsFound if the feed itself cannot be read. An older part that cannot be read is
    left out, by its address.
    """
    items: dict[str, FeedItem] = {}
    left_out: list[LeftOut] = []
    remarks: list[str] = []
    first: FeedDocument | None = None
    for address, document in _documents(source, fetch, largest, left_out):
        first = first or document
        if document.fault:
            remarks.append(
                f"{address} is not well-formed, and was read as far as possible: {document.fault}"
            )
        for item in document.items:
            if not item.identity:
                left_out.append(LeftOut(item.title or "an item", "it has neither an id nor a link"))
            else:  # the newest part comes first, so what it says holds
                items.setdefault(item.identity, item)
    assert first is not None
    home = first.link or (source if _is_address(source) else "")
    posts = tuple(_post(it, home) for it in items.values())
    facts = SiteFacts(words_of(first.title), home, words_of(first.description), first.language)
    return Export(posts, tuple(left_out), site=facts, remarks=tuple(remarks))


def _is_address(source: str) -> bool:
    return source.startswith(("http://", "https://"))


def _documents(
    source: str, fetch: Fetch | None, largest: int, left_out: list[LeftOut]
) -> Iterator[tuple[str, FeedDocument]]:
    """The documents of a feed with their addresses, the newest first."""
    address, seen = source, set[str]()
    while address and address not in seen:
        if len(seen) == MOST_DOCUMENTS:
            left_out.append(
                LeftOut(address, f"it and what is older: {MOST_DOCUMENTS} parts were read")
            )
            return
        is_first = not seen
        seen.add(address)
        try:
            came_from, content = _content(address, fetch, largest, is_first)
            document = read_document(content, came_from)
        except (NoFeed, Unfetched) as error:
            if is_first:
                hint = "name a feed: RSS, Atom or JSON Feed"
                raise ProblemsFound([Problem(address, 0, str(error), hint)]) from None
            left_out.append(
                LeftOut(address, f"this older part of the feed, and what is before it: {error}")
            )
            return
        yield address, document
        address = urljoin(came_from, document.older) if document.older else ""
        if address and not _is_address(address):
            left_out.append(LeftOut(address, "it is an older part of the feed, but no web address"))
            return


def _content(address: str, fetch: Fetch | None, largest: int, is_first: bool) -> tuple[str, bytes]:
    if _is_address(address):
        if fetch is None:
            raise Unfetched("is on the web, and nothing was to be fetched")
        document = fetch(address)
        return document.address, document.content
    if not is_first:
        raise Unfetched("is no web address")
    try:
        with open(Path(address), "rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        raise Unfetched(f"cannot be read: {error.strerror}") from error
    if len(content) > largest:
        raise Unfetched(f"has more than {largest:,} bytes")
    return "", content


def _post(item: FeedItem, home: str) -> Post:
    converted = html_to_markdown(item.html)
    text = words_of(item.html)
    title = words_of(item.title) or shorten(text, TITLE_LENGTH)
    addresses, about_address = own_address(item.link, home)
    image = written_address(item.image)
    is_shown = image in converted.media
    body = "\n".join(filter(None, [converted.markdown, *_attached(item, image)]))
    remarks = [
        "had no title; its first words are the title now" if not words_of(item.title) else "",
        "has no date, and is a draft until you give it one" if item.published is None else "",
        about_address if not item.source_url else "",
        "has no link" if not item.link else "",
        *converted.remarks,
    ]
    changed = item.updated if _is_later(item) else None
    return Post(
        origin=item.identity,
        title=title,
        body=body,
        date=item.published,
        updated=changed,
        tags=item.tags,
        authors=item.authors,
        summary=words_of(item.summary),
        addresses=addresses,
        source_url=item.source_url,
        source_name=item.source_name or host_of(item.source_url),
        image="" if is_shown else image,
        identity=item.identity,
        draft=item.published is None,
        media=media_of(
            ["" if is_shown else image, *converted.media],
            lambda it: on_the_web(urljoin(item.link or home, it)),
        ),
        remarks=tuple(Remark(0, it) for it in remarks if it),
        language=item.language,
    )


def _is_later(item: FeedItem) -> bool:
    """Whether it changed after the day it was published."""
    if item.published is None or item.updated is None:
        return False
    return str(item.updated)[:10] > str(item.published)[:10]


def _attached(item: FeedItem, image: str) -> Iterator[str]:
    """Links to the files that come with an item and are not in its text."""
    for it in item.attached:
        address = written_address(it.address)
        if address and address != image and it.address not in item.html:
            words = escape(it.title or path_of(address).rpartition("/")[2] or address)
            yield html_to_markdown(f'<p><a href="{escape(address)}">{words}</a></p>').markdown
