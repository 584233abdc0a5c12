"""Python-Markdown's patterns within a text, without those that cannot match.

Links are read by patterns instead of character by character.
"""

import re
from collections import deque
from collections.abc import Mapping
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import LinkInlineProcessor, ReferenceInlineProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX, STX, AtomicString

from broadsheet.text.faster_steps import Choice, Steps, source_of

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
Made = list[tuple[Element, list[str]]]  # new elements, each with the names of those around it


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
