"""Reads a Ghost export, the JSON file of Settings > Export, as posts, pages and their pictures."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement

from broadsheet.exports.html_cleaning import host_of, with_class, words_of
from broadsheet.exports.html_to_markdown import Converted, html_to_markdown, tree_to_markdown
from broadsheet.exports.posts import Export, LeftOut, Post, Remark, SiteFacts, StaticFile
from broadsheet.exports.shown_media import found_in, media_of, on_the_web, path_of
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.text.fragment import fragment

MOST = 300_000_000  # bytes of an export
HERE = "__GHOST_URL__"  # what an export has in the place of the site's address
CONTROLS_OF_CARDS = (
    "kg-audio-player", "kg-audio-player-container", "kg-video-player", "kg-video-overlay",
    "kg-video-large-play-icon", "kg-audio-hide", "kg-signup-card", "kg-toggle-card-icon",
)  # fmt: skip
STATES: Mapping[str, tuple[bool, str]] = {  # whether it is a draft, and a remark
    "published": (False, ""),
    "scheduled": (False, "was to appear at its date, and will"),
    "draft": (True, ""),
    "sent": (True, "was sent by mail and not shown on the site, and is a draft now"),
}
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Tables:
    """The tables of an export: rows by number, and the numbers that belong to a post."""

    posts: Sequence[Row]
    meta: Mapping[str, Row]
    tags: Mapping[str, Row]
    users: Mapping[str, Row]
    tags_of: Mapping[str, Sequence[str]]
    authors_of: Mapping[str, Sequence[str]]
    settings: Mapping[str, str]
    folder: Path


def read_ghost(source: str, most: int = MOST) -> Export:
    """Read an export, whose pictures are looked for in `content/images/` beside it.

    Raises ProblemsFound for a file of more than `most` bytes, or one that is no Ghost export.
    """
    file = Path(source)
    tables = _tables(_database(file, most), file.parent)
    posts: list[Post] = []
    left_out: list[LeftOut] = []
    for row in tables.posts:
        if _word(row, "status") in STATES:
            posts.append(_post(row, tables))
        else:
            what = f"its status is {_word(row, 'status') or 'not given'}"
            title = _word(row, "title")
            left_out.append(LeftOut(_origin(row), f"{title}: {what}" if title else what))
    language = tables.settings.get("locale") or tables.settings.get("lang", "")
    facts = SiteFacts(
        title=tables.settings.get("title", ""),
        url=tables.settings.get("url", ""),
        description=tables.settings.get("description", ""),
        language=language,
        timezone=tables.settings.get("timezone", ""),
    )
    local = {it.place for post in posts for it in post.media if not on_the_web(it.place)}
    static = tuple(StaticFile(it, f"/{it}") for it in sorted(local))
    return Export(tuple(posts), tuple(left_out), static, facts)


def _refusal(source: Path, what: str) -> ProblemsFound:
    hint = "in Ghost, use Settings > Import/Export > Export content, and name the .json file"
    return ProblemsFound([Problem(source.name, 0, what, hint)])


def _database(source: Path, most: int) -> Row:
    try:
        with open(source, "rb") as file:
            content = file.read(most + 1)
        if len(content) > most:
            raise _refusal(source, f"has more than {most:,} bytes")
        whole = json.loads(content)
    except OSError as error:
        raise _refusal(source, f"cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError):
        raise _refusal(source, "is not JSON, or breaks off") from None
    for place in (whole, *_rows(whole, "db")):
        tables = place.get("data") if isinstance(place, dict) else None
        if isinstance(tables, dict) and "posts" in tables:
            return tables
    raise _refusal(source, "is no Ghost export: it has no table of posts")


def _tables(data: Row, folder: Path) -> _Tables:
    return _Tables(
        posts=_rows(data, "posts"),
        meta={_word(it, "post_id"): it for it in _rows(data, "posts_meta")},
        tags={_word(it, "id"): it for it in _rows(data, "tags")},
        users={_word(it, "id"): it for it in _rows(data, "users")},
        tags_of=_joined(_rows(data, "posts_tags"), "tag_id"),
        authors_of=_joined(_rows(data, "posts_authors"), "author_id"),
        settings={_word(it, "key"): _word(it, "value") for it in _rows(data, "settings")},
        folder=folder,
    )


def _rows(data: object, name: str) -> Sequence[Row]:
    rows = data.get(name) if isinstance(data, dict) else None
    return [it for it in rows if isinstance(it, dict)] if isinstance(rows, list) else []


def _word(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()


def _joined(rows: Sequence[Row], name: str) -> Mapping[str, Sequence[str]]:
    """The numbers that belong to each post, in the order that the curator gave them."""
    joined: dict[str, list[str]] = {}
    for row in sorted(rows, key=_place_in_order):
        joined.setdefault(_word(row, "post_id"), []).append(_word(row, name))
    return joined


def _place_in_order(row: Row) -> int:
    place = _word(row, "sort_order")
    return int(place) if re.fullmatch(r"\d{1,6}", place) else 0


def _origin(row: Row) -> str:
    """What the account calls a post; a later export calls it the same."""
    return f"post {_word(row, 'id') or 'without a number'}"


def _post(row: Row, tables: _Tables) -> Post:
    number, slug = _word(row, "id"), _word(row, "slug")
    meta = tables.meta.get(number, {})
    converted = _body(row)
    is_draft, state = STATES[_word(row, "status")]
    is_closed = _word(row, "visibility") not in ("", "public")
    section, tags, about_tags = _tags(number, tables)
    image = _word(row, "feature_image").replace(HERE, "")
    is_page = _word(row, "type") == "page" or _word(row, "page") in ("True", "1")
    said = [state, *_remarks_on(row, meta), about_tags, *converted.remarks]
    return Post(
        origin=_origin(row),
        title=_word(row, "title"),
        body=converted.markdown,
        date=_moment(row.get("published_at") or row.get("created_at")),
        section=section,
        tags=tags,
        authors=_authors(row, tables),
        summary=" ".join((_word(row, "custom_excerpt")).split()),
        slug=slug,
        addresses=(f"/{slug}/",) if slug and not is_draft else (),
        image=image,
        image_alt=_word(meta, "feature_image_alt") or _word(row, "feature_image_alt"),
        language=_word(row, "locale"),
        identity=number,  # the guid of Ghost's feed
        draft=is_draft or is_closed,
        is_page=is_page,
        media=media_of([image, *converted.media], lambda it: _place(it, tables)),
        remarks=tuple(Remark(0, it) for it in said if it),
    )


def _remarks_on(row: Row, meta: Row) -> Iterator[str]:
    """What of a post has no place here."""
    audience, canonical = _word(row, "visibility") or "public", _word(row, "canonical_url")
    caption = words_of(_word(meta, "feature_image_caption") or _word(row, "feature_image_caption"))
    if audience != "public":
        yield f"was for {_readers(audience)} only, and is a draft now"
    if host_of(canonical):
        yield f"its canonical address is on {host_of(canonical)}"
    if caption:
        yield f"the caption of its main picture was: {caption}"
    if _word(row, "codeinjection_head") or _word(row, "codeinjection_foot"):
        yield "has code that is put into its page; that was left out"


def _readers(audience: str) -> str:
    return {"members": "members", "paid": "paying members"}.get(audience, "some members")


def _tags(number: str, tables: _Tables) -> tuple[str, tuple[str, ...], str]:
    """The section, which is the primary tag, the other tags, and a remark."""
    rows = [tables.tags[it] for it in tables.tags_of.get(number, ()) if it in tables.tags]
    names = [_word(it, "name") for it in rows]
    shown = [it for it in names if it and not it.startswith("#")]
    internal = [it for it in names if it.startswith("#")]
    remark = f"its internal tags {', '.join(internal)} were left out" if internal else ""
    return shown[0] if shown else "", tuple(dict.fromkeys(shown[1:])), remark


def _authors(row: Row, tables: _Tables) -> tuple[str, ...]:
    numbers = tables.authors_of.get(_word(row, "id")) or [_word(row, "author_id")]
    names = [_word(tables.users[it], "name") for it in numbers if it in tables.users]
    return tuple(dict.fromkeys(filter(None, names)))


def _moment(value: object) -> datetime | None:
    """A moment as an export has it: in the form of ISO 8601 or in milliseconds since 1970."""
    try:
        if isinstance(value, int):
            return datetime.fromtimestamp(value // 1000, UTC)
        if isinstance(value, str) and value:
            moment = datetime.fromisoformat(value.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0)
    except (ValueError, OverflowError, OSError):
        pass  # a date that cannot be read is none
    return None


def _body(row: Row) -> Converted:
    html = _word(row, "html")
    if not html:
        return _unrendered(row)
    tree, is_whole = fragment(html.replace(HERE, ""))
    if not is_whole:
        return html_to_markdown(html)
    for element in with_class(tree, *CONTROLS_OF_CARDS):
        _drop_controls(element)
    for element in with_class(tree, "kg-bookmark-card"):
        _settle_bookmark(element)
    made = tree_to_markdown(tree)
    if "<!--members-only-->" not in html:
        return made
    remark = "a part of it was for members only; all of it stands here"
    return Converted(made.markdown, made.media, (remark, *made.remarks))


def _drop_controls(element: HtmlElement) -> None:
    if element.getparent() is not None and element.find(".//video") is None:
        element.drop_tree()


def _settle_bookmark(element: HtmlElement) -> None:
    """A bookmark as a link with the title of what it leads to, and the description below."""
    link = next((it for it in element.iter("a") if it.get("href")), None)
    if link is None:
        return
    title = _words_of(element, "kg-bookmark-title") or link.get("href") or ""
    about, caption = _words_of(element, "kg-bookmark-description"), element.find(".//figcaption")
    said = " ".join("".join(caption.itertext()).split()) if caption is not None else ""
    address, tail = link.get("href") or "", element.tail
    element.clear()
    element.tag, element.tail = "div", tail
    made = etree.SubElement(etree.SubElement(element, "p"), "a", href=address)
    made.text = title
    for text in (about, said):
        if text:
            etree.SubElement(element, "p").text = text


def _words_of(element: HtmlElement, name: str) -> str:
    found = next(with_class(element, name), None)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _unrendered(row: Row) -> Converted:
    """The words of a post that Ghost kept only in the form of its editor."""
    texts = list(_editor_texts(row))
    if not texts:
        return Converted("")
    made = html_to_markdown("".join(f"<p>{escape(it)}</p>" for it in texts))
    remark = "has no HTML in the export; its words were kept, without links and pictures"
    return Converted(made.markdown, (), (remark, *made.remarks))


def _editor_texts(row: Row) -> Iterator[str]:
    """The texts of the paragraphs in Lexical or Mobiledoc, Ghost's two editors."""
    try:
        lexical = json.loads(_word(row, "lexical") or "{}")
        mobiledoc = json.loads(_word(row, "mobiledoc") or "{}")
        for block in lexical.get("root", {}).get("children", []):
            yield "".join(_lexical_texts(block))
        for section in mobiledoc.get("sections", []):
            if section[0] == 1:
                yield "".join(marker[3] for marker in section[2])
            elif section[0] == 3:
                yield from ("".join(marker[3] for marker in item) for item in section[2])
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return


def _lexical_texts(node: Mapping[str, object]) -> Iterator[str]:
    if isinstance(node.get("text"), str):
        yield str(node["text"])
    children = node.get("children")
    for child in children if isinstance(children, list) else ():
        yield from _lexical_texts(child)


def _place(reference: str, tables: _Tables) -> str:
    """Where a picture is found: beside the export, else on the web, if the site's address is
    known."""
    path = path_of(reference)
    start = path.find("/content/")
    if start >= 0:
        local = found_in(tables.folder, [path[start + 1 :]])
        if local:
            return local
    url = tables.settings.get("url", "").rstrip("/")
    return on_the_web(f"{url}{reference}" if reference.startswith("/") else reference)
