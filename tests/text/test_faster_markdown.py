"""Faster Markdown gives what Python-Markdown gives, byte for byte."""

import os
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.text.faster_markdown import FasterMarkdown, FasterTocExtension
from broadsheet.text.markup import EXTENSIONS
from tests.sites import ROOT

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
    + ["\n---|---\n", "```\n", "[a]: /u 't'\n", "\u00a0", "\x02", "\x03"]
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
