"""What the desk edits of an article beside its words: its date, its slug and its picture."""

from collections.abc import Iterator, Mapping
from posixpath import basename, dirname, splitext

from broadsheet.content.articles import default_id
from broadsheet.dates import day_in_name
from broadsheet.desk.desk_site import DeskSite
from broadsheet.editing.front_matter_edits import keys_of, with_keys
from broadsheet.editing.values import Given, Plain
from broadsheet.files import CONTENT
from broadsheet.images.pictures import is_picture

DATE, SLUG, IMAGE = "date", "slug", "image"
PARTS = ("file", "alt", "caption", "credit")  # of a picture
DETAILS = (DATE, SLUG, *(f"{IMAGE}-{part}" for part in PARTS))
SHARED = f"{CONTENT}/media"


def details_of(keys: Mapping[str, Plain], path: str) -> dict[str, str]:
    """The details that front matter has, by the names of DETAILS, as they are written; the day from
    the file's name where there is no date."""
    named = day_in_name(splitext(basename(path))[0])[0]
    picture = keys.get(IMAGE)
    parts = picture if isinstance(picture, dict) else {}
    return {
        DATE: line_of(keys.get(DATE)) or named,
        SLUG: line_of(keys.get(SLUG)),
        **{f"{IMAGE}-{part}": line_of(parts.get(part)) for part in PARTS},
    }


def changed_details(
    keys: Mapping[str, Plain], before: Mapping[str, str], wanted: Mapping[str, str]
) -> dict[str, Given | None]:
    """The keys of front matter that change where details are wanted otherwise; what is not wanted
    at all stays, and so do other parts of a picture."""
    new = {key: " ".join(it.split()) for key, it in wanted.items()}
    differing = {key: it for key, it in new.items() if it != before.get(key, "")}
    changes: dict[str, Given | None] = {
        key: differing[key] or None for key in (DATE, SLUG) if key in differing
    }
    if any(key.startswith(IMAGE) for key in differing):
        picture = keys.get(IMAGE)
        others = picture if isinstance(picture, dict) else {}
        parts = {part: new.get(f"{IMAGE}-{part}", before[f"{IMAGE}-{part}"]) for part in PARTS}
        whole = {**others, **parts}
        changes[IMAGE] = (
            {key: it for key, it in whole.items() if it} if any(parts.values()) else None
        )
    return changes


def with_identity(site: DeskSite, path: str, text: str) -> str:
    """The text of a draft whose date or slug has changed, with the `id` that follows from these if
    it had the one that followed from the old ones, and no reader knows it."""
    article = site.article(path)
    if article is None or not article.draft or site.was_published(path):
        return text
    url = site.settings.url
    if keys_of(text, path).get("id") != default_id(url, article.date, article.slug):
        return text
    now = site.as_written(path, text).article
    return with_keys(text, {"id": default_id(url, now.date, now.slug)}, path) if now else text


def picture_names(site: DeskSite, path: str) -> Iterator[str]:
    """The pictures of the site as the article at a path names them: those beside it first, then
    those that articles share."""
    found = sorted(it for it in site.sources.content.media if is_picture(it))
    folders = (f"{dirname(path)}/", f"{SHARED}/")
    for folder in folders:
        yield from (it.removeprefix(folder) for it in found if it.startswith(folder))
    yield from (it.removeprefix(CONTENT) for it in found if not it.startswith(folders))


def line_of(value: object) -> str:
    """A value of front matter as a text on one line; empty for what is no text."""
    return " ".join(value.split()) if isinstance(value, str) else ""
