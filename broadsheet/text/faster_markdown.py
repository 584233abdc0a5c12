"""Python-Markdown with the same output in less time.

Python-Markdown spends most of its time trying patterns and blocks that cannot match, because the
text lacks a character that they need. `FasterInline` and `FasterBlocks` look for that character
first. Links are read by patterns instead of character by character, and steps with nothing to do
are skipped. Tests compare the output with that of Python-Markdown itself.
"""

import re
from collections import deque
from collections.abc import Mapping
from functools import cache
from itertools import chain, islice
from typing import Any, cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.extensions import smarty as rules
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.inlinepatterns import LINK_RE, LinkInlineProcessor, ReferenceInlineProcessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import ETX, INLINE_PLACEHOLDER_PREFIX, STX, AtomicString

from broadsheet.text.typography import FasterSmarty

# For each inline pattern by name: a text must contain one of these for the pattern to match.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("@",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
# The same for blocks of text and block processors.
NEEDED_IN_BLOCK: Mapping[str, tuple[str, ...]] = {
    "admonition": ("!!!", "    "),  # or an indented block below one
    "indent": ("    ",),
    "code": ("    ",),
    "olist": (". ",),
    "ulist": ("* ", "+ ", "- "),
    "hashheader": ("#",),
    "setextheader": ("\n=", "\n-"),
    "hr": ("--", "- ", "**", "* ", "__", "_ "),
    "quote": (">",),
    "defindent": ("    ",),
    "deflist": (": ",),
    "table": ("|",),
    "footnote": ("]:",),
    "reference": ("]:",),
}
# Block processors that go on with what another one began, which needs this.
BEGUN_BY: Mapping[str, str] = {"admonition": "!", "defindent": ":"}
# Block processors that search a whole block for a line that begins with one of these signs.
AT_LINE_START = (
    ("hashheader", "#", 70),
    ("hr", "*_-", 50),
    ("deflist", ":", 25),
    ("quote", ">", 20),
)
Steps = list[tuple[Any, tuple[str, ...]]]
Made = list[tuple[Element, list[str]]]  # new elements, each with the names of those around it
ANYTHING = ("",)  # patterns that another extension adds are always tried


class FasterInline(InlineProcessor):
    """Python-Markdown's inline processor, without the patterns that cannot match, and without
    taking apart the texts in which none has."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._choice, self._steps = Choice(md.inlinePatterns, NEEDED), Steps()

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the inline patterns to the texts of a tree."""
        self._steps = self._possible()
        self.stashed_nodes = {}
        waiting = deque([(tree, [*(ancestors or ()), tree.tag.lower()])])
        while waiting:
            element, self.ancestors = waiting.popleft()
            made: list[tuple[Element, Made]] = []
            for child in element:  # also what is put behind a child meanwhile
                if child.text and (inside := self._made_of_text(child, child.text)):
                    made.append((child, inside))
                    waiting += [(it, [*around, it.tag.lower()]) for it, around in inside]
                if child.tail:
                    self._put_behind(element, child, child.tail)
                if len(child):
                    waiting.append((child, [*self.ancestors, child.tag.lower()]))
            for child, inside in made:
                for place, (it, _) in enumerate(inside):
                    child.insert(place, it)
        return tree

    def _possible(self) -> Steps:
        """The patterns that may match in this source."""
        steps = self._choice.for_source(source_of(self.md))
        if self.md.references:
            return steps
        return [it for it in steps if not isinstance(it[0], ReferenceInlineProcessor)]

    def _made_of_text(self, child: Element, text: str) -> Made:
        """The elements that the patterns make of an element's text, which they shorten."""
        self.ancestors.append(child.tag.lower())
        handled = self._InlineProcessor__handleInline(text)
        inside: Made = []
        if _is_changed(handled, text):
            child.text = None
            inside = self._InlineProcessor__processPlaceholders(  # type: ignore[attr-defined]
                handled, child
            )
        self.ancestors.pop()
        return inside

    def _put_behind(self, parent: Element, child: Element, tail: str) -> None:
        """Put the elements that the patterns make of the text behind a child into its parent."""
        handled = self._InlineProcessor__handleInline(tail)
        if not _is_changed(handled, tail):
            return
        holder, child.tail = Element("d"), None
        made: Made = self._InlineProcessor__processPlaceholders(  # type: ignore[attr-defined]
            handled, holder, False
        )
        child.tail = holder.tail or None
        place = list(parent).index(child) + 1
        for it, _ in reversed(made):
            parent.insert(place, it)

    def _InlineProcessor__processElementText(
        self, node: Element, subnode: Element, isText: bool = True
    ) -> None:
        if INLINE_PLACEHOLDER_PREFIX in ((subnode.text if isText else subnode.tail) or ""):
            super()._InlineProcessor__processElementText(  # type: ignore[misc]
                node, subnode, isText
            )

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        apply: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index, (pattern, needed) in enumerate(self._steps[patternIndex:], patternIndex):
            for text in needed:
                if text in data:
                    break
            else:
                continue
            data, matched, start = apply(pattern, data, index, 0)
            while matched:
                data, matched, start = apply(pattern, data, index, start)
        return data


def _is_changed(handled: str, text: str) -> bool:
    """Whether there is something to put into the tree after the patterns were tried."""
    return handled is not text or INLINE_PLACEHOLDER_PREFIX in text


class FasterBlocks:
    """Python-Markdown's loop over blocks, without the processors that cannot match."""

    def __init__(self, parser: BlockParser) -> None:
        self._parse_document = parser.parseDocument
        self._choice, self._steps = Choice(parser.blockprocessors, NEEDED_IN_BLOCK), Steps()

    def parse_document(self, lines: list[str]) -> Any:
        """Turn the lines of a whole text into a tree."""
        self._steps = self._choice.for_source("\n".join(lines))
        return self._parse_document(lines)

    def parse(self, parent: Element, blocks: list[str]) -> None:
        """Turn blocks of text into children of `parent`, and empty the list of blocks."""
        while blocks:
            for processor, needed in self._steps:
                block = blocks[0]
                for text in needed:
                    if text in block:
                        break
                else:
                    continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break


class Choice:
    """The items of one of Python-Markdown's registries, by what a source holds."""

    def __init__(self, registry: Any, needed: Mapping[str, tuple[str, ...]]) -> None:
        self._registry, self._needed = registry, needed
        self._signs = tuple(sorted({*chain(*map(_signs_in, chain(*needed.values())))}))
        self._for: dict[frozenset[str], Steps] = {}

    def for_source(self, source: str) -> Steps:
        """The items that may match in parts of a source, in order, each with the texts of which it
        needs one. No part has a sign that the source lacks."""
        held = frozenset([sign for sign in self._signs if sign in source])
        if held not in self._for:
            self._for[held] = self._steps(held)
        return self._for[held]

    def _steps(self, held: frozenset[str]) -> Steps:
        processors = list(self._registry)  # sorts them, and their names with them
        names = [item.name for item in self._registry._priority]
        return [
            (it, self._needed.get(name, ANYTHING))
            for it, name in zip(processors, names, strict=True)
            if held.issuperset(BEGUN_BY.get(name, ""))
            and any(held.issuperset(_signs_in(text)) for text in self._needed.get(name, ANYTHING))
        ]


def _signs_in(text: str) -> frozenset[str]:
    return frozenset(text) - {" ", "\n"}


class AtLineStart:
    """A block processor of Python-Markdown that looks only at blocks of which a line begins with
    one of some signs, behind up to three spaces."""

    def __init__(self, processor: Any, signs: str) -> None:
        self.run, self._test = processor.run, processor.test
        self._first, self._later = (
            re.compile(rf" {{0,3}}[{signs}]").match,
            re.compile(rf"\n {{0,3}}[{signs}]").search,
        )

    def test(self, parent: Element, block: str) -> bool:
        """Whether the processor is the one for this block."""
        return bool((self._first(block) or self._later(block)) and self._test(parent, block))


LINK = re.compile(r"\[(?<!!\[)")  # a pattern that begins with a sign is found sooner
DEEPEST = 32  # brackets within one another in a link; what has more is text, not a link
BRACKET, OPENING = re.compile(r"[][]"), re.compile(r"\(")
PLAIN_TARGET = re.compile(r"""\(\s*((?![\s<])[^()'"]*)\)""")


def bracketed(text: str, start: int) -> tuple[str, int, bool]:
    """The text in the square bracket that opened before `start`, the position after it, and
    whether it was closed: Python-Markdown's `getText`.

    Each bracket that opens is asked for. So how far one may look is limited by the depth: else
    thousands of brackets that are never closed would take time by the square of their number.
    """
    end = text.find("]", start)
    if end >= 0 and text.find("[", start, end) < 0:
        return text[start:end], end + 1, True
    depth = 1
    for found in BRACKET.finditer(text, start):
        depth += 1 if found[0] == "[" else -1
        if depth == 0:
            return text[start : found.start()], found.end(), True
        if depth > DEEPEST:
            break
    return "", start, False


class FasterLinks:
    """Reads a link's target as Python-Markdown does, with a shortcut for one that has no title
    and no brackets. A target and title that hold more than `DEEPEST` brackets that open are none:
    else each `](` that is never closed would be looked for up to the end of the text."""

    def __init__(self, pattern: LinkInlineProcessor) -> None:
        self._slow, self._unescape = pattern.getLink, pattern.unescape

    def read(self, text: str, start: int) -> tuple[str, str | None, int, bool]:
        """The target, the title, the position after the link, and whether there is a link."""
        found = PLAIN_TARGET.match(text, start)
        if not found:
            opening = islice(OPENING.finditer(text, start), DEEPEST, None)
            last = next(opening, None)
            return self._slow(text[: last.start()] if last else text, start)
        target = self._unescape(found[1]) if STX in found[1] else found[1]
        return target.strip(), None, found.end(), True


def source_of(md: Markdown) -> str:
    """The source that is being converted."""
    return "\n".join(md.lines)  # type: ignore[attr-defined]  # stubs lack it


class FasterToc(TocTreeprocessor):
    """Python-Markdown's `toc`, skipped where a text has no headings and no marker."""

    def run(self, doc: Element) -> None:
        """Give every heading its anchor, and replace the marker with the table of contents."""
        self._is_marked = self.marker in source_of(self.md)
        if self._is_marked or any(self.header_rgx.match(element.tag) for element in doc.iter()):
            super().run(doc)

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        """The table of contents; an empty one if none is shown."""
        return super().build_toc_div(toc_list) if self._is_marked else Element("div")

    def replace_marker(self, root: Element, elem: Element) -> None:
        """Replace the marker with the table of contents."""
        if self._is_marked:
            super().replace_marker(root, elem)


class FasterTocExtension(TocExtension):
    """The extension `toc` with the processor above."""

    TreeProcessorClass = FasterToc


class FasterUnescape(UnescapeTreeprocessor):
    """Python-Markdown's last step for escaped characters, skipped where there is no backslash."""

    def run(self, root: Element) -> None:
        """Put escaped characters back into the texts of a tree."""
        if "\\" in source_of(self.md):
            super().run(root)


class FasterWhitespace(NormalizeWhitespace):
    """Python-Markdown's first step, line by line where it uses a pattern."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines of a source, with LF line ends, without tabs, and two empty lines at the end;
        what is only spaces is empty, but for the first line."""
        source = "\n".join(lines).replace(STX, "").replace(ETX, "")
        source = source.replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        source = source.expandtabs(self.md.tab_length) if "\t" in source else source
        first, *rest = lines = source.split("\n")
        if " \n" not in source:
            return lines
        return [first, *(line if line.strip(" ") else "" for line in rest)]


class WhereNeeded:
    """A processor of Python-Markdown that runs only on sources that contain one of some texts."""

    def __init__(self, processor: Any, md: Markdown, needed: tuple[str, ...]) -> None:
        self._run, self._md, self._needed = processor.run, md, needed

    def run(self, given: Any) -> Any:
        """The processor's result for lines or a tree; unchanged where it has nothing to do."""
        source = source_of(self._md)
        if any(text in source for text in self._needed):
            return self._run(given)
        return given if isinstance(given, list) else None


class FasterMarkdown(Extension):
    """Replaces Python-Markdown's inline processor and its extension `smarty`.

    `substitutions` has the text for each sign, by the name that `smarty` gives it.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"substitutions": [{}, "texts in the place of the usual signs"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register both processors at the places of the ones they replace."""
        signs = {**rules.substitutions, **self.getConfig("substitutions", {})}
        parser, faster = cast(Any, md.parser), cast(Any, md)
        faster.is_block_level = cache(md.is_block_level)
        blocks = FasterBlocks(parser)
        parser.parseDocument, parser.parseBlocks = blocks.parse_document, blocks.parse
        for pattern in md.inlinePatterns:
            if isinstance(pattern, LinkInlineProcessor):
                links: Any = pattern
                links.getText, links.getLink = bracketed, FasterLinks(pattern).read
                if pattern.pattern == LINK_RE:
                    links.compiled_re = LINK
        md.preprocessors.register(FasterWhitespace(md), "normalize_whitespace", 30)
        md.treeprocessors.register(FasterInline(md), "inline", 20)
        md.treeprocessors.register(FasterSmarty(md, signs), "smarty", 6)
        md.treeprocessors.register(FasterUnescape(md), "unescape", 0)
        registries: Any = (
            (md.preprocessors, "fenced_code_block", ("```", "~~~"), 25),
            (md.preprocessors, "html_block", ("<", "&"), 20),
            (md.treeprocessors, "attr_list", ("{",), 8),
        )
        for name, begins_with, priority in AT_LINE_START:
            if name in parser.blockprocessors:
                processor = AtLineStart(parser.blockprocessors[name], begins_with)
                parser.blockprocessors.register(processor, name, priority)
        for registry, name, needed, priority in registries:
            if name in registry:
                registry.register(WhereNeeded(registry[name], md, needed), name, priority)
        md.ESCAPED_CHARS.extend(['"', "'"])
