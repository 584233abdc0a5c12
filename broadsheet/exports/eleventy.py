"""Reads an Eleventy folder: its Markdown with data of files and folders. Nothing of it is run."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from posixpath import basename, dirname, splitext

from broadsheet.dates import day_in_name
from broadsheet.exports.excerpts import summary_before
from broadsheet.exports.foreign_dates import foreign_date
from broadsheet.exports.foreign_header import Header, Said, one_line, read_header, read_values
from broadsheet.exports.html_posts import HTML, html_body
from broadsheet.exports.liquid import Tags
from broadsheet.exports.old_addresses import settled
from broadsheet.exports.posts import Export, LeftOut, Post, Remark, SiteFacts, StaticFile
from broadsheet.exports.source_folder import SourceFolder, Unreadable, read_source_folder
from broadsheet.exports.terms import section_and_tags, unused_keys
from broadsheet.urls import slugify

CONFIGS = tuple(
    f"{name}.{suffix}"
    for name in (".eleventy", "eleventy.config")
    for suffix in ("js", "mjs", "cjs")
)
INPUT = re.compile(r"\binput\s*:\s*['\"](?P<folder>[\w./-]+)['\"]")
TEXTS = (".md", ".markdown")
TEMPLATES = (".njk", ".liquid", ".hbs", ".ejs", ".webc", ".11ty.js", ".mustache", ".haml", ".pug")
TOOLS = frozenset(["package.json", "package-lock.json", "yarn.lock", "netlify.toml", "vercel.json"])
COLLECTIONS = frozenset(
    ["post", "posts", "all", "nav", "blog", "page", "pages", "article", "articles"]
)
DATA = (".json", ".11tydata.json")
USED = frozenset(
    "title date tags categories category author authors description summary excerpt layout"
    " permalink draft published eleventyexcludefromcollections image lang language updated modified"
    " redirect_from aliases eleventynavigation".split()
)
EXPRESSION = re.compile(r"\{\{-?\s*(?P<name>[\w.]+)\s*(?P<filters>(?:\|[^}]*)?)-?\}\}")
DATE_FORM = re.compile(r"\|\s*date\w*\s*[:(]\s*['\"](?P<form>[^'\"]+)['\"]")


def read_eleventy(source: str) -> Export:
    """All that an Eleventy folder holds."""
    folder = read_source_folder(Path(source), ("_site", "dist", "public", ".cache"))
    config_path, config = folder.text_of_first(*CONFIGS)
    found = INPUT.search(config)
    start = found["folder"].strip("./") if found else ""
    reader = _Reader(folder, f"{start}/" if start else "")
    posts, left_out, files = [], [*folder.passed_over], []
    for path in folder.sizes:
        try:
            kind = reader.kind(path)
            if path == config_path:
                left_out.append(LeftOut(path, "it is a program, and nothing of it is run"))
            elif kind == "data":
                left_out.append(LeftOut(path, "its values were given to the texts of its folder"))
            elif kind == "other":
                left_out.append(
                    LeftOut(path, "it belongs to the look or the tools of the old site")
                )
            elif kind == "static":
                files.append(StaticFile(path, f"/{path.removeprefix(reader.start)}"))
            else:
                posts.append(reader.post(path))
        except Unreadable as why:
            left_out.append(LeftOut(path, str(why)))
    remarks = (f"{config_path} is a program; nothing of it was run",) if config_path else ()
    return Export(
        tuple(posts), tuple(left_out), tuple(files), _facts(folder, reader.start), remarks
    )


def _facts(folder: SourceFolder, start: str) -> SiteFacts:
    """What the usual data files say of the site."""
    names = ("metadata", "site", "meta")
    paths = [f"{start}_data/{name}{end}" for name in names for end in (".json", ".yaml", ".yml")]
    path, text = folder.text_of_first(*paths)
    try:
        values = read_values(text, splitext(path)[1]) if path else {}
    except Unreadable:
        values = {}
    author = values.get("author", "")
    name = one_line(author.get("name", "")) if isinstance(author, Mapping) else one_line(author)
    return SiteFacts(
        title=one_line(values.get("title", "") or values.get("name", "")),
        url=one_line(values.get("url", "")),
        description=one_line(values.get("description", "")),
        language=one_line(values.get("language", "") or values.get("lang", "")),
        author=(name,) if name else (),
    )


class _Reader:
    """Reads files as posts, with the data of the folders above them."""

    def __init__(self, folder: SourceFolder, start: str) -> None:
        self._folder, self.start = folder, start

    def kind(self, path: str) -> str:
        """`text`, `data`, `static` or `other`."""
        parts = path.removeprefix(self.start).split("/")
        if not path.startswith(self.start) or path in TOOLS:
            return "other"
        if any(part.startswith(("_", ".")) for part in parts):
            return "other"
        if path.endswith(DATA) and self._describes(path):
            return "data"
        suffix = splitext(path)[1].casefold()
        if path.casefold().endswith(TEMPLATES) or suffix in (".js", ".mjs", ".cjs", ".ts", ".scss"):
            return "other"
        if parts[-1].casefold() == "readme.md":
            return "other"
        return "text" if suffix in (*TEXTS, *HTML) else "static"

    def _describes(self, path: str) -> bool:
        name = basename(path).removesuffix(".json").removesuffix(".11tydata")
        above = dirname(path)
        has_text = any(f"{above}/{name}{end}".lstrip("/") in self._folder.sizes for end in TEXTS)
        return has_text or basename(above) == name or path.endswith(".11tydata.json")

    def _data(self, path: str) -> Mapping[str, Said]:
        """What the data files of the folders above a text, and its own, say; nearer ones win, and
        tags are added up."""
        folders = dirname(path).split("/") if dirname(path) else []
        places = ["/".join(folders[: end + 1]) for end in range(len(folders))]
        names = [f"{place}/{basename(place)}" for place in places] + [splitext(path)[0]]
        values: dict[str, Said] = {}
        for name in names:
            for end in DATA:
                if f"{name}{end}" in self._folder.sizes:
                    values = _merged(
                        values, read_values(self._folder.text(f"{name}{end}"), ".json")
                    )
        return values

    def post(self, path: str) -> Post:
        """The post or page in a file. Raises Unreadable with the reason why there is none."""
        text = self._folder.text(path)
        if not text.strip():
            raise Unreadable("it is empty")
        own = read_header(text) or Header({}, text, 1)
        if splitext(path)[1].casefold() in HTML and "{%" in own.body:
            raise Unreadable("it is a template, not a text")
        header = replace(own, values=_merged(self._data(path), own.values))
        if header.is_said("permalink", "false"):
            raise Unreadable("its permalink is false, so it had no page")
        inside = splitext(path.removeprefix(self.start))[0]
        post = self._read(path, header, inside)
        address, fault = self._address(inside, header, post)
        aliases = [settled(it) for it in header.words("redirect_from", "aliases")]
        said = (Remark(0, fault),) if fault else ()
        return replace(post, addresses=(address, *aliases), remarks=(*post.remarks, *said))

    def _read(self, path: str, header: Header, inside: str) -> Post:
        body, summary, remarks = self._body(path, header)
        day, name = day_in_name(basename(inside))
        moment = foreign_date(header.word("date"), UTC) or foreign_date(day, UTC)
        words = tuple(it for it in header.words("tags") if it.casefold() not in COLLECTIONS)
        folders = dirname(inside).split("/") if dirname(inside) else []
        categories = header.words("categories", "category") or tuple(folders[:1])
        section, tags, more = section_and_tags(categories, words)
        return Post(
            origin=path,
            title=header.word("title") or name.replace("-", " ").capitalize(),
            body=body,
            date=moment,
            updated=foreign_date(header.word("updated", "modified"), UTC),
            section=section,
            tags=tags,
            authors=header.words("authors", "author"),
            summary=header.word("summary", "description", "excerpt") or summary,
            slug=name if name != "index" else (folders or ["index"])[-1],
            image=header.word("image"),
            language=header.word("lang", "language"),
            draft=header.is_said("draft", "true") or header.is_said("published", "false"),
            is_page=moment is None,
            remarks=(*more, *unused_keys(header, USED), *remarks),
        )

    def _body(self, path: str, header: Header) -> tuple[str, str, tuple[Remark, ...]]:
        values = {key: one_line(value) for key, value in header.values.items()}
        values |= {f"page.{key}": value for key, value in values.items()}
        tags = Tags(values, lambda tag, named: "", header.body_line)
        body = tags.translate(header.body)
        summary = summary_before("<!-- excerpt -->", body)
        more: list[Remark] = []
        if splitext(path)[1].casefold() in HTML:
            body, more = html_body(body)
        return body, summary, (*tags.remarks, *more)

    def _address(self, inside: str, header: Header, post: Post) -> tuple[str, str]:
        """The address, and what was wrong with the permalink that was written."""
        written = header.word("permalink")
        stem = inside
        undated = "/".join([*filter(None, [dirname(inside)]), day_in_name(basename(inside))[1]])
        stem = stem.removesuffix("/index").removesuffix("index") if stem.endswith("index") else stem
        default = settled(f"/{stem}/")
        if not written:
            return default, ""
        values = {
            "page.fileslug": post.slug,
            "page.filepathstem": f"/{undated}",
            "title": post.title,
            "slug": header.word("slug"),
        }
        values |= {
            key: one_line(value) for key, value in header.values.items() if key != "permalink"
        }
        unknown: list[str] = []

        def fill(found: re.Match[str]) -> str:
            name, filters = found["name"].lower(), found["filters"]
            if name in ("page.date", "date"):
                form = DATE_FORM.search(filters)
                if form and post.date and "%" in form["form"]:
                    return post.date.strftime(form["form"])
            elif name in values and (not filters or re.search(r"\|\s*slug(ify)?\b", filters)):
                return slugify(values[name]) if filters else values[name]
            unknown.append(found[0])
            return ""

        address = EXPRESSION.sub(fill, written)
        if unknown or "{" in address:
            return (
                default,
                f"its permalink {written} cannot be read; its address is taken as {default}",
            )
        return settled(address), ""


def _merged(one: Mapping[str, Said], other: Mapping[str, Said]) -> dict[str, Said]:
    """The keys of both, in lower case; the other's win, but tags are added up."""
    values = {key.lower(): it for key, it in one.items()}
    more = {key.lower(): it for key, it in other.items()}
    tags = [*_items(values.get("tags", ())), *_items(more.get("tags", ()))]
    merged: dict[str, Said] = {**values, **more}
    if tags:
        merged["tags"] = tuple(tags)
    return merged


def _items(said: Said) -> tuple[Said, ...]:
    return said if isinstance(said, tuple) else (said,) if said else ()
