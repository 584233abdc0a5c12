"""Reads YAML as values with line numbers, in which every scalar stays a text.

It uses libyaml where PyYAML was built with it, else PyYAML's own composer. Both give the same
values and errors: whatever they read differently always goes to PyYAML's own.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

LOADERS = (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader)
PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
LONGEST_SHOWN = 150  # characters of a value that a hint writes out
DEEPEST = 50  # far below the limits of libyaml's composer and Python's stack
# U+2028 and U+2029 end a line in YAML but not in an editor, so they would shift line numbers.
UNPRINTABLE = re.compile(
    r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    r"\U00010000-\U0010ffff]"
)
# The two composers differ in a line or an error for explicit keys, tags, document markers and a
# comment right after the sign of a block.
RARE = re.compile(r"(^|[-\s:,\[{])[?!]|^---|[|>][-+0-9]*#", re.MULTILINE)
# Within `[ ]` and `{ }`, PyYAML's own scanner ends a plain word at a question mark, as in
# `{url: https://example.org/?id=1}`. So a question mark within a word is hidden from both scanners.
ASKED = re.compile(r"(?<=[^\s\\,:\[{-])\?")
STAND_IN = "\ufdd0"  # not a character, so the text cannot contain it
HINTS = {
    "mapping values are not allowed here": "put a value that holds a colon in quotes",
    "expected ',' or ']', but got ':'": "put a value that holds a colon in quotes",
    "could not find expected ':'": "every line is `key: value`; a longer text goes after `>-`",
}
WITH_COLON = {  # the problem of a value with a colon, and how its key and value stand on the line
    "mapping values are not allowed here": re.compile(
        r"""^\s*(?:-\s+)*([\w-]+):\s+([^\s"'\[{&*!|>%@`#].*)"""
    ),
    "expected ',' or '}', but got ':'": re.compile(
        r"""[{,]\s*([\w-]+):\s+([^\s"'\[\]{},&*!|>%@`#][^"\[\]{},]*)(?=[,}])"""
    ),
}
COMMENT = re.compile(r"\s#")
# Errors that are found only at the end of what began on the wrong line: a missing colon, a quote
# that is not closed.
# A line that opens a quoted value: its indent and key, the quote, and the rest of the line.
QUOTED = re.compile(r"""\s*(?:-\s+)*(?:([\w-]+):\s+)?\[?(["'])(.*)""")
CLOSED = {'"': re.compile(r'(?:[^"\\]|\\.)*"'), "'": re.compile(r"(?:[^']|'')*'(?!')")}
LATE = re.compile("could not find expected ':'|unexpected end of stream|<stream end>")


class YamlFault(Exception):
    """YAML that cannot be read; `line` counts from 1 within the text."""

    def __init__(self, line: int, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.line, self.text, self.hint = line, text, hint


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, always as text; `line` counts from 1 within the YAML."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A YAML sequence."""

    items: tuple["Value", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with its value; a key may repeat."""

    key: str
    value: "Value"
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """A YAML mapping, its entries in the order of the text."""

    entries: tuple[Entry, ...]
    line: int


Value = Scalar | Listing | Mapping


def read_yaml(text: str, loaders: tuple[Any, Any] = LOADERS) -> Value | None:
    """The value that `text` holds, or None when it holds none; raises YamlFault.

    `loaders` are the composer to use, and the one whose message is shown when that one fails.
    """
    _refuse_odd_characters(text)
    quick, thorough = loaders
    text = ASKED.sub(STAND_IN, text)
    node = _composed(text, thorough if RARE.search(text) else quick)
    if isinstance(node, YamlFault):
        node = _composed(text, thorough)
    if isinstance(node, YamlFault):
        raise node
    return _value(node, set()) if node else None


def read_nodes(text: str) -> yaml.Node | None:
    """The nodes of a text that `read_yaml` can read, as PyYAML sees them, with their places in it;
    STAND_IN stands in them for some question marks."""
    return yaml.compose(ASKED.sub(STAND_IN, text), Loader=_bounded(yaml.SafeLoader))


def _refuse_odd_characters(text: str) -> None:
    found = UNPRINTABLE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        if found[0] == "\t":
            raise YamlFault(line, "has a tab", "YAML is indented with spaces; replace the tab")
        raise YamlFault(line, f"has the unprintable character U+{ord(found[0]):04X}", "delete it")


def _composed(text: str, loader: Any) -> yaml.Node | YamlFault | None:
    try:
        return yaml.compose(text, Loader=_bounded(loader))
    except YamlFault as fault:
        return fault
    except yaml.MarkedYAMLError as error:
        return _open_quote(error, text) or _colon_in_value(error, text) or _worded(error)
    except (yaml.YAMLError, ValueError, OverflowError):  # an escape such as "\UFFFFFFFF"
        return YamlFault(1, "cannot be read as YAML")


def _open_quote(error: yaml.MarkedYAMLError, text: str) -> YamlFault | None:
    """The fault of a quote that is not closed on the line it begins, if that explains the error."""
    lines = text.split("\n")
    if error.context == "while scanning a quoted scalar" and error.context_mark:
        line = error.context_mark.line
        return YamlFault(line + 1, "opens a quote that is not closed", _quoted_right(lines[line]))
    if error.problem != "expected <block end>, but found '<scalar>'" or not error.problem_mark:
        return None
    for line in range(min(error.problem_mark.line, len(lines) - 1), -1, -1):
        found = QUOTED.fullmatch(lines[line])
        closed = CLOSED[found[2]].match(found[3]) if found else None
        rest = found[3][closed.end() :].lstrip() if found and closed else ""
        if found and not closed:
            fault = "opens a quote that is not closed"
        elif rest and rest[0] not in "#,]":
            fault = "goes on after its closing quote"
        else:
            continue
        return YamlFault(line + 1, fault, _quoted_right(lines[line]))
    return None


def _quoted_right(line: str) -> str:
    """A hint on how to write the value in quotes that a line opens."""
    found = QUOTED.fullmatch(line)
    words = found[3].strip().removesuffix(found[2]).strip() if found else ""
    if not found or not found[1] or len(words) > 60 or "[" in line:
        return "close it where the text ends; a text that holds quotes can stand after `>-`"
    return f"write it as: {found[1]}: {_in_quotes(words)}"


def _in_quotes(words: str) -> str:
    quote = "'" if '"' in words or "\\" in words else '"'
    inner = words.replace("'", "''") if quote == "'" else words
    return f"{quote}{_asked_again(inner)}{quote}"


def _colon_in_value(error: yaml.MarkedYAMLError, text: str) -> YamlFault | None:
    """The fault of a value that holds a colon, if its line alone shows that."""
    form = WITH_COLON.get(error.problem or "")
    if not form or not error.problem_mark:
        return None
    at, lines = error.problem_mark, text.split("\n")
    for found in form.finditer(lines[at.line]):
        if found.start(2) < at.column < found.end(2) and not _goes_on(lines, at.line, found):
            fault = f"has a colon in the value of {found[1]}"
            words = COMMENT.split(found[2], 1)[0].strip()
            hint = f"write it as: {found[1]}: {_in_quotes(words)}"
            if len(words) > LONGEST_SHOWN:
                hint = "put the whole value in quotes, or on lines of its own after `>-`"
            return YamlFault(at.line + 1, fault, hint)
    return None


def _goes_on(lines: list[str], at: int, found: re.Match[str]) -> bool:
    """Whether the next line belongs to the value of the key that was found."""
    after = next((line for line in lines[at + 1 :] if line.strip()), "")
    indent = len(after) - len(after.lstrip())
    return bool(after) and found.end() == len(lines[at]) and indent > found.start(1)


def _worded(error: yaml.MarkedYAMLError) -> YamlFault:
    words = _asked_again(error.problem or error.context or "cannot be read")
    marks = error.problem_mark, error.context_mark
    mark = marks[LATE.search(words) is not None] or marks[0] or marks[1]
    text = f"cannot be read: {words.removeprefix('but ')}"
    return YamlFault(mark.line + 1 if mark else 1, text, HINTS.get(words, ""))


def _asked_again(text: str) -> str:
    return text.replace(STAND_IN, "?").replace(ascii(STAND_IN)[1:-1], "?")


class _Bounds:
    """Both composers call this around each node; it stops nesting too deep for their stacks."""

    depth = 0

    def descend_resolver(self, parent: yaml.Node | None, index: object) -> None:
        self.depth += 1
        if parent and self.depth > DEEPEST:
            text = f"is nested more than {DEEPEST} levels deep"
            raise YamlFault(parent.start_mark.line + 1, text)

    def ascend_resolver(self) -> None:
        self.depth -= 1


@cache
def _bounded(loader: Any) -> Any:
    return type(f"Bounded{loader.__name__}", (_Bounds, loader), {})


def _value(node: yaml.Node, seen: set[int]) -> Value:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise YamlFault(line, "uses a YAML anchor a second time", "write the value out again")
    seen.add(id(node))
    if node.tag not in PLAIN_TAGS and not _is_guessed(node):
        raise YamlFault(line, f"has the YAML tag {node.tag}", "write the value without a tag")
    return READERS[type(node)](node, line, seen)


def _is_guessed(node: yaml.Node) -> bool:
    # The resolver tags a plain `2021-08-15` as a date. A tag that differs from the resolver's was
    # written by the author.
    return (
        isinstance(node, yaml.ScalarNode)
        and not node.style  # None from the pure composer, "" from libyaml
        and node.tag == _RESOLVER.resolve(yaml.ScalarNode, node.value, (True, False))
    )


_RESOLVER: Any = yaml.resolver.Resolver()


def _scalar(node: yaml.ScalarNode, line: int, seen: set[int]) -> Scalar:
    value = node.value.replace(STAND_IN, "?")
    found = UNPRINTABLE.search(value.replace("\t", " "))
    if found:
        text = f"has the unprintable character U+{ord(found[0]):04X}, written as an escape"
        raise YamlFault(line, text, "delete it")
    return Scalar(value, line)


def _listing(node: yaml.SequenceNode, line: int, seen: set[int]) -> Value:
    return Listing(tuple(_value(item, seen) for item in node.value), line)


def _mapping(node: yaml.MappingNode, line: int, seen: set[int]) -> Value:
    return Mapping(tuple(_entries(node, seen)), line)


def _entries(node: yaml.MappingNode, seen: set[int]) -> Iterator[Entry]:
    for key, value in node.value:
        line = key.start_mark.line + 1
        word, meaning = _value(key, seen), _value(value, seen)
        if not isinstance(word, Scalar):
            raise YamlFault(line, "has a key that is not a word")
        nothing = isinstance(meaning, Scalar) and not meaning.text  # its line can differ
        yield Entry(word.text, Scalar("", line) if nothing else meaning, line)


READERS: dict[type[yaml.Node], Callable[[Any, int, set[int]], Value]] = {
    yaml.ScalarNode: _scalar,
    yaml.SequenceNode: _listing,
    yaml.MappingNode: _mapping,
}
