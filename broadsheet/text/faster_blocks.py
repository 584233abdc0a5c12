"""Python-Markdown's processors of blocks, without those that cannot match."""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from markdown.blockparser import BlockParser

from broadsheet.text.faster_steps import Choice, Steps

# For each block processor by name: a block must contain one of these for it to match.
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


class FasterBlocks:
    """Python-Markdown's loop over blocks, without the processors that cannot match."""

    def __init__(self, parser: BlockParser) -> None:
        self._parse_document = parser.parseDocument
        self._choice, self._steps = (
            Choice(parser.blockprocessors, NEEDED_IN_BLOCK, BEGUN_BY),
            Steps(),
        )

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
