"""Targets of links are found and taken out of Markdown, and its code stays as it is."""

import pytest

from broadsheet.exports.liquid import Tags
from broadsheet.exports.markdown_targets import replace_targets, unlink
from broadsheet.exports.shortcodes import Shortcodes
from broadsheet.importing.active import calm


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("a [b](/x) c", "a b c"),
        ("a [b *c* [d]](/x 'T'){: .e} f", "a b *c* [d] f"),
        ("![a](/x)", "a"),
        ("![](/x)", ""),
        ("[![a](/x)](/kept)", "[a](/kept)"),
        ("[![a](/kept)](/x)", "![a](/kept)"),
        ("[![a](/x)](/x)", "a"),
        ("[a](</x>) [b](/kept)", "a [b](/kept)"),
        ("<a class='k' href=\"/x\">b <b>c</b></a> d", "b <b>c</b> d"),
        ("<img alt='A boat' src='/x'>", "A boat"),
        (
            "[a][one] ![b][one] [one], [two]\n\n[one]: /x\n[two]: /kept\n",
            "a b one, [two]\n\n\n[two]: /kept\n",
        ),
        ("`[a](/x)`", "`[a](/x)`"),
        ("```\n[a](/x)\n```", "```\n[a](/x)\n```"),
        ("\\[a](/x)", "\\[a](/x)"),
        ("b](/x)", "b](/x)"),
    ],
)
def test_dead_link_leaves_its_words(written: str, left: str) -> None:
    assert unlink(lambda target: target == "/x", written) == left


def test_targets_are_replaced_outside_of_code_alone() -> None:
    written = "[a](x) `[b](x)` <a href='x'>c</a>\n\n[d]: x\n\n    [e](x)\n"
    expected = "[a](y) `[b](x)` <a href='y'>c</a>\n\n[d]: y\n\n    [e](x)\n"
    assert replace_targets(lambda target: "y", written) == expected


@pytest.mark.parametrize(
    "start",
    ["[", "](", "<a href=", "<script>", "<iframe src=x>", "{{ ", "{% raw ", '{{< a "', "`a "],
)
def test_text_of_mere_starts_is_read_in_one_go(start: str) -> None:
    text = start * (60_000 // len(start))  # would take minutes if each start looked at all the rest
    unlink(lambda target: True, text)
    calm(text)
    Tags({}, lambda tag, named: "").translate(text)
    Shortcodes(lambda named: "", {}).translate(text)
