"""Prepares an article's HTML for the page: links, headings, anchors and embedded media."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from broadsheet.problems import ProblemLog, shortened
from broadsheet.text.html_rules import EMBEDS, LINK_SCHEMES, LINKED_INSTEAD, RENAMED, TAGS, WORDLESS
from broadsheet.text.typography import typeset

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
IGNORED_IN_LINKS = re.compile(r"[\t\n\r]")  # as browsers read an address (URL standard)
ALIGNMENT = re.compile(r"text-align: ?(left|center|right);?")
SIZES = re.compile(r"[0-9]{1,5}")
LINKING = frozenset(["href", "src", "width", "height"])  # attributes of what leads or is embedded
HOLD = "pages load nothing from other hosts; keep a copy beside the article to show it"


@dataclass(slots=True)
class CollectedLinks:
    """The links and anchors found in one body, and the report for what is wrong with it."""

    source: str
    placeholder: str
    first_line: int
    log: ProblemLog
    language: str = ""
    links: list[tuple[str, int, bool]] = field(default_factory=list)
    anchors: dict[str, None] = field(default_factory=dict)
    _found: dict[str, int] = field(default_factory=dict)

    def hold(self, target: str, is_media: bool) -> str:
        """Note a link within the site for later, and return its placeholder."""
        self.links.append((target, self.line_of(target), is_media))
        return f"{self.placeholder}-{len(self.links) - 1}"

    def own_id(self, anchor: str) -> str:
        """The placeholder for an anchor until the page that shows the body is known."""
        return f"{self.placeholder}-id-{anchor}"

    def line_of(self, words: str) -> int:
        """The next line of the file that holds `words`; else the first line of the body."""
        start = self.source.find(words, self._found.get(words, 0))
        if start < 0:
            return self.first_line
        self._found[words] = start + len(words)
        return self.first_line + self.source.count("\n", 0, start)

    def warn(self, words: str, text: str, hint: str = "") -> None:
        """Warn about something, at the line that holds `words`."""
        self.log.warning(self.line_of(words), text, hint)


def tidy(
    tree: HtmlElement, prefix: str, collected: CollectedLinks, sanitized: bool
) -> CollectedLinks:
    """Change the body `tree` in place; `prefix` makes the anchors of its footnotes unique.

    With `sanitized`, elements that are not allowed are replaced, or removed with a warning.
    """
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    if sanitized:
        _settle_sources(tree, collected)
    for element in list(tree.iterdescendants()):
        if sanitized and element.tag not in TAGS:
            _keep_or_replace(element, collected)
        written = element.keys()
        if not written and element.tag not in EMBEDS:
            continue
        if "id" in written or "name" in written:
            _settle_id(element, prefix, collected)
        if "headers" in written:
            _settle_headers(element, collected)
        if "style" in written:
            _settle_alignment(element)
        if element.tag in EMBEDS or not LINKING.isdisjoint(written):
            _settle_links(element, prefix, collected)
    return collected


def _settle_sources(tree: HtmlElement, collected: CollectedLinks) -> None:
    """Give a `<video>` or `<audio>` the first file that its `<source>` elements name on this site,
    else the first they name at all; a page shows one file."""
    for element in tree.iter("video", "audio"):
        sources = list(element.iterdescendants("source"))
        files = [it.get("src") for it in sources if it.get("src")]
        local = [it for it in files if not _is_remote(it)]
        if files and element.get("src") is None:
            element.set("src", (local or files)[0])
        for source in sources:
            source.drop_tag()
        for left_out in (it for it in files if it != element.get("src")):
            text = f"the file {shortened(left_out)} of a <{element.tag}> was left out"
            collected.warn(
                left_out, text, "a page offers one file; name one that every browser plays"
            )


def _is_remote(address: str) -> bool:
    return bool(SCHEME.match(address.strip())) or address.strip().startswith("//")


def _keep_or_replace(element: HtmlElement, collected: CollectedLinks) -> None:
    tag = str(element.tag)
    if tag in RENAMED:
        element.tag = RENAMED[tag]
    elif tag in LINKED_INSTEAD:
        _link_instead(element, element.get("src") or element.get("data") or "", collected)
    elif tag not in ("html", "body"):
        collected.warn(f"<{tag}", f"a <{shortened(tag)}> was left out", "say it in Markdown")
        if tag in WORDLESS:
            element.drop_tree()


def _link_instead(element: HtmlElement, address: str, collected: CollectedLinks) -> None:
    """Turn something that would load from another host into a link to it."""
    tag, alt, tail = str(element.tag), element.get("alt") or "", element.tail
    collected.warn(
        address or f"<{tag}", f"a remote <{tag}> became a link: {shortened(address)}", HOLD
    )
    inside_link = next(element.iterancestors("a"), None) is not None
    element.clear()
    element.tail = tail
    element.tag = "span" if inside_link or not address else "a"
    if element.tag == "a":
        element.set("href", address)
    element.text = alt or urlsplit(address).netloc if _splits(address) else alt


def _splits(address: str) -> bool:
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def _settle_id(element: HtmlElement, prefix: str, collected: CollectedLinks) -> None:
    name = element.attrib.pop("id", None) or element.attrib.pop("name", None)
    if name is None or re.search(r"\s", name) or not name:
        return
    anchor = own_anchor(name, prefix)
    if anchor.startswith("_") or anchor in collected.anchors:
        collected.warn(
            name, f"the anchor {shortened(name)} was left out", "it is taken; choose another"
        )
        return
    collected.anchors[anchor] = None
    element.set("id", collected.own_id(anchor))


def _settle_headers(element: HtmlElement, collected: CollectedLinks) -> None:
    """Keep a table cell's references to its header cells working."""
    names = (element.get("headers") or "").split()
    if names:
        element.set("headers", " ".join(collected.own_id(name) for name in names))


def own_anchor(name: str, prefix: str) -> str:
    """A footnote's anchor `fn:1` as `fn-PREFIX-1`, unique to the article; others unchanged."""
    found = re.fullmatch(r"(fn|fnref\d*):(.+)", name)
    return f"{found[1]}-{prefix}-{found[2]}" if found else name


def _settle_alignment(element: HtmlElement) -> None:
    """A table cell's alignment as a class: pages carry no inline style."""
    found = ALIGNMENT.fullmatch(element.get("style") or "")
    if found and element.tag in ("td", "th"):
        element.set("class", f"align-{found[1]}")
    element.attrib.pop("style", None)


def _settle_links(element: HtmlElement, prefix: str, collected: CollectedLinks) -> None:
    for name, written in list(_addresses(element)):
        target = IGNORED_IN_LINKS.sub("", written).strip("\x00 ")
        if target.startswith("//"):
            target = f"https:{target}"
        scheme = SCHEME.match(target)
        if scheme and scheme[1].lower() not in LINK_SCHEMES:
            collected.warn(
                written,
                f"the link {shortened(target)} was left out",
                "its address could run a script",
            )
            del element.attrib[name]
        elif scheme and element.tag in EMBEDS:
            _link_instead(element, target, collected)
        elif scheme and target != written:
            element.set(name, target)
        elif scheme:
            continue
        elif target.startswith("#fn"):
            element.set(name, collected.hold(f"#{own_anchor(target[1:], prefix)}", False))
        elif target:
            element.set(name, collected.hold(target, element.tag in EMBEDS))
    for name in ("width", "height"):
        size = element.get(name)
        if size and not SIZES.fullmatch(size):
            del element.attrib[name]
    if element.tag in EMBEDS and element.get("src") is None:
        _link_instead(element, "", collected)
    elif element.tag == "img":
        _settle_alt(element, collected)
        element.set("loading", "lazy")


def _settle_alt(element: HtmlElement, collected: CollectedLinks) -> None:
    alt = " ".join((element.get("alt") or "").split())
    element.set("alt", typeset(alt, collected.language))
    if alt or not (element.get("src") or "").startswith(collected.placeholder):
        return
    line, file = collected.links[-1][1], shortened(collected.links[-1][0])
    link = next(element.iterancestors("a"), None)
    if link is not None and not "".join(link.itertext()).strip():
        text = f"the picture {file} is alone in a link, and has no alt text"
        collected.log.warning(
            line, text, f"say where it leads: [![the words of the link]({file})](…)"
        )
    else:
        hint = f"say what it shows, for those who cannot see it: ![what it shows]({file})"
        collected.log.warning(line, f"the picture {file} has no alt text", hint)


def _addresses(element: HtmlElement) -> Iterator[tuple[str, str]]:
    for name in ("href", "src"):
        value = element.get(name)
        if value is not None:
            yield name, value
