"""Converts Markdown to safe HTML, with placeholders for the links within the site.

Such a link depends on the page that shows it, so it is written later. The placeholder is made from
the fingerprint of the text, so the text cannot contain it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import cast

import markdown
import nh3
from lxml import etree
from lxml.html import HtmlElement, tostring
from markdown.extensions import Extension

from broadsheet.fingerprint import of_bytes, of_value
from broadsheet.problems import ProblemLog
from broadsheet.stored import stored
from broadsheet.text.body import CollectedLinks, tidy
from broadsheet.text.faster_markdown import FasterMarkdown, FasterTocExtension
from broadsheet.text.faster_serializer import to_xhtml
from broadsheet.text.fragment import fragment
from broadsheet.text.html_rules import ATTRIBUTES, LINK_SCHEMES, TAGS
from broadsheet.text.plain_text import control_references
from broadsheet.text.reading_time import count_words
from broadsheet.text.typography import QUOTES
from broadsheet.urls import slugify

TOO_DEEP = ("the text is nested too deeply", "take some quotes, lists or elements apart")
SUMMARY_LENGTH = 300  # characters
CLEANER = nh3.Cleaner(  # made once for all articles
    tags=set(TAGS),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    url_schemes=set(LINK_SCHEMES),
    link_rel=None,
)
QUOTATIONS = etree.XPath(
    ".//*[self::blockquote or self::q][not(ancestor::blockquote or ancestor::q)]"
)
QUOTED = re.compile("<(?:blockquote|q)[ >]")  # in HTML that lxml has written
TEXTS = etree.XPath(".//text()[not(ancestor::sup)]", smart_strings=False)
SENTENCE_END = re.compile(r"[.!?…]['\"”’»)]*(?=\s)|[。！？؟۔।]")
EXTENSIONS = (
    "tables", "footnotes", "attr_list", "def_list", "fenced_code", "admonition",
)  # fmt: skip


@stored
@dataclass(frozen=True, slots=True)
class Link:
    """A link within the site, as written, with its line in the file."""

    target: str
    line: int
    is_media: bool


@stored
@dataclass(frozen=True, slots=True)
class Body:
    """All that is known about a text but its HTML, which has the fingerprint `digest`.

    `placeholder` is the placeholder for links and anchors; `size` is the size of the HTML in bytes;
    `words` counts all words, `quoted` those inside quotations.
    """

    digest: str
    size: int
    placeholder: str
    links: tuple[Link, ...]
    anchors: tuple[str, ...]
    summary: str
    words: int
    quoted: int


@dataclass(frozen=True, slots=True)
class Converted:
    """A converted text: what is known about it, and its HTML."""

    body: Body
    html: str


def convert(
    text: str, key: str, language: str, raw_html: str, first: int, log: ProblemLog
) -> Converted:
    """Convert the body `text`, which starts on line `first` of the file.

    `key` keeps footnotes of several articles on one page apart. `raw_html` says what happens to
    HTML in the text: `sanitize`, `allow` or `escape`. Warns about everything it leaves out.
    """
    rendered = _rendered(text, converter(raw_html, language.split("-")[0]), first, log)
    rendered = _without_controls(rendered, text, first, log)
    tree = _tree(rendered, first, log)
    prefix, placeholder = (
        of_value(key)[:6],
        f"link-{of_bytes(text.encode('utf-8', 'surrogatepass'))}",
    )
    collected = tidy(
        tree, prefix, CollectedLinks(text, placeholder, first, log, language), raw_html != "allow"
    )
    written = _written(tree)
    html = written if raw_html == "allow" else CLEANER.clean(written)
    encoded = html.encode("utf-8", "surrogatepass")
    body = Body(
        digest=of_bytes(encoded),
        size=len(encoded),
        placeholder=placeholder,
        links=tuple(Link(*link) for link in collected.links),
        anchors=tuple(collected.anchors),
        summary=_summary(tree),
        words=_count(tree),
        quoted=sum(map(_count, _quotations(tree))) if QUOTED.search(written) else 0,
    )
    return Converted(body, html)


def _rendered(text: str, md: markdown.Markdown, first: int, log: ProblemLog) -> str:
    try:
        return md.reset().convert(text)
    except RecursionError:
        # `reset` does not repair a parser that stopped half-way.
        converter.cache_clear()
        log.problem(first, *TOO_DEEP)
        return ""


def _without_controls(rendered: str, text: str, first: int, log: ProblemLog) -> str:
    """The HTML without references to controls, such as `&#8;`, each reported at its line."""
    for written, code in dict.fromkeys(control_references(rendered)):
        line = first + text.count("\n", 0, max(text.find(written.rstrip(";")), 0))
        what = f"has the control character U+{code:04X}, written as {written}"
        log.problem(line, what, "delete it")
        rendered = rendered.replace(written, "")
    return rendered


def _tree(rendered: str, first: int, log: ProblemLog) -> HtmlElement:
    tree, is_whole = fragment(rendered)
    if not is_whole:
        log.problem(first, *TOO_DEEP)  # the parser drops what is nested deeper
    return tree


def _extension(name: str) -> Extension:
    """One of Markdown's own extensions. By its name alone, Markdown would look for it in all
    packages that are installed, which takes long."""
    made: Extension = import_module(f"markdown.extensions.{name}").makeExtension()
    return made


@cache
def converter(raw_html: str, language: str) -> markdown.Markdown:
    """Python-Markdown, set up for articles in a language; `raw_html` as for `convert`."""
    names = ("left-double-quote", "right-double-quote")
    substitutions = dict(zip(names, QUOTES.get(language, ()), strict=False))
    md = markdown.Markdown(
        extensions=[
            *map(_extension, EXTENSIONS),
            FasterTocExtension(slugify=lambda value, separator: slugify(value)),
            FasterMarkdown(substitutions=substitutions),
        ]
    )
    md.serializer = to_xhtml  # only now, as Python-Markdown sets its own after all extensions
    if raw_html == "escape":
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
    return md


def _written(tree: HtmlElement) -> str:
    whole: str = tostring(tree, encoding="unicode")
    return whole.removeprefix("<div>").removesuffix("</div>")


def _count(element: HtmlElement) -> int:
    """The number of words in an element."""
    return count_words(" ".join(element.itertext()))


def _summary(tree: HtmlElement) -> str:
    """The first paragraph, cut at the end of a sentence."""
    paragraphs = (_words(paragraph) for paragraph in tree.iterfind("p"))
    return shorten(next((words for words in paragraphs if words), ""))


def _quotations(tree: HtmlElement) -> Sequence[HtmlElement]:
    return cast(Sequence[HtmlElement], QUOTATIONS(tree))


def _words(paragraph: HtmlElement) -> str:
    has_notes = next(paragraph.iter("sup"), None) is not None
    texts = cast(Sequence[str], TEXTS(paragraph)) if has_notes else paragraph.itertext()
    return " ".join("".join(texts).split())


def shorten(text: str, length: int = SUMMARY_LENGTH) -> str:
    """`text`, cut after the last whole sentence within `length` characters, else after a word."""
    if len(text) <= length:
        return text
    ends = [found.end() for found in SENTENCE_END.finditer(text) if found.end() <= length]
    if ends:
        return text[: ends[-1]]
    return f"{text[:length].rpartition(' ')[0] or text[: length - 1]}…"
