"""Python-Markdown with the same output in less time.

Python-Markdown spends most of its time trying patterns and blocks that cannot match, because the
text lacks a character that they need. `FasterInline` and `FasterBlocks` look for that character
first, and steps with nothing to do are skipped. Tests compare the output with that of
Python-Markdown itself.
"""

from functools import cache
from html import unescape
from typing import Any, cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions import smarty as rules
from markdown.extensions.toc import (
    TocExtension,
    TocTreeprocessor,
    remove_fnrefs,
    render_inner_html,
    strip_tags,
    unique,
)
from markdown.inlinepatterns import LINK_RE, LinkInlineProcessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, STX

from broadsheet.text.faster_blocks import AT_LINE_START, AtLineStart, FasterBlocks
from broadsheet.text.faster_inline import LINK, FasterInline, FasterLinks, bracketed
from broadsheet.text.faster_steps import source_of
from broadsheet.text.typography import FasterSmarty


class FasterToc(TocTreeprocessor):
    """Python-Markdown's `toc`, which makes a table only where a text has the marker for it."""

    def run(self, doc: Element) -> None:
        """Give every heading its anchor, and replace the marker with the table of contents."""
        if self.marker in source_of(self.md) or self.use_anchors or self.use_permalinks:
            super().run(doc)
            return
        headings = [it for it in doc.iter() if self.header_rgx.match(it.tag)]
        taken = {it.attrib["id"] for it in doc.iter() if "id" in it.attrib} if headings else set()
        counters: dict[str, int] = {}
        for heading in headings:
            self.set_level(heading)
            heading.attrib.pop("data-toc-label", None)
            if "id" not in heading.attrib:
                anchor = self.slugify(unescape(self._words(heading)), self.sep)
                heading.attrib["id"] = unique(  # type: ignore[call-arg]  # stubs lack it
                    anchor, taken, counters
                )

    def _words(self, heading: Element) -> str:
        text = heading.text
        if text and not len(heading) and not any(sign in text for sign in ("<", "&", STX)):
            return " ".join(text.split())
        return strip_tags(render_inner_html(remove_fnrefs(heading), self.md))


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
