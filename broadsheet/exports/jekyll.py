"""Reads a Jekyll folder: `_posts`, `_drafts`, collections, pages and `_config.yml`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from posixpath import basename, dirname, splitext

from broadsheet.dates import day_in_name
from broadsheet.exports.excerpts import summary_before
from broadsheet.exports.foreign_dates import foreign_date, foreign_zone
from broadsheet.exports.foreign_header import Header, Said, one_line, read_header, read_values
from broadsheet.exports.html_posts import HTML, html_body
from broadsheet.exports.liquid import Tags
from broadsheet.exports.old_addresses import date_parts, filled, settled, with_page_suffix
from broadsheet.exports.posts import Export, LeftOut, Post, Remark, SiteFacts, StaticFile
from broadsheet.exports.source_folder import SourceFolder, Unreadable, read_source_folder
from broadsheet.exports.terms import section_and_tags, unused_keys
from broadsheet.urls import slugify

MARKDOWN = (".md", ".markdown", ".mkd", ".mkdn", ".mkdown")
CONFIG = ("_config.yml", "_config.yaml", "_config.toml")
STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
USED = frozenset(
    "title date author authors categories category tags tag excerpt description published draft"
    " slug permalink redirect_from last_modified_at updated image lang layout comments".split()
)
KRAMDOWN = re.compile(r"^[*-] .*\n\{:\s*toc[^}]*\}[ \t]*$|^\{::.*?\}[ \t]*$", re.M)


@dataclass(frozen=True, slots=True)
class Config:
    """What `_config.yml` says that posts depend on."""

    values: Mapping[str, Said]
    zone: tzinfo
    facts: SiteFacts
    excerpt_separator: str

    def permalink(self) -> str:
        """The form of the posts' addresses."""
        written = one_line(self.values.get("permalink", "date"))
        return STYLES.get(written, written)

    def default(self, path: str, kind: str, key: str) -> Said:
        """What `defaults` says of a key, for a file of a kind such as `posts`."""
        found: Said = ""
        scopes = self.values.get("defaults", ())
        for it in scopes if isinstance(scopes, tuple) else ():
            scope, values = (
                (it.get("scope"), it.get("values")) if isinstance(it, Mapping) else 2 * [None]
            )
            if not isinstance(scope, Mapping) or not isinstance(values, Mapping):
                continue
            folder = one_line(scope.get("path", "")).strip("/")
            fits = not folder or path == folder or path.startswith(f"{folder}/")
            if fits and one_line(scope.get("type", kind)) in ("", kind) and key in values:
                found = values[key]
        return found


def read_jekyll(source: str) -> Export:
    """All that a Jekyll folder holds. A folder of posts alone counts too."""
    folder = read_source_folder(Path(source), ("_site", "vendor"))
    config, config_path, remarks = _config(folder)
    kinds = {path: _kind(path, config) for path in folder.sizes}
    if not any(kind in ("posts", "drafts") for kind in kinds.values()):
        kinds = {path: _kind_among_posts(path) for path in folder.sizes}
    reader = _Reader(folder, config, kinds)
    posts, left_out, files = [], [*folder.passed_over], []
    for path, kind in kinds.items():
        if path == config_path:
            left_out.append(LeftOut(path, "its settings were read; site.yaml has what is used"))
        elif kind == "static":
            files.append(StaticFile(path, f"/{path}"))
        else:
            try:
                posts.append(reader.post(path, kind))
            except Unreadable as why:
                left_out.append(LeftOut(path, str(why)))
    return Export(tuple(posts), tuple(left_out), tuple(files), config.facts, remarks)


def _config(folder: SourceFolder) -> tuple[Config, str, tuple[str, ...]]:
    path, text = folder.text_of_first(*CONFIG)
    values: Mapping[str, Said] = {}
    remarks: list[str] = []
    try:
        values = read_values(text, splitext(path)[1]) if path else {}
    except Unreadable as why:
        remarks.append(f"{path} cannot be used: {why}")
    author = values.get("author", "")
    name = one_line(author.get("name", "")) if isinstance(author, Mapping) else one_line(author)
    zone = one_line(values.get("timezone", ""))
    url = one_line(values.get("url", ""))
    base = one_line(values.get("baseurl", "")).rstrip("/")
    facts = SiteFacts(
        title=one_line(values.get("title", "") or values.get("name", "")),
        url=f"{url.rstrip('/')}{base}/" if url else "",
        description=one_line(values.get("description", "")),
        language=one_line(values.get("lang", "") or values.get("locale", "")).replace("_", "-"),
        timezone=zone if foreign_zone(zone) else "",
        author=(name,) if name else (),
    )
    separator = values.get("excerpt_separator", "")
    config = Config(
        values, foreign_zone(zone) or UTC, facts,
        separator.strip() if isinstance(separator, str) else "",
    )  # fmt: skip
    return config, path, tuple(remarks)


def _kind(path: str, config: Config) -> str:
    """`posts`, `drafts`, the name of a collection, `pages`, `static` or `other`."""
    parts = path.split("/")
    for kind in ("posts", "drafts"):
        if f"_{kind}" in parts[:-1]:
            return kind if _is_post(path) else "static"
    top = parts[0].removeprefix("_")
    collections = config.values.get("collections", ())
    if parts[0].startswith("_") and top in collections and len(parts) > 1:
        return top if _is_post(path) else "static"
    if any(part.startswith(("_", ".")) for part in parts):
        return "other"
    return "pages" if _is_post(path) else "static"


def _kind_among_posts(path: str) -> str:
    if any(part.startswith(("_", ".")) for part in path.split("/")):
        return "other"
    return "posts" if _is_post(path) else "static"


def _is_post(path: str) -> bool:
    return splitext(path)[1].casefold() in (*MARKDOWN, *HTML)


class _Reader:
    """Reads files as posts; knows all of them, as posts name each other."""

    def __init__(self, folder: SourceFolder, config: Config, kinds: Mapping[str, str]) -> None:
        self._folder, self._config = folder, config
        self._by_name: dict[str, str] = {}
        for path, kind in kinds.items():
            if kind in ("posts", "drafts"):
                stem = splitext(basename(path))[0]
                inside = re.sub(r"^.*?_(?:posts|drafts)/", "", splitext(path)[0])
                self._by_name |= {stem: path, inside: path, day_in_name(stem)[1]: path}
        self._paths = frozenset(kinds)

    def post(self, path: str, kind: str) -> Post:
        """The post or page in a file. Raises Unreadable with the reason why there is none."""
        if kind == "other":
            raise Unreadable("it belongs to the look or the data of the old site")
        text = self._folder.text(path)
        header = read_header(text)
        if header is None:
            raise Unreadable("it is empty" if not text.strip() else "it has no front matter")
        if kind == "pages" and splitext(path)[1].casefold() in HTML and "{%" in header.body:
            raise Unreadable("it is a template, not a text")
        header = self._with_defaults(header, path, kind)
        is_page = kind not in ("posts", "drafts") and not self._date(path, header)
        section, tags, remarks = section_and_tags(self._categories(path, header), _tags(header))
        remarks += unused_keys(header, USED)
        body, summary, found = self._body(path, header)
        day, slug = day_in_name(splitext(basename(path))[0])
        slug = header.word("slug") or slug or day
        post = Post(
            origin=path,
            title=header.word("title") or slug.replace("-", " ").capitalize(),
            body=body,
            date=self._date(path, header),
            updated=foreign_date(header.word("last_modified_at", "updated"), self._config.zone),
            section=section,
            tags=tags,
            authors=_authors(header),
            summary=header.word("excerpt", "description") or summary,
            slug=slug,
            image=_image(header),
            language=header.word("lang"),
            draft=kind == "drafts" or header.is_said("published", "false", "no", "off")
            or header.is_said("draft", "true", "yes", "on"),
            is_page=is_page,
            remarks=(*remarks, *found),
        )  # fmt: skip
        if not header.word("title"):
            post = replace(post, remarks=(*post.remarks, Remark(0, "its title is its name's")))
        return replace(post, addresses=tuple(self._addresses(path, kind, header, post)))

    def _with_defaults(self, header: Header, path: str, kind: str) -> Header:
        keys = ("author", "category", "categories", "tags", "permalink", "lang", "published")
        values = {key: self._config.default(path, kind, key) for key in keys}
        given = {key: value for key, value in values.items() if value}
        return replace(header, values={**given, **header.values})

    def _date(self, path: str, header: Header) -> date | datetime | None:
        day, _ = day_in_name(splitext(basename(path))[0])
        zone = self._config.zone
        return foreign_date(header.word("date"), zone) or foreign_date(day, zone)

    def _categories(self, path: str, header: Header) -> tuple[str, ...]:
        above = re.match(r"(.+?)/_(?:posts|drafts)/", path)
        folders = tuple(above[1].split("/")) if above else ()
        words = header.words("categories", "category")
        if isinstance(header.values.get("categories"), str) and len(words) == 1:
            words = tuple(words[0].split())  # a text of words, as Jekyll reads it
        return tuple(dict.fromkeys((*folders, *words)))

    def _body(self, path: str, header: Header) -> tuple[str, str, tuple[Remark, ...]]:
        values = {"site.baseurl": "", "site.url": "", "site.title": self._config.facts.title}
        values |= {"page.title": header.word("title"), "site.github.url": ""}
        tags = Tags(values, self._link, header.body_line)
        body = tags.translate(header.body)
        left = [Remark(0, f"{it.splitlines()[-1]} was left out") for it in KRAMDOWN.findall(body)]
        body = KRAMDOWN.sub("", body)
        mark = header.word("excerpt_separator") or self._config.excerpt_separator
        mark = mark or "<!--more-->"
        summary = summary_before(mark, body)
        body = body.replace(mark, "", 1)
        if splitext(path)[1].casefold() in HTML:
            body, more = html_body(body)
            left += more
        return body, summary, (*tags.remarks, *left)

    def _link(self, tag: str, named: str) -> str:
        name = splitext(named)[0] if splitext(named)[1] in (*MARKDOWN, *HTML) else named
        if tag == "post_url":
            return f"post:{self._by_name.get(name.lstrip('/'), named)}"
        if tag == "link":
            path = named.lstrip("/")
            is_post = path in self._paths and _is_post(path)
            return f"post:{path}" if is_post else f"/{path}"
        return ""

    def _addresses(self, path: str, kind: str, header: Header, post: Post) -> Iterator[str]:
        if kind != "drafts":  # those were never published
            yield settled(self._address(path, kind, header, post))
        for address in header.words("redirect_from"):
            yield settled(address)

    def _address(self, path: str, kind: str, header: Header, post: Post) -> str:
        form = header.word("permalink")
        categories = [it.casefold() for it in self._categories(path, header)]
        named = day_in_name(splitext(basename(path))[0])[1] or post.slug
        parts = {
            **date_parts(post.date),
            "categories": "/".join(categories),
            "slugified_categories": "/".join(map(slugify, categories)),
            "title": header.word("slug") or re.sub(r"[^\w._~!$&'()+,;=@-]+", "-", named),
            "slug": slugify(post.slug),
            "name": re.sub(r"\W+", "-", named),
            "output_ext": ".html",
            "path": dirname(path),
            "basename": splitext(basename(path))[0],
            "collection": kind,
        }
        if kind in ("posts", "drafts"):
            return with_page_suffix(
                filled(STYLES.get(form, form) or self._config.permalink(), parts)
            )
        if kind != "pages":
            inside = splitext(path.partition("/")[2])[0]
            form = form or self._collection_form(kind)
            return with_page_suffix(filled(form, {**parts, "path": inside}))
        if form:
            return with_page_suffix(filled(form, parts))
        stem = splitext(path)[0]
        pretty = one_line(self._config.values.get("permalink", "")).endswith(("pretty", "/"))
        is_index = basename(stem) == "index"
        return f"/{stem}/" if pretty and not is_index else f"/{stem}.html"

    def _collection_form(self, kind: str) -> str:
        collections = self._config.values.get("collections", {})
        said = collections.get(kind) if isinstance(collections, Mapping) else None
        form = one_line(said.get("permalink", "")) if isinstance(said, Mapping) else ""
        return form or "/:collection/:path:output_ext"


def _tags(header: Header) -> tuple[str, ...]:
    words = header.words("tags", "tag")
    is_text = isinstance(header.values.get("tags"), str) and len(words) == 1
    return (
        tuple(words[0].split(",") if is_text and "," in words[0] else words[0].split())
        if is_text
        else words
    )


def _authors(header: Header) -> tuple[str, ...]:
    said = header.values.get("author", "")
    if isinstance(said, Mapping):
        return tuple(filter(None, [one_line(said.get("name", ""))]))
    return header.words("author", "authors")


def _image(header: Header) -> str:
    said = header.values.get("image", "")
    if isinstance(said, Mapping):
        return one_line(said.get("path", "") or said.get("src", ""))
    return one_line(said)
