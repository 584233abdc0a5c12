"""Python-Markdown's inline step without the work that cannot matter: the same output, sooner.

Most of Python-Markdown's time goes into inline patterns that are tried on every piece of text and
cannot match, as a character that they need is not in it. `FasterInline` looks for that character
first. `FasterSmarty` sets quotes, dashes and dots by the rules of Python-Markdown's `smarty`, text
by text, without a tree of placeholders. Tests hold both against Python-Markdown's own output.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions import smarty as rules
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

# What must be in a text for the inline pattern of that name to match: one of these, at most two.
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
# Likewise for a block of text and the block processor of that name.
NEEDED_IN_BLOCK: Mapping[str, tuple[str, ...]] = {
    "admonition": ("!!!", "    "),  # or what is indented below one
    "hashheader": ("#",),
    "setextheader": ("\n=", "\n-"),
    "hr": ("--", "- ", "**", "* ", "__", "_ "),
    "quote": (">",),
    "defindent": ("    ",),
    "deflist": (": ",),
    "table": ("|",),
}
BlockTest = Callable[[Element, str], bool]
ANYTHING = ("",)  # what another extension adds is always tried


class FasterInline(InlineProcessor):
    """Python-Markdown's inline processor, which leaves out patterns that cannot match."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the inline patterns to the texts of a tree."""
        patterns = list(self.inlinePatterns)  # puts them in order, and their names with them
        order: Any = self.inlinePatterns._priority  # type: ignore[attr-defined]  # stubs lack it
        names = [item.name for item in order]
        self._steps: list[tuple[Any, str, str]] = [
            (pattern, (needed := NEEDED.get(name, ANYTHING))[0], needed[-1])
            for pattern, name in zip(patterns, names, strict=True)
        ]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        apply: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index in range(patternIndex, len(self._steps)):
            pattern, one, other = self._steps[index]
            if one in data or other in data:
                data, matched, start = apply(pattern, data, index, 0)
                while matched:
                    data, matched, start = apply(pattern, data, index, start)
        return data


def guarded(test: BlockTest, needed: tuple[str, ...]) -> BlockTest:
    """A block processor's test that is only made on a block that holds one of these texts."""

    def guarded_test(parent: Element, block: str) -> bool:
        return any(text in block for text in needed) and test(parent, block)

    return guarded_test


# A replacement stands in the text between these signs, as Python-Markdown's placeholders do, so
# that the rules see around it what they see there.
OPEN, CLOSE = "\x02", "\x03"
SIGNS = {name: chr(0xE000 + place) for place, name in enumerate(rules.substitutions)}
REPLACED = re.compile(
    f"{OPEN}([^{OPEN}{CLOSE}]*?)([{''.join(SIGNS.values())}]+)([^{OPEN}{CLOSE}]*){CLOSE}"
)
LSQUO, RSQUO = SIGNS["left-single-quote"], SIGNS["right-single-quote"]
LDQUO, RDQUO = SIGNS["left-double-quote"], SIGNS["right-double-quote"]

# The rules of `smarty` in their order: what must be in a text, the pattern, what stands there
# instead; a number is a group of the pattern.
Replacement = tuple[int | str, ...]
RULES: Sequence[tuple[str, re.Pattern[str], Replacement]] = [
    (needed, re.compile(pattern, re.DOTALL), replacement)
    for needed, pattern, replacement in (
        ("---", r"(?<!-)---(?!-)", (SIGNS["mdash"],)),
        ("--", r"(?<!-)--(?!-)", (SIGNS["ndash"],)),
        ("'", rules.singleQuoteStartRe, (RSQUO,)),
        ('"', rules.doubleQuoteStartRe, (RDQUO,)),
        ("\"'", rules.doubleQuoteSetsRe, (LDQUO + LSQUO,)),
        ("'\"", rules.singleQuoteSetsRe, (LSQUO + LDQUO,)),
        ("'\"", rules.doubleQuoteSetsRe2, (RSQUO + RDQUO,)),
        ("\"'", rules.singleQuoteSetsRe2, (RDQUO + RSQUO,)),
        ("'", rules.decadeAbbrRe, (RSQUO,)),
        ("'", rules.openingSingleQuotesRegex, (1, LSQUO)),
        ("'", rules.closingSingleQuotesRegex, (RSQUO,)),
        ("'", rules.closingSingleQuotesRegex2, (RSQUO, 1)),
        ("'", rules.remainingSingleQuotesRegex, (LSQUO,)),
        ('"', rules.openingDoubleQuotesRegex, (1, LDQUO)),
        ('"', rules.closingDoubleQuotesRegex, (RDQUO,)),
        ('"', rules.closingDoubleQuotesRegex2, (RDQUO,)),
        ('"', rules.remainingDoubleQuotesRegex, (LDQUO,)),
        ("...", r"(?<!\.)\.{3}(?!\.)", (SIGNS["ellipsis"],)),
    )
]
TYPED = re.compile(r"""['"]|--|\.\.\.""")


def educated(text: str, signs: Mapping[str, str]) -> str:
    """The text with typographic quotes, dashes and dots; `signs` is what each stands for."""
    if not TYPED.search(text):
        return text
    for needed, pattern, replacement in RULES:
        if needed in text:
            text = _replaced(text, pattern, replacement)
    return REPLACED.sub(
        lambda it: it[1] + "".join(signs[sign] for sign in it[2]) + it[3],
        text,
    )


def _replaced(text: str, pattern: re.Pattern[str], replacement: Replacement) -> str:
    """The text with all matches replaced, each sought in what the ones before it left."""
    found = pattern.search(text)
    while found:
        inner = "".join(found[it] if isinstance(it, int) else it for it in replacement)
        head = f"{text[: found.start()]}{OPEN}{inner}{CLOSE}"
        text = head + text[found.end() :]
        found = pattern.search(text, len(head))
    return text


class FasterSmarty(Treeprocessor):
    """Typographic quotes, dashes and dots in every text of a tree that is not code."""

    def __init__(self, md: Markdown, signs: Mapping[str, str]) -> None:
        super().__init__(md)
        self._signs = {
            SIGNS[name]: text.replace("&", AMP_SUBSTITUTE) for name, text in signs.items()
        }

    def run(self, root: Element) -> None:
        """Set the texts of a tree."""
        for element in root.iter():
            if element is not root and element.text and not isinstance(element.text, AtomicString):
                element.text = educated(element.text, self._signs)
            if element.tail and not isinstance(element.tail, AtomicString):
                element.tail = educated(element.tail, self._signs)


def lines_of(md: Markdown) -> list[str]:
    """The lines of the source that is being converted."""
    lines: list[str] = md.lines  # type: ignore[attr-defined]  # stubs lack it
    return lines


class FasterToc(TocTreeprocessor):
    """Python-Markdown's `toc`, which does not look for headings and a marker that are not there."""

    def run(self, doc: Element) -> None:
        """Give every heading its anchor, and put the contents in the place of their marker."""
        self._is_marked = any(self.marker in line for line in lines_of(self.md))
        if self._is_marked or any(self.header_rgx.match(element.tag) for element in doc.iter()):
            super().run(doc)

    def replace_marker(self, root: Element, elem: Element) -> None:
        """Put the contents in the place of their marker."""
        if self._is_marked:
            super().replace_marker(root, elem)


class FasterTocExtension(TocExtension):
    """The extension `toc` with the processor above."""

    TreeProcessorClass = FasterToc


class WhereNeeded:
    """A processor of Python-Markdown that is only run on a source that holds one of some texts."""

    def __init__(self, processor: Any, md: Markdown, needed: tuple[str, ...]) -> None:
        self._run, self._md, self._needed = processor.run, md, needed

    def run(self, given: Any) -> Any:
        """What the processor makes of lines or of a tree; unchanged where it has nothing to do."""
        if any(text in line for line in lines_of(self._md) for text in self._needed):
            return self._run(given)
        return given if isinstance(given, list) else None


class FasterMarkdown(Extension):
    """Takes the place of Python-Markdown's inline processor and of its extension `smarty`.

    `substitutions` are the texts for signs, by the names that `smarty` has for them.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"substitutions": [{}, "texts in the place of the usual signs"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register both processors at the places of the ones they replace."""
        signs = {**rules.substitutions, **self.getConfig("substitutions", {})}
        for name, needed in NEEDED_IN_BLOCK.items():
            if name in md.parser.blockprocessors:
                processor: Any = md.parser.blockprocessors[name]
                processor.test = guarded(processor.test, needed)
        md.treeprocessors.register(FasterInline(md), "inline", 20)
        md.treeprocessors.register(FasterSmarty(md, signs), "smarty", 6)
        registries: Any = (
            (md.preprocessors, "html_block", ("<", "&"), 20),
            (md.treeprocessors, "attr_list", ("{",), 8),
        )
        for registry, name, needed, priority in registries:
            if name in registry:
                registry.register(WhereNeeded(registry[name], md, needed), name, priority)
        md.ESCAPED_CHARS.extend(['"', "'"])
