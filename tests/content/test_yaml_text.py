"""YAML keeps every scalar as text with its line, and reads alike with and without libyaml."""

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broadsheet.content.yaml_text import (
    DEEPEST,
    Entry,
    Listing,
    Mapping,
    Scalar,
    Value,
    YamlFault,
    read_yaml,
)

PURE = (yaml.SafeLoader, yaml.SafeLoader)
QUICK = (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader)
COMPOSERS = {"libyaml": QUICK, "pure": PURE} if QUICK != PURE else {"pure": PURE}
BOTH = pytest.mark.parametrize("loaders", COMPOSERS.values(), ids=COMPOSERS)

PIECES = (
    *"abé漢😀#%@`~=,:?-|>[]{}&*!'\"\\\n ",
    *("b: ", "- ", "? ", ": ", "&a ", "*a", "!!str ", "!x ", "!<x>", "!e!x ", "<<: ", "a??", "b? "),
    *("|-", "|2", "|+\n", "> \n", ">-", "\\n", "\\x00", "\\ud800", "\\UFFFFFFFF", "\n  ", "\n    "),
    *("---", "---\n", "...", "...\n", "%YAML 1.2\n", "%TAG ! x:\n", "2021-01-02", "a:b", "a #b"),
    *("\n- ", "\nk: ", "k:\n- ", "''", '"k":v', "[a]: ", "{a: b}: ", "\xa0", "\u3000", "[", "{ "),
)
LINES = st.sampled_from(
    (
        "title: A\n",
        "tags: [a, b]\n",
        "tags: [what now?, a]\n",
        "sources:\n  - name: x\n    url: http://a/b?c=d#e\n",
        "via: {name: x, url: http://a/b?c=d}\n",
        "text: >-\n  a\n  b\n",
        "kept: |\n  a: b\n\n",
        "quoted: 'it''s'\n",
        'escaped: "a\\tb"\n',
        "date: 2026-01-01 09:00 +0200\n",
        "empty:\n",
        "# aside\n",
        "- x\n",
    )
)
WILD = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
DAMAGED = st.builds(
    lambda lines, at, piece, gone: (
        lines[: at % (len(lines) + 1)] + piece + lines[at % (len(lines) + 1) + gone :]
    ),
    st.lists(LINES, max_size=4).map("".join),
    st.integers(0, 200),
    st.sampled_from(PIECES) | st.just(""),
    st.integers(0, 2),
)
TEXTS = WILD | DAMAGED | st.text("ab:-?#'\"[]{},|> \n\\&*!%", max_size=14) | st.text(max_size=10)
WORDS = (
    *("no", "yes", "true", "null", "~", "1.10", "010", "0x1f", "1e3", ".nan", "1_000", "12:30"),
    *("2021-01-02", "2021-01-02 03:04:05+02:00", "=", "<<"),
)


def outcome(text: str, loaders: tuple[Any, Any]) -> object:
    """The value that `text` gives, or the fault with all that a user would be told."""
    try:
        return read_yaml(text, loaders)
    except YamlFault as fault:
        return fault.line, fault.text, fault.hint


def fault_of(text: str, loaders: tuple[Any, Any] = QUICK) -> tuple[int, str, str]:
    with pytest.raises(YamlFault) as caught:
        read_yaml(text, loaders)
    return caught.value.line, caught.value.text, caught.value.hint


def scalars(value: Value) -> list[Scalar]:
    if isinstance(value, Scalar):
        return [value]
    if isinstance(value, Listing):
        return [scalar for item in value.items for scalar in scalars(item)]
    return [scalar for entry in value.entries for scalar in scalars(entry.value)]


@settings(max_examples=300)
@given(TEXTS)
@example("?")
@example("? a")
@example("---")
@example("|#")
@example("!a!b!c d")
@example("tags: [\nk:  \n]\n")
@example("tags: [a?, b?c, d??, e? f]\n")
@example('"\\UFFFFFFFF"')
def test_libyaml_and_the_pure_composer_give_one_value_or_one_fault(text: str) -> None:
    assert outcome(text, QUICK) == outcome(text, PURE)


@settings(max_examples=300)
@given(TEXTS)
def test_every_text_and_line_that_is_read_can_be_shown(text: str) -> None:
    value = outcome(text, QUICK)
    for scalar in scalars(value) if isinstance(value, Scalar | Listing | Mapping) else []:
        assert scalar.text.encode("utf-8") is not None
        assert not set(scalar.text) & set("\x00\x07\r\x1b\ufdd0")
        assert 1 <= scalar.line <= text.count("\n") + 1


@BOTH
@pytest.mark.parametrize("word", WORDS)
def test_scalar_stays_the_text_that_was_written(word: str, loaders: tuple[Any, Any]) -> None:
    assert read_yaml(f"[{word}]", loaders) == Listing((Scalar(word, 1),), 1)
    assert read_yaml(f"{word}: {word}", loaders) == Mapping((Entry(word, Scalar(word, 1), 1),), 1)


@BOTH
@pytest.mark.parametrize(
    ("yaml_text", "text"),
    [
        ("'it''s'", "it's"),
        ('"a\\tb \\u00e9"', "a\tb é"),
        (">-\n  one\n  two\n", "one two"),
        ("|\n  one\n  two\n", "one\ntwo\n"),
        ("http://example.org/?id=1#top", "http://example.org/?id=1#top"),
        ("!!str no", "no"),
        ("really?? yes?", "really?? yes?"),
    ],
)
def test_scalar_in_any_form_is_read(yaml_text: str, text: str, loaders: tuple[Any, Any]) -> None:
    value = read_yaml(f"key: {yaml_text}", loaders)
    assert isinstance(value, Mapping)
    assert value.entries[0].value == Scalar(text, 1)


@BOTH
def test_question_mark_within_a_word_needs_no_quotes_in_braces(loaders: tuple[Any, Any]) -> None:
    value = read_yaml("via: {url: https://a.example/?id=1, title: What now?}", loaders)
    assert value is not None
    assert [scalar.text for scalar in scalars(value)] == ["https://a.example/?id=1", "What now?"]


@BOTH
def test_each_value_knows_its_line(loaders: tuple[Any, Any]) -> None:
    text = "title: A\ntags:\n- a\n- b\nempty:\nvia: {name: x,\n  url: y}\n"
    tags = Listing((Scalar("a", 3), Scalar("b", 4)), 3)
    via = Mapping((Entry("name", Scalar("x", 6), 6), Entry("url", Scalar("y", 7), 7)), 6)
    assert read_yaml(text, loaders) == Mapping(
        (
            Entry("title", Scalar("A", 1), 1),
            Entry("tags", tags, 2),
            Entry("empty", Scalar("", 5), 5),
            Entry("via", via, 6),
        ),
        1,
    )


@BOTH
def test_repeated_key_is_kept_with_both_lines(loaders: tuple[Any, Any]) -> None:
    value = read_yaml("a: 1\nb: 2\na: 3\n", loaders)
    assert isinstance(value, Mapping)
    assert [(entry.key, entry.line) for entry in value.entries] == [("a", 1), ("b", 2), ("a", 3)]


@BOTH
@pytest.mark.parametrize("text", ["", "\n\n", "# only an aside\n", "   "])
def test_text_without_a_value_gives_none(text: str, loaders: tuple[Any, Any]) -> None:
    assert read_yaml(text, loaders) is None


@BOTH
def test_tab_is_refused_with_its_line_and_what_to_do(loaders: tuple[Any, Any]) -> None:
    assert fault_of("a: 1\nb:\n\t- c\n", loaders) == (
        3,
        "has a tab",
        "YAML is indented with spaces; replace the tab",
    )


@pytest.mark.parametrize("char", ["\x00", "\x07", "\r", "\x85", "\u2028", "\ufeff", "\ud800"])
def test_unprintable_character_is_refused_with_its_line(char: str) -> None:
    assert fault_of(f"a: 1\nb: x{char}y\n") == (
        2,
        f"has the unprintable character U+{ord(char):04X}",
        "delete it",
    )


@BOTH
@pytest.mark.parametrize(
    ("escape", "number"), [("\\0", "0000"), ("\\x1b", "001B"), ("\\ud800", "D800")]
)
@pytest.mark.parametrize("form", ['"{}": x', 'k: "{}"', 'k: ["{}"]'])
def test_escape_cannot_smuggle_in_an_unprintable_character(
    escape: str, number: str, form: str, loaders: tuple[Any, Any]
) -> None:
    line, text, _ = fault_of("a: 1\n" + form.format(escape), loaders)
    assert (line, text) == (2, f"has the unprintable character U+{number}, written as an escape")


@BOTH
def test_escape_beyond_unicode_is_a_fault_and_no_crash(loaders: tuple[Any, Any]) -> None:
    assert fault_of('"\\UFFFFFFFF"', loaders)[1] == "cannot be read as YAML"


@BOTH
@pytest.mark.parametrize(
    "text",
    ["a: &x b\nc: *x\n", "&x a: *x\n", "a: &x [b]\nc: *x\n", "a: &x b\n*x : c\n", "&x [*x]"],
)
def test_anchor_used_again_is_refused(text: str, loaders: tuple[Any, Any]) -> None:
    assert fault_of(text, loaders)[1:] == (
        "uses a YAML anchor a second time",
        "write the value out again",
    )


@BOTH
def test_thousandfold_laughter_is_refused_at_once(loaders: tuple[Any, Any]) -> None:
    doubled = "".join(f"k{i}: &k{i} [{f'*k{i - 1}, ' * 9 if i else 'ha'}]\n" for i in range(40))
    assert fault_of(doubled, loaders)[1] == "uses a YAML anchor a second time"


@BOTH
@pytest.mark.parametrize("text", ["!x a", "!!int x", "!!set {a}", "[!!python/name:os.system x]"])
def test_tag_is_refused(text: str, loaders: tuple[Any, Any]) -> None:
    line, words, hint = fault_of(text, loaders)
    assert (line, hint) == (1, "write the value without a tag")
    assert words.startswith("has the YAML tag ")


@BOTH
@pytest.mark.parametrize("text", ["[a]: b", "{a: b}: c", "? - a\n: b"])
def test_key_that_is_no_word_is_refused(text: str, loaders: tuple[Any, Any]) -> None:
    assert fault_of(text, loaders)[:2] == (1, "has a key that is not a word")


@BOTH
def test_value_with_a_colon_is_told_to_use_quotes(loaders: tuple[Any, Any]) -> None:
    assert fault_of("tags: [a]\ntitle: Kabul: it falls\n", loaders) == (
        2,
        "has a colon in the value of title",
        'write it as: title: "Kabul: it falls"',
    )


@BOTH
@pytest.mark.parametrize(
    ("text", "fault", "right"),
    [
        ("a: 1\ntitle: Now:\n", (2, "title"), 'title: "Now:"'),
        ("title: Is it? No: never  # sure\n", (1, "title"), 'title: "Is it? No: never"'),
        ('title: A "bad" one: it\'s\n', (1, "title"), "title: 'A \"bad\" one: it''s'"),
        ("title: C:\\temp: full\n", (1, "title"), "title: 'C:\\temp: full'"),
        ("s:\n  - name: A: b\n    url: x\n", (2, "name"), 'name: "A: b"'),
        ("s:\n  - url: x\n    title: A: b\n", (3, "title"), 'title: "A: b"'),
        ("via: {name: A: b, url: x}\n", (1, "name"), 'name: "A: b"'),
        ("via: {url: x, name: A: b}\n", (1, "name"), 'name: "A: b"'),
    ],
)
def test_value_with_a_colon_is_shown_in_quotes(
    text: str, fault: tuple[int, str], right: str, loaders: tuple[Any, Any]
) -> None:
    line, words, hint = fault_of(text, loaders)
    assert (line, words) == (fault[0], f"has a colon in the value of {fault[1]}")
    assert hint == f"write it as: {right}"
    (read,) = scalars(read_yaml(right) or Scalar("", 0))
    assert read.text in text


@BOTH
def test_long_value_with_a_colon_is_not_written_out(loaders: tuple[Any, Any]) -> None:
    hint = "put the whole value in quotes, or on lines of its own after `>-`"
    assert fault_of(f"summary: A: {'b ' * 100}\n", loaders)[1:] == (
        "has a colon in the value of summary",
        hint,
    )


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "summary: one\n  two: three\n",  # perhaps a key with a wrong indent
        "image: file: x.png\n  alt: y\n",  # perhaps keys that begin on the wrong line
        'text: "a": b\n',
        "tags: [a]: b\n",
    ],
)
def test_line_that_does_not_show_what_was_meant_keeps_the_general_hint(
    text: str, loaders: tuple[Any, Any]
) -> None:
    assert fault_of(text, loaders)[1:] == (
        "cannot be read: mapping values are not allowed here",
        "put a value that holds a colon in quotes",
    )


@BOTH
def test_line_without_a_colon_is_told_the_form(loaders: tuple[Any, Any]) -> None:
    line, _, hint = fault_of("title: A\nlead\ntags: [a]\n", loaders)
    assert (line, hint) == (2, "every line is `key: value`; a longer text goes after `>-`")


@BOTH
@pytest.mark.parametrize("text", ["a: 1\nb: [c\n\n", 'a: 1\nb: "c\n\n', "a: 1\nb: {c: d\n"])
def test_bracket_or_quote_left_open_is_reported_where_it_opens(
    text: str, loaders: tuple[Any, Any]
) -> None:
    assert fault_of(text, loaders)[0] == 2


@BOTH
def test_second_document_is_refused(loaders: tuple[Any, Any]) -> None:
    assert fault_of("a: b\n---\nc: d\n", loaders)[:2] == (
        2,
        "cannot be read: found another document",
    )


def nested(kind: str, depth: int) -> str:
    return {
        "open": "[" * depth,
        "closed": "[" * depth + "]" * depth,
        "braces": "{a: " * depth,
        "dashes": "- " * depth + "x",
        "keys": "? " * depth + "x",
        "block": "".join(" " * level + "a:\n" for level in range(min(depth, 2000))),
    }[kind]


@BOTH
@pytest.mark.parametrize("depth", [DEEPEST + 1, 1000, 100_000])
@pytest.mark.parametrize("kind", ["open", "closed", "braces", "dashes", "keys", "block"])
def test_deep_nesting_is_a_fault_and_no_crash(
    kind: str, depth: int, loaders: tuple[Any, Any]
) -> None:
    line, text, _ = fault_of(nested(kind, depth), loaders)
    assert text == f"is nested more than {DEEPEST} levels deep"
    assert line == (DEEPEST if kind == "block" else 1)


@BOTH
def test_deepest_nesting_is_read_again_and_again(loaders: tuple[Any, Any]) -> None:
    text = f"[{nested('closed', DEEPEST - 1)}, {nested('closed', DEEPEST - 1)}]"
    value = read_yaml(text, loaders)
    assert isinstance(value, Listing)
    assert len(value.items) == 2
