"""Faster Markdown gives what Python-Markdown gives, byte for byte."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.inlinepatterns import LINK_RE
from markdown.treeprocessors import InlineProcessor

from broadsheet.text.faster_blocks import NEEDED_IN_BLOCK
from broadsheet.text.faster_inline import NEEDED
from broadsheet.text.faster_markdown import FasterMarkdown, FasterTocExtension
from broadsheet.text.markup import EXTENSIONS
from tests.sites import ROOT

TraceFunction = Callable[[FrameType, str, Any], Any]
PLAIN = markdown.Markdown(extensions=[*EXTENSIONS, "toc", "smarty"])
FASTER = markdown.Markdown(extensions=[*EXTENSIONS, FasterTocExtension(), FasterMarkdown()])
# Pieces that meet one another in unexpected ways: every sign that a pattern or a rule looks for.
PIECES = st.sampled_from(
    """
    * ** *** _ __ ` `` \\ [ ] ![ ]( ) ( < > & amp; &copy; @ :// http://e.org/a_b <b> </b> <a@e.org>
    # !!! | : [^1] [^1]: {#i} {.c} ===== ----- ' " '' "' '" -- --- ---- ... .... '80s s 's word Wort
    é 字 1 . , - > \ue000 \ue004 klzzwxh:0000 wzxhzdk:0 [TOC]
    """.split()
    + [" ", "\n", "\n\n", "  \n", "    ", "- ", "1. ", "# ", "> ", ": ", ":   x\n", "!!! note\n"]
    + ["\n---|---\n", "```\n", "[a]: /u 't'\n", "\u00a0", "\x02", "\x03", "\t", "\r", "\n   \n"]
    + ["\n## x {data-toc-label='y'}\n", "\n# x\n", "\n***\n", "\n   > ", "[^1]: x\n\n    y\n"]
)
# The sample's texts, and those of a larger corpus where BROADSHEET_TEXTS names its folder.
FOLDERS = [ROOT / "content", *map(Path, filter(None, [os.environ.get("BROADSHEET_TEXTS")]))]
FILES = sorted(path for folder in FOLDERS for path in folder.rglob("*.md"))
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join)


@settings(max_examples=600)
@given(TEXTS)
def test_output_is_that_of_python_markdown_whatever_the_text(text: str) -> None:
    assert FASTER.reset().convert(text) == PLAIN.reset().convert(text)


@pytest.mark.parametrize("path", FILES, ids=lambda it: it.stem)
def test_output_is_that_of_python_markdown_on_every_text_of_the_sample(path: Path) -> None:
    text = path.read_text("utf-8")
    assert FASTER.reset().convert(text) == PLAIN.reset().convert(text)


def lines_run(text: str) -> int:
    """How many lines of code run to convert a text."""
    count = 0

    def counted(frame: FrameType, event: str, arg: object) -> TraceFunction:
        nonlocal count
        count += event == "line"
        return counted

    before = sys.gettrace()
    sys.settrace(counted)
    try:
        FASTER.reset().convert(text)
    finally:
        sys.settrace(before)
    return count


# Brackets that are never closed, or not in the way that makes a link.
HOSTILE = ["[", "![", "[a](", '[a]("', "[a](<", "[a][", "[a](b [", "[[a](b)"]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("end", ["", "x", '" x)'])
def test_work_grows_with_the_number_of_brackets_and_not_faster(piece: str, end: str) -> None:
    lines_run(piece)  # what is made once
    few, many = (lines_run(piece * number + end) for number in (200, 800))
    assert many < 4.5 * few


def test_brackets_within_one_another_cost_what_they_are() -> None:
    few, many = (lines_run("[" * number + "]" * number) for number in (200, 800))
    assert many < 4.5 * few


def test_brackets_in_a_link_work_as_far_as_anyone_writes_them() -> None:
    deep = "[" * 20 + "a" + "]" * 20
    assert FASTER.reset().convert(f"[{deep}](b(c)d)") == f'<p><a href="b(c)d">{deep}</a></p>'
    deeper = "[" * 5_000 + "a" + "]" * 5_000
    assert FASTER.reset().convert(f"[{deeper}](b)") == f"<p>[{deeper}](b)</p>"


@pytest.mark.parametrize(
    "name", ["handleInline", "applyPattern", "processPlaceholders", "processElementText"]
)
def test_python_markdown_still_has_the_methods_that_are_called_or_replaced(name: str) -> None:
    assert callable(getattr(InlineProcessor, f"_InlineProcessor__{name}"))


def test_link_patterns_are_those_that_have_a_faster_form() -> None:
    assert LINK_RE == r"(?<!\!)\["
    patterns = {it.name for it in FASTER.inlinePatterns._priority}  # type: ignore[attr-defined]
    blocks = {it.name for it in FASTER.parser.blockprocessors._priority}  # type: ignore[attr-defined]
    assert patterns == NEEDED.keys()
    assert blocks == NEEDED_IN_BLOCK.keys() | {"empty", "paragraph"}
