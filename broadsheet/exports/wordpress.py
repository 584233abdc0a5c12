"""Reads a WordPress export (WXR) as posts, pages and the files that they show."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from broadsheet.exports.html_cleaning import host_of, words_of
from broadsheet.exports.html_to_markdown import Converted, html_to_markdown, tree_to_markdown
from broadsheet.exports.own_addresses import Own, own_address
from broadsheet.exports.posts import Export, LeftOut, Post, Remark, SiteFacts, StaticFile
from broadsheet.exports.shown_media import found_in, media_of, on_the_web, path_of
from broadsheet.exports.source_folder import read_source_folder
from broadsheet.exports.wordpress_text import (
    Library,
    Shown,
    link_bare_addresses,
    paragraphs,
    post_html,
)
from broadsheet.exports.wxr import ROOMY, Channel, Item, Limits, Term, read_items, refusal
from broadsheet.problems import shortened
from broadsheet.text.fragment import fragment

NO_DATE = "0000-00-00 00:00:00"
STATES: Mapping[str, tuple[bool, str]] = {  # whether it is a draft, and a remark
    "publish": (False, ""),
    "future": (False, "was to appear at its date, and will"),
    "draft": (True, ""),
    "pending": (True, "was waiting for review, and is a draft now"),
    "private": (True, "was private, and is a draft now"),
}
LEFT_OUT = {  # the kinds of item that no post is made of
    "nav_menu_item": "an entry of a menu; write `menu` in site.yaml",
    "wp_block": "a reusable block; it stands in each post that uses it",
    "revision": "an older version of a post",
}
DESIGN = "a part of the design, which themes have here"
DESIGNS = frozenset(
    "custom_css customize_changeset wp_template wp_template_part wp_global_styles wp_navigation"
    " wp_font_family wp_font_face oembed_cache user_request".split()
)
UNFILED = frozenset(["uncategorized", "uncategorised"])
SMALLER = re.compile(r"-\d{1,5}x\d{1,5}(\.\w{3,4})$")
PICTURE_NUMBER = re.compile(r"\bwp-image-(\d+)\b")
LINK = re.compile(r'<a\b[^<>]*?\bhref=["\'](https?://[^"\'<>\s]+)', re.IGNORECASE)


@dataclass(slots=True)
class _Site:
    """All items of an export by their kind, and where its files are looked for."""

    folder: Path
    channel: Channel = field(default_factory=Channel)
    posts: list[Item] = field(default_factory=list)
    files: dict[str, Item] = field(default_factory=dict)
    reusable: dict[str, str] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)  # all other files, if the source is a folder
    found: set[str] = field(default_factory=set)  # files in the folder that posts show
    seen: set[str] = field(default_factory=set)  # numbers of items
    shown: dict[str, Shown] = field(default_factory=dict)
    by_address: dict[str, Shown] = field(default_factory=dict)
    uploaded: dict[str, list[str]] = field(default_factory=dict)  # numbers of files, by post


def read_wordpress(source: str, limits: Limits = ROOMY) -> Export:
    """Read an export: a file as Tools > Export writes it, or a folder with one or more of them.

    Files that posts show are named by their addresses, or by their paths if the folder of the
    export holds `wp-content/uploads/` or `uploads/`. Raises ProblemsFound for a file that is no
    export or is harmful; `limits` say how much one may hold.
    """
    files, site = _opened(Path(source))
    for path in files:
        try:
            with open(path, "rb") as file:
                for item in read_items(file, path.name, site.channel, limits):
                    _sort(item, site)
        except OSError as error:
            raise refusal(path.name, 0, f"cannot be read: {error.strerror}", "") from error
    for number, file_item in site.files.items():
        address, about = _address(file_item), file_item["excerpt:encoded"]
        site.shown[number] = Shown(address, _alt(file_item), about)
        site.by_address[address] = site.shown[number]
        site.uploaded.setdefault(file_item["wp:post_parent"], []).append(number)
    posts = [_post(item, site) for item in site.posts]
    places = {it.place for post in posts for it in post.media}
    for item in site.files.values():
        if _place(_address(item), site) not in places:
            what = f"no post shows this file: {_address(item) or item['title']}"
            site.left_out.append(LeftOut(_origin(item), what))
    local = sorted(places & site.found) if not site.listed else site.listed
    static = tuple(StaticFile(it, _upload_address(it)) for it in local)
    facts, remarks = _facts(site), tuple(_remarks(site))
    return Export(tuple(posts), tuple(site.left_out), static, facts, remarks)


def _opened(source: Path) -> tuple[list[Path], "_Site"]:
    """The files of an export, and a site without items yet."""
    if not source.is_dir():
        return [source], _Site(source.parent)
    folder = read_source_folder(source)
    names = [it for it in folder.sizes if it.endswith(".xml") and "/" not in it]
    if not names:
        what = "holds no export, which is a file that ends in .xml"
        raise refusal(source.name, 0, what, "use Tools > Export in WordPress")
    site = _Site(source, listed=[it for it in folder.sizes if it not in names])
    site.left_out += [*folder.passed_over, *(LeftOut(it, "its items were read") for it in names)]
    return [source / it for it in names], site


def _sort(item: Item, site: _Site) -> None:
    kind, state, number = item["wp:post_type"], item["wp:status"], item["wp:post_id"]
    why = _why_not(kind, state)
    if number in site.seen:
        site.left_out.append(LeftOut(_origin(item), "the export has it twice"))
    elif kind == "attachment":
        site.files[number] = item
    elif why:
        if kind == "wp_block":
            site.reusable[number] = item["content:encoded"]
        title = f"{shortened(item['title'])}: " if item["title"] else ""
        site.left_out.append(LeftOut(_origin(item), f"{title}{why}"))
    else:
        site.posts.append(item)
    site.seen.add(number)


def _why_not(kind: str, state: str) -> str:
    """Why no post is made of an item; nothing if one is."""
    if kind in ("post", "page"):
        return "" if state in STATES else f"its status is {state or 'not given'}"
    if kind in DESIGNS:
        return DESIGN
    return LEFT_OUT.get(kind) or f"items of the kind {kind or 'without a name'} are a plugin's own"


def _origin(item: Item) -> str:
    """What the account calls an item; a later export calls it the same."""
    return f"item {item['wp:post_id'] or 'without a number'}"


def _address(item: Item) -> str:
    return item["wp:attachment_url"] or item["guid"]


def _facts(site: _Site) -> SiteFacts:
    texts = site.channel.texts
    url = texts.get("wp:base_blog_url") or texts.get("link") or ""
    title, about = texts.get("title", ""), texts.get("description", "")
    return SiteFacts(words_of(title), url, words_of(about), texts.get("language", ""))


def _remarks(site: _Site) -> Iterator[str]:
    if site.channel.cleaned:
        yield f"{site.channel.cleaned} characters that no text may hold were taken out"
    if site.channel.version not in ("1.0", "1.1", "1.2"):
        version = site.channel.version or "unknown"
        yield f"the export is of version {version}; 1.2 is the newest that we know"


def _post(item: Item, site: _Site) -> Post:
    library = Library(
        site.shown, site.by_address, site.uploaded.get(item["wp:post_id"], ()), site.reusable
    )
    converted = _body(item, library)
    is_draft, state = STATES[item["wp:status"]]
    has_password = bool(item["wp:post_password"])
    section, tags, about_terms = _terms(item.terms)
    image = site.files.get(item.meta.get("_thumbnail_id", ""))
    reference = _address(image) if image else ""
    addresses, about_address = _addresses(item, _facts(site).url)
    source = _source(item)
    said = [
        state, *_remarks_on(item, site), about_terms, about_address,
        *library.remarks, *converted.remarks,
    ]  # fmt: skip
    return Post(
        origin=_origin(item),
        title=words_of(item["title"]),
        body=converted.markdown,
        date=_date(item),
        section=section,
        tags=tags,
        authors=_authors(item, site.channel.authors),
        summary=words_of(item["excerpt:encoded"]),
        slug=item["wp:post_name"],
        addresses=addresses,
        source_url=source,
        source_name=host_of(source),
        image=reference,
        image_alt=_alt(image) if image else "",
        identity=item["guid"],
        draft=is_draft or has_password,
        is_page=item["wp:post_type"] == "page",
        media=media_of([reference, *converted.media], lambda it: _place(it, site)),
        remarks=tuple(Remark(0, it) for it in said if it),
    )


def _remarks_on(item: Item, site: _Site) -> Iterator[str]:
    """What of an item has no place here."""
    picture = item.meta.get("_thumbnail_id", "")
    if item["wp:post_password"]:
        yield "had a password, and is a draft now"
    if item.comments:
        yield f"its comments were left out: {item.comments}"
    if item["wp:is_sticky"] == "1":
        yield "stood at the top of all posts"
    if picture not in ("", "0") and picture not in site.files:
        yield "its main picture is not in the export"


def _alt(file: Item) -> str:
    return file.meta.get("_wp_attachment_image_alt") or words_of(file["excerpt:encoded"])


def _body(item: Item, library: Library) -> Converted:
    text = item["content:encoded"]
    is_classic = "<!-- wp:" not in text
    html = post_html(text.replace("\r\n", "\n").replace("\r", "\n"), library)
    tree, is_whole = fragment(html + _footnotes(item))
    if not is_whole:
        return html_to_markdown(html)
    if is_classic:
        paragraphs(tree)
    link_bare_addresses(tree)
    for image in tree.iter("img"):
        _settle_picture(image, library)
    return tree_to_markdown(tree)


def _settle_picture(image: HtmlElement, library: Library) -> None:
    """Name the file that was uploaded, where a post shows a smaller copy of it, with its words."""
    address = image.get("src") or ""
    named = PICTURE_NUMBER.search(image.get("class") or "")
    whole = SMALLER.sub(r"\1", address)
    file = library.by_address.get(whole) or library.by_address.get(address)
    if file is None and named and not whole.startswith("data:"):
        found = library.files.get(named[1])
        file = found if found and _stem(found.address) == _stem(whole) else None
    if file is not None:
        image.set("src", file.address)
        image.set("alt", image.get("alt") or file.alt)


def _stem(address: str) -> str:
    return re.sub(r"(?:-scaled|-rotated)?(\.\w+)$", r"\1", path_of(address).rpartition("/")[2])


def _footnotes(item: Item) -> str:
    """The footnotes of a post of the block editor, which stand in its metadata."""
    try:
        notes = json.loads(item.meta.get("footnotes") or "[]")
        pairs = [(str(it["id"]), str(it["content"])) for it in notes]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    items = "".join(
        f'<li id="{key}">{content} <a href="#{key}-link">↩</a></li>'
        for key, content in pairs
        if re.fullmatch(r"[\w-]{1,60}", key)
    )
    return f'<ol class="wp-block-footnotes">{items}</ol>' if items else ""


def _terms(terms: Sequence[Term]) -> tuple[str, tuple[str, ...], str]:
    """The section, the tags, and a remark."""
    names = {
        domain: [words_of(it.name) for it in terms if it.domain == domain and it.key not in UNFILED]
        for domain in ("category", "post_tag")
    }
    categories = [it for it in names["category"] if it]
    others = categories[1:]
    tags = tuple(dict.fromkeys([*others, *filter(None, names["post_tag"])]))
    formats = [
        it.name for it in terms if it.domain == "post_format" and it.key != "post-format-link"
    ]
    domains = {it.domain for it in terms} - {"category", "post_tag", "post_format"}
    said = [
        f"of its categories, {categories[0]} is the section, the others are tags" if others else "",
        f"its format was {formats[0]}" if formats else "",
        f"its terms of {', '.join(sorted(domains))} were left out" if domains else "",
    ]
    return categories[0] if categories else "", tags, "; ".join(filter(None, said))


def _authors(item: Item, names: Mapping[str, str]) -> tuple[str, ...]:
    login = item["dc:creator"]
    name = words_of(names.get(login, login))
    return (name,) if name else ()


def _addresses(item: Item, url: str) -> Own:
    """Where it was published; that of a draft is not yet an address."""
    own = own_address(item["link"], url)
    return own if item["wp:status"] == "publish" else Own(own.addresses, "")


def _date(item: Item) -> datetime | None:
    """The moment of publication, in the zone that the site had then."""
    there, universal = _moment(item["wp:post_date"]), _moment(item["wp:post_date_gmt"])
    if universal is None:
        return there
    offset = (there or universal) - universal
    minutes = round(offset.total_seconds() / 60)
    if abs(minutes) >= 24 * 60:
        return universal.replace(tzinfo=UTC)
    zone = timezone(timedelta(minutes=minutes)) if minutes else UTC
    return universal.replace(tzinfo=UTC).astimezone(zone)


def _moment(text: str) -> datetime | None:
    if text == NO_DATE:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None


def _source(item: Item) -> str:
    """The report that a post of the format "link" is about: its first link."""
    if not any(it.key == "post-format-link" for it in item.terms):
        return ""
    found = LINK.search(item["content:encoded"])
    return found[1].replace("&amp;", "&") if found else ""


def _place(address: str, site: _Site) -> str:
    """Where a file is found: in the folder of the export if it is there, else at its address."""
    path = path_of(address)
    _, is_upload, rest = path.partition("/wp-content/uploads/")
    local = is_upload and found_in(site.folder, [f"wp-content/uploads/{rest}", f"uploads/{rest}"])
    if local:
        site.found.add(local)
        return local
    base = site.channel.texts.get("wp:base_blog_url", "")
    if address.startswith("/") and not address.startswith("//") and host_of(base):
        parts = urlsplit(base)
        return f"{parts.scheme}://{parts.netloc}{address}"
    return on_the_web(address)


def _upload_address(path: str) -> str:
    """The address on the old site of a file that lies beside the export."""
    return f"/wp-content/{path}" if path.startswith("uploads/") else f"/{path}"
