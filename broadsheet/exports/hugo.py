"""Reads a Hugo folder: `content/` with its bundles and sections, `static/`, and the settings."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from pathlib import Path
from posixpath import basename, dirname, join, normpath, splitext

from broadsheet.dates import day_in_name
from broadsheet.exports.excerpts import summary_before
from broadsheet.exports.foreign_dates import foreign_date, foreign_zone
from broadsheet.exports.foreign_header import Header, Said, one_line, read_header, read_values
from broadsheet.exports.html_posts import HTML, html_body
from broadsheet.exports.old_addresses import date_parts, filled, settled
from broadsheet.exports.posts import Export, LeftOut, Post, Remark, SiteFacts, StaticFile
from broadsheet.exports.shortcodes import Shortcodes
from broadsheet.exports.source_folder import SourceFolder, Unreadable, read_source_folder
from broadsheet.exports.terms import section_and_tags, unused_keys

CONFIGS = tuple(
    f"{folder}{name}.{suffix}"
    for folder in ("", "config/_default/")
    for name in ("hugo", "config")
    for suffix in ("toml", "yaml", "yml", "json")
)
TEXTS = (".md", ".markdown", *HTML)
USED = frozenset(
    "title date publishdate pubdate published lastmod modified expirydate unpublishdate draft slug"
    " url aliases tags categories author authors summary description images image cover resources"
    " language lang type layout weight".split()
)
LANGUAGE = re.compile(r"^(?P<stem>.+)\.(?P<language>[a-z]{2,3}(?:-[A-Za-z]{2,4})?)$")
NOT_IN_ADDRESSES = re.compile(r"[^\w./\\+~-]")  # what Hugo drops from a name


@dataclass(frozen=True, slots=True)
class Config:
    """What the settings say that posts depend on."""

    values: Mapping[str, Said]
    zone: tzinfo
    facts: SiteFacts
    language: str

    def permalink(self, section: str) -> str:
        """The form of the addresses of a section's pages; nothing if it has none of its own."""
        forms = self.values.get("permalinks", {})
        forms = forms if isinstance(forms, Mapping) else {}
        pages = forms.get("page", {})
        inside = pages if isinstance(pages, Mapping) else {}
        return one_line(inside.get(section, "") or forms.get(section, ""))

    @property
    def is_ugly(self) -> bool:
        """Whether addresses end in `.html`."""
        return one_line(self.values.get("uglyurls", "")).casefold() == "true"


def read_hugo(source: str) -> Export:
    """All that a Hugo folder holds."""
    folder = read_source_folder(Path(source), ("public", "resources"))
    config, config_path, remarks = _config(folder)
    reader = _Reader(folder, config)
    posts, left_out, files = [], [*folder.passed_over], []
    sections: list[tuple[str, str]] = []
    for path in folder.sizes:
        is_text = splitext(path)[1].casefold() in TEXTS
        try:
            if path == config_path:
                left_out.append(LeftOut(path, "its settings were read; site.yaml has what is used"))
            elif path.startswith("static/"):
                files.append(StaticFile(path, path.removeprefix("static")))
            elif path.startswith("assets/") and not is_text:
                files.append(StaticFile(path, path.removeprefix("assets")))
            elif not path.startswith("content/"):
                left_out.append(LeftOut(path, "it belongs to the look or the data of the old site"))
            elif basename(path).startswith("_index."):
                sections += reader.section(path)
                left_out.append(LeftOut(path, "it is a list page; its title names the section"))
            elif is_text and not reader.is_resource(path):
                posts.append(reader.post(path))
            else:
                files.append(StaticFile(path, reader.resource_address(path)))
        except Unreadable as why:
            left_out.append(LeftOut(path, str(why)))
    facts = replace(config.facts, sections=tuple(sections))
    return Export(tuple(posts), tuple(left_out), tuple(files), facts, remarks)


def _config(folder: SourceFolder) -> tuple[Config, str, tuple[str, ...]]:
    path, text = folder.text_of_first(*CONFIGS)
    remarks: list[str] = []
    try:
        read = read_values(text, splitext(path)[1]) if path else {}
    except Unreadable as why:
        read = {}
        remarks.append(f"{path} cannot be used: {why}")
    values = {key.casefold(): value for key, value in read.items()}
    params = values.get("params", {})
    params = params if isinstance(params, Mapping) else {}
    author = params.get("author", "") or values.get("author", "")
    name = one_line(author.get("name", "")) if isinstance(author, Mapping) else one_line(author)
    zone = one_line(values.get("timezone", ""))
    language = one_line(values.get("defaultcontentlanguage", "")) or "en"
    facts = SiteFacts(
        title=one_line(values.get("title", "")),
        url=one_line(values.get("baseurl", "")),
        description=one_line(params.get("description", "")),
        language=one_line(values.get("languagecode", "") or values.get("locale", "")) or language,
        timezone=zone,
        author=(name,) if name else (),
    )
    return Config(values, foreign_zone(zone) or UTC, facts, language), path, tuple(remarks)


@dataclass(frozen=True, slots=True)
class _Names:
    """What the path of a text says: its section, the folders above it, its name, its language."""

    section: str
    folders: tuple[str, ...]
    name: str
    language: str

    @classmethod
    def of(cls, path: str) -> "_Names":
        """The names in a path below `content/`; a bundle has the name of its folder."""
        stem, language = _stem(path)
        folders = tuple(dirname(path).split("/")[1:])
        is_bundle = basename(stem) == "index" and bool(folders)
        name = folders[-1] if is_bundle else basename(stem)
        above = folders[:-1] if is_bundle else folders
        return cls(above[0] if above else "", above, name, language)


class _Reader:
    """Reads files as posts; knows all of them, as posts name each other and show files."""

    def __init__(self, folder: SourceFolder, config: Config) -> None:
        self._folder, self._config = folder, config
        self._bundles: dict[str, str] = {}  # the folder of each leaf bundle, and its text
        for path in folder.sizes:
            stem = _stem(path)[0]
            if path.startswith("content/") and basename(stem) == "index" and _is_text(path):
                self._bundles.setdefault(dirname(path), path)
        self._addresses: dict[str, str] = {}

    def is_resource(self, path: str) -> bool:
        """Whether a text belongs to a bundle and has no page of its own."""
        above = dirname(path)
        while above:
            if above in self._bundles:
                return dirname(path) != above or basename(_stem(path)[0]) != "index"
            above = dirname(above)
        return False

    def resource_address(self, path: str) -> str:
        """The address of a file in `content/`: below its bundle's page, or by its path."""
        above = dirname(path)
        while above:
            if above in self._bundles:
                address = self.post(self._bundles[above]).addresses[0]
                return join(address, path[len(above) + 1 :])
            above = dirname(above)
        return settled(path.removeprefix("content"))

    def section(self, path: str) -> Iterator[tuple[str, str]]:
        """The folder of a section and its title."""
        header = read_header(self._folder.text(path))
        key = dirname(path).removeprefix("content").strip("/")
        if header and key and "/" not in key and header.word("title"):
            yield key, header.word("title")

    def post(self, path: str) -> Post:
        """The post or page in a file. Raises Unreadable with the reason why there is none."""
        text = self._folder.text(path)
        header = read_header(text)
        if header is None:
            raise Unreadable("it is empty" if not text.strip() else "it has no front matter")
        names = _Names.of(path)
        post = self._read(path, header, names)
        address = self._address(header, post, names)
        aliases = [self._alias(it, address) for it in header.words("aliases")]
        url = self._config.facts.url.rstrip("/")
        identity = "" if post.is_page or not url else url + address
        return replace(post, addresses=(address, *aliases), identity=identity)

    def _read(self, path: str, header: Header, names: "_Names") -> Post:
        zone = self._config.zone
        day, rest = day_in_name(names.name)
        written = header.word("date", "publishdate", "pubdate", "published")
        moment = foreign_date(written, zone) or foreign_date(day, zone)
        folders = (names.section,) if names.section else ()
        categories = header.words("categories", "category") or folders
        section, tags, remarks = section_and_tags(categories, header.words("tags", "tag"))
        body, summary, more = self._body(path, header)
        return Post(
            origin=path,
            title=header.word("title", "linktitle") or names.name.replace("-", " ").capitalize(),
            body=body,
            date=moment,
            updated=foreign_date(header.word("lastmod", "modified"), zone),
            section=section,
            tags=tags,
            authors=header.words("authors", "author"),
            summary=header.word("summary", "description") or summary,
            slug=header.word("slug") or rest or names.name,
            image=_image(header),
            language=header.word("language", "lang") or names.language,
            expires=foreign_date(header.word("expirydate", "unpublishdate"), zone),
            draft=header.is_said("draft", "true"),
            is_page=moment is None or not names.section,
            remarks=(*remarks, *unused_keys(header, USED), *more),
        )

    def _address(self, header: Header, post: Post, names: "_Names") -> str:
        section, folders, name = names.section, names.folders, names.name
        language = names.language
        if header.word("url"):
            return settled(header.word("url"))
        form = self._config.permalink(section)
        slug = _in_address(header.word("slug") or name)
        lead = f"/{language}" if language and language != self._config.language else ""
        if form:
            parts = {
                **date_parts(post.date),
                "slug": _in_address(header.word("slug") or post.title),
                "slugorfilename": slug,
                "slugorcontentbasename": slug,
                "filename": _in_address(name),
                "contentbasename": _in_address(name),
                "title": _in_address(post.title),
                "section": _in_address(section),
                "sections": "/".join(map(_in_address, folders)),
            }
            return settled(f"{lead}{filled(form, parts).rstrip('/')}/")
        path = "/".join(map(_in_address, [*folders, slug]))
        return f"{lead}/{path}.html" if self._config.is_ugly else f"{lead}/{path}/"

    def _alias(self, alias: str, address: str) -> str:
        above = dirname(address.rstrip("/"))
        return settled(alias if alias.startswith("/") else join(above, alias))

    def _body(self, path: str, header: Header) -> tuple[str, str, tuple[Remark, ...]]:
        parameters = {key: one_line(value) for key, value in header.values.items()}
        codes = Shortcodes(lambda it: self._link(path, it), parameters, header.body_line)
        body = codes.translate(header.body)
        summary = summary_before("<!--more-->", body)
        body = body.replace("<!--more-->", "", 1)
        more: list[Remark] = []
        if splitext(path)[1].casefold() in HTML:
            body, more = html_body(body)
        return body, summary, (*codes.remarks, *more)

    def _link(self, here: str, named: str) -> str:
        """The target for what `ref` names: a path from `content/`, from here, or a name alone."""
        name, _, anchor = named.partition("#")
        end = f"#{anchor}" if anchor else ""
        if not name:
            return end
        starts = [f"content/{name.lstrip('/')}", normpath(join(dirname(here), name))]
        places = [f"{it}{ending}" for it in starts for ending in ("", ".md", "/index.md")]
        places += sorted(
            it
            for it in self._folder.sizes
            if it.endswith((f"/{name}", f"/{name}.md", f"/{name}/index.md"))
        )
        found = next((it for it in places if it in self._folder.sizes), "")
        return f"post:{found or named}{end if found else ''}"


def _is_text(path: str) -> bool:
    return splitext(path)[1].casefold() in TEXTS


def _stem(path: str) -> tuple[str, str]:
    """A path without its suffix and its language, and the language."""
    stem = splitext(path)[0]
    found = LANGUAGE.match(stem)
    return (found["stem"], found["language"]) if found else (stem, "")


def _in_address(name: str) -> str:
    """A name as Hugo writes it in an address: in lower case, with hyphens for blanks."""
    plain = NOT_IN_ADDRESSES.sub("", re.sub(r"\s+", "-", name.strip()))
    return re.sub("-{2,}", "-", plain).casefold() if " " in name else plain.casefold()


def _image(header: Header) -> str:
    for key in ("images", "image", "cover"):
        said = header.values.get(key, "")
        if isinstance(said, tuple) and said:
            said = said[0]
        if isinstance(said, Mapping):
            said = said.get("image", "") or said.get("src", "")
        if one_line(said):
            return one_line(said)
    return ""
