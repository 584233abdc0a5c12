"""Reads a Pelican folder: its content and `pelicanconf.py`, which is parsed and never run."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from posixpath import basename, dirname, join, normpath, splitext

from lxml import html as lxml_html

from broadsheet.exports.foreign_dates import foreign_date, foreign_zone
from broadsheet.exports.foreign_header import Header, one_line, read_header
from broadsheet.exports.html_posts import HTML, html_body
from broadsheet.exports.markdown_targets import replace_targets
from broadsheet.exports.old_addresses import plain_letters, settled
from broadsheet.exports.posts import Export, LeftOut, Post, Remark, SiteFacts, StaticFile
from broadsheet.exports.source_folder import SourceFolder, Unreadable, read_source_folder
from broadsheet.exports.terms import section_and_tags, unused_keys

CONFIG = "pelicanconf.py"
MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
OUTLINE = re.compile(r"(?P<key>[A-Za-z][\w -]*):[ \t]*(?P<value>.*)$")
USED = frozenset(
    "title date modified slug tags keywords category author authors summary status lang save_as url"
    " template translation image cover".split()
)
DEFAULTS = {
    "ARTICLE_SAVE_AS": "{slug}.html", "ARTICLE_LANG_SAVE_AS": "{slug}-{lang}.html",
    "PAGE_SAVE_AS": "pages/{slug}.html", "PAGE_LANG_SAVE_AS": "pages/{slug}-{lang}.html",
    "DEFAULT_LANG": "en", "DEFAULT_CATEGORY": "misc", "PATH": "content",
}  # fmt: skip
REFERENCE = re.compile(
    r"[{|](?P<kind>filename|static|attach|author|category|tag|index)[}|](?P<path>.*)"
)
PLACEHOLDER = re.compile(r"\{(?P<name>[a-z_]+)(?::(?P<form>[^{}]*))?\}")


@dataclass(frozen=True, slots=True)
class Config:
    """The plain values in `pelicanconf.py`; others are in `unread`."""

    values: Mapping[str, object]
    unread: tuple[str, ...]

    def text(self, key: str) -> str:
        """A text, or what Pelican has for it by default."""
        value = self.values.get(key, DEFAULTS.get(key, ""))
        return value if isinstance(value, str) else ""

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of texts."""
        value = self.values.get(key)
        if not isinstance(value, list | tuple):
            return default
        return tuple(it for it in value if isinstance(it, str))


def read_config(text: str) -> Config:
    """The constants that are assigned in a Python file, which is not run."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Config({}, (f"{CONFIG} is not Python that can be read",))
    values: dict[str, object] = {}
    unread = []
    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        name = node.targets[0].id
        try:
            values[name] = ast.literal_eval(node.value)
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            unread.append(f"{CONFIG}: {name} is computed, so it was not read")
    return Config(values, tuple(unread))


def read_pelican(source: str) -> Export:
    """All that a Pelican folder holds: that with `pelicanconf.py`, or its content folder."""
    folder = read_source_folder(Path(source), ("output", "cache"))
    config = read_config(folder.text_of_first(CONFIG)[1])
    zone = foreign_zone(config.text("TIMEZONE")) or UTC
    author = config.text("AUTHOR")
    facts = SiteFacts(
        title=config.text("SITENAME"),
        url=config.text("SITEURL"),
        description=config.text("SITESUBTITLE") or config.text("SITEDESCRIPTION"),
        language=config.text("DEFAULT_LANG"),
        timezone=config.text("TIMEZONE"),
        author=(author,) if author else (),
    )
    if not facts.url:
        facts = replace(
            facts, url=read_config(folder.text_of_first("publishconf.py")[1]).text("SITEURL")
        )
    reader = _Reader(folder, config, zone)
    posts, left_out, files = [], [*folder.passed_over], []
    for path in folder.sizes:
        kind = reader.kind(path)
        try:
            if path in (CONFIG, "publishconf.py"):
                left_out.append(LeftOut(path, "its settings were read; site.yaml has what is used"))
            elif kind == "other":
                left_out.append(
                    LeftOut(path, "it belongs to the look or the tools of the old site")
                )
            elif kind == "static":
                files.append(StaticFile(path, f"/{path.removeprefix(reader.content)}"))
            else:
                posts.append(reader.post(path, kind))
        except Unreadable as why:
            left_out.append(LeftOut(path, str(why)))
    return Export(tuple(posts), tuple(left_out), tuple(files), facts, config.unread)


class _Reader:
    """Reads files as posts; knows all of them, as posts name each other."""

    def __init__(self, folder: SourceFolder, config: Config, zone: tzinfo) -> None:
        self._folder, self._config, self._zone = folder, config, zone
        path = normpath(config.text("PATH")).strip("/")
        has_folder = any(it.startswith(f"{path}/") for it in folder.sizes)
        self.content = f"{path}/" if has_folder and path not in (".", "..") else ""
        self._pages = config.texts("PAGE_PATHS", ("pages",))
        self._articles = tuple(
            it for it in config.texts("ARTICLE_PATHS", ("",)) if it not in ("", ".")
        )

    def kind(self, path: str) -> str:
        """`articles`, `pages`, `static` or `other`."""
        inside = path.removeprefix(self.content)
        if not path.startswith(self.content) or (
            not self.content and path in (CONFIG, "publishconf.py")
        ):
            return "other"
        if splitext(path)[1].casefold() not in (*MARKDOWN, *HTML, ".rst"):
            return "static"
        if inside.split("/")[0] in self._pages:
            return "pages"
        is_article = not self._articles or inside.startswith(
            tuple(f"{it}/" for it in self._articles)
        )
        return "articles" if is_article else "static"

    def post(self, path: str, kind: str) -> Post:
        """The article or page in a file. Raises Unreadable with the reason why there is none."""
        suffix = splitext(path)[1].casefold()
        if suffix == ".rst":
            raise Unreadable("it is reStructuredText; convert it to Markdown, then import again")
        text = self._folder.text(path)
        header = _html_header(text) if suffix in HTML else _metadata(text)
        if not header.word("title"):
            raise Unreadable("it has no title, so Pelican made no page of it")
        post = self._read(path, kind, header)
        address = self._address(header, post, kind)
        return replace(post, addresses=(address,), identity=self._identity(post, address))

    def _read(self, path: str, kind: str, header: Header) -> Post:
        remarks: list[Remark] = [*unused_keys(header, USED)]
        body = header.body
        if splitext(path)[1].casefold() in HTML:
            body, more = html_body(body)
            remarks += more
        status = header.word("status").casefold()
        if status == "hidden":
            remarks.append(Remark(0, "it was hidden from lists; here lists show it"))
        category = header.word("category") or self._category_of_folder(path)
        section, tags, _ = section_and_tags((category,), _comma_list(header, "tags", "keywords"))
        return Post(
            origin=path,
            title=header.word("title"),
            body=replace_targets(lambda it: self._target(path, it), body),
            date=self._date(path, header),
            updated=foreign_date(header.word("modified"), self._zone),
            section="" if kind == "pages" else section,
            tags=tags,
            authors=_comma_list(header, "authors", "author"),
            summary=header.word("summary"),
            slug=header.word("slug") or pelican_slug(header.word("title")),
            image=header.word("image", "cover"),
            language=header.word("lang"),
            draft=status == "draft",
            is_page=kind == "pages",
            remarks=tuple(remarks),
        )

    def _category_of_folder(self, path: str) -> str:
        above = basename(dirname(path.removeprefix(self.content)))
        by_folder = self._config.values.get("USE_FOLDER_AS_CATEGORY", True)
        return (above if by_folder else "") or self._config.text("DEFAULT_CATEGORY")

    def _date(self, path: str, header: Header) -> date | datetime | None:
        written = foreign_date(header.word("date"), self._zone)
        found = re.search(r"\d{4}-\d\d-\d\d", basename(path))
        return written or (foreign_date(found[0], self._zone) if found else None)

    def _address(self, header: Header, post: Post, kind: str) -> str:
        if header.word("save_as"):
            return settled(header.word("save_as"))
        is_other = post.language and post.language != self._config.text("DEFAULT_LANG")
        key = f"{'PAGE' if kind == 'pages' else 'ARTICLE'}{'_LANG' if is_other else ''}"
        default_form = DEFAULTS[f"{key}_SAVE_AS"]
        form = self._config.text(f"{key}_SAVE_AS")
        if form == default_form and isinstance(self._config.values.get(f"{key}_URL"), str):
            form = str(self._config.values[f"{key}_URL"])
            form = default_form if f"{key}_SAVE_AS" not in self._config.values else form
        author = post.authors[0] if post.authors else self._config.text("AUTHOR")
        values = {
            "slug": post.slug,
            "category": pelican_slug(post.section),
            "author": pelican_slug(author),
            "lang": post.language or self._config.text("DEFAULT_LANG"),
        }

        def fill(found: re.Match[str]) -> str:
            if found["name"] == "date" and post.date:
                return post.date.strftime(found["form"] or "%Y-%m-%d")
            return values.get(found["name"], "")

        return settled(PLACEHOLDER.sub(fill, form))

    def _identity(self, post: Post, address: str) -> str:
        """What Pelican's Atom feeds say: a `tag:` URI of host, day and path."""
        host = self._config.text("SITEURL").partition("://")[2].partition("/")[0]
        if not host or post.is_page or post.date is None:
            return ""
        return f"tag:{host},{post.date:%Y-%m-%d}:{address}"

    def _target(self, here: str, written: str) -> str:
        found = REFERENCE.match(written.strip())
        if not found:
            return written
        name, mark, anchor = found["path"].partition("#")
        if found["kind"] in ("author", "category", "tag", "index"):
            return f"/{found['kind']}/{pelican_slug(name)}.html" if name else "/"
        path = (
            join(self.content, name.lstrip("/"))
            if name.startswith("/")
            else normpath(join(dirname(here), name))
        )
        if path not in self._folder.sizes:
            path = join(self.content, name.lstrip("/"))
        if self.kind(path) in ("articles", "pages"):
            return f"post:{path}{mark}{anchor}"
        return f"/{path.removeprefix(self.content)}"


def pelican_slug(text: str) -> str:
    """A text as Pelican writes it in an address."""
    words = re.sub(r"[^\w\s-]", "", plain_letters(text)).strip()
    return re.sub(r"[-\s]+", "-", words).lower()


def _comma_list(header: Header, *keys: str) -> tuple[str, ...]:
    words = header.words(*keys)
    if len(words) == 1 and isinstance(
        next((header.values[it] for it in keys if it in header.values), ""), str
    ):
        mark = ";" if ";" in words[0] else ","
        words = tuple(word.strip() for word in words[0].split(mark))
    return tuple(dict.fromkeys(word for word in words if word))


def _metadata(text: str) -> Header:
    """The lines `Key: value` that a Markdown text starts with, down to the first blank one; or
    YAML between two lines of `---`."""
    fenced = read_header(text)
    if fenced:
        return fenced
    values: dict[str, str] = {}
    key, lines = "", text.split("\n")
    for number, line in enumerate(lines):
        found = OUTLINE.match(line)
        if found:
            key = found["key"].strip().lower()
            values[key] = one_line(found["value"])
        elif key and line.startswith("    ") and line.strip():
            values[key] = one_line(f"{values[key]} {line}")
        else:
            body = "\n".join(lines[number:]).lstrip("\n")
            return Header(values, body, number + 1)
    return Header(values, "", len(lines))


def _html_header(text: str) -> Header:
    """The title and the `<meta>` elements of a page, and its body."""
    try:
        tree = lxml_html.document_fromstring(text)
    except (ValueError, lxml_html.etree.LxmlError) as error:
        raise Unreadable("it is no HTML that can be read") from error
    values = {"title": one_line(tree.findtext(".//title") or "")}
    for meta in tree.iter("meta"):
        name = (meta.get("name") or "").lower()
        if name and name not in ("viewport", "generator"):
            values[name] = one_line(meta.get("content") or meta.get("contents") or "")
    return Header(values, text, 1)
