"""A draft that no reader has seen is named after its headline: its file, its address and its `id`.

A draft that was made of a report begins with the report's words. When the curator has written a
headline, the file takes its name from that one, as long as nobody chose the name by hand.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from posixpath import basename, dirname, splitext

from broadsheet.content.articles import Article, default_id
from broadsheet.dates import day_in_name
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.ordering import renamed
from broadsheet.editing.changes import Change, Edit
from broadsheet.editing.front_matter_edits import keys_of, with_keys
from broadsheet.files import CONTENT
from broadsheet.urls import permalink, slugify


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that a draft could take: its path, its address and its identity."""

    path: str
    address: str
    identity: str


def named_by_headline(site: DeskSite, change: Change, path: str, before: str) -> Change:
    """A change of the draft at `path`, whose text was `before`, so that its file is named after
    its headline too; the same change where the name stays.

    It stays if the article was published or is no draft, if its name is another one than that of
    its headline or of a report, if a text of the site links to it by its name, and if its file was
    changed elsewhere meanwhile.
    """
    article = site.article(path)
    after = next((it for it in change.edits if it.after is not None and _is_of(it, path)), None)
    if article is None or after is None or after.after is None:
        return change
    text, keys = after.after, keys_of(after.after, path)
    title = keys.get("title")
    if not isinstance(title, str) or "slug" in keys or not _may_be_named(site, article, before):
        return change
    stem = splitext(basename(path))[0]
    wanted = slugify(title)
    if _is_named(stem, wanted) or not any(_is_named(stem, it) for it in _names(article, before)):
        return change
    name = next(
        it for it in _choices(site, article, after.path, keys, wanted) if _is_free(site, it, path)
    )
    if keys.get("id") == default_id(site.settings.url, article.date, article.slug):
        text = with_keys(text, {"id": name.identity}, path)
    edits = (Edit(path, before, None), Edit(name.path, None, text))
    return Change(change.label, (*edits, *renamed(site, article, name.path)))


def _is_of(edit: Edit, path: str) -> bool:
    """Whether an edit writes the article of a path: there, or as a new file in another folder."""
    return edit.path == path or (edit.before is None and basename(edit.path) == basename(path))


def _may_be_named(site: DeskSite, article: Article, before: str) -> bool:
    """Whether nobody can know the draft by its name, and its file is as it was opened."""
    path = article.path
    if not article.draft or not day_in_name(basename(path))[0] or site.was_published(path):
        return False
    if site.address(article) in site.ledger or site.text(path) != before:
        return False
    name = basename(path)
    bodies = [*(it.body for it in site.articles), *(it.body for it in site.notes)]
    return not any(name in link.target for it in bodies for link in it.links)


def _names(article: Article, before: str) -> Iterator[str]:
    """The slugs that the file can have got by itself: of its headline, and of its reports."""
    title = keys_of(before).get("title")
    yield from (
        slugify(it)
        for it in (title, *(it.title for it in article.sources))
        if it and isinstance(it, str)
    )


def _is_named(stem: str, slug: str) -> bool:
    """Whether the name of a file, without its ending, is made of this slug, with a number or
    without."""
    name = day_in_name(stem)[1]
    return re.fullmatch(rf"{re.escape(slug)}(-[0-9]{{1,4}})?", name) is not None


def _choices(
    site: DeskSite, article: Article, path: str, keys: Mapping[str, object], wanted: str
) -> Iterator[_Name]:
    """The names for a draft that is to be in the folder of `path`, the best first."""
    day, ending = day_in_name(splitext(basename(path))[0])[0], splitext(path)[1]
    folder = dirname(path)
    given = keys.get("section")
    section = (
        given if isinstance(given, str) else folder.removeprefix(CONTENT).strip("/").split("/")[0]
    )
    for number in count(1):
        slug = wanted + (f"-{number}" if number > 1 else "")
        address = permalink(
            site.settings.permalink,
            article.date.at.date(),
            slug,
            slugify(section) if section else "news",
        )
        identity = default_id(site.settings.url, article.date, slug)
        yield _Name(f"{folder}/{day}-{slug}{ending}", address, identity)


def _is_free(site: DeskSite, name: _Name, path: str) -> bool:
    """Whether no other text has the path, address or identity, or had it when published."""
    if (site.root / name.path).exists() or site.was_published(name.path):
        return False
    if site.at_address(name.address) not in ("", path) or name.address in site.ledger:
        return False
    return not any(it.id == name.identity for it in site.articles if it.path != path)
