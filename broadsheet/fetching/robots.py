"""Whether a host's robots.txt lets this program fetch a page, as RFC 9309 says."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

LARGEST = 512_000  # bytes of robots.txt that are read; RFC 9309 asks for at least 500 KiB
LINE = re.compile(r"\s*(user-agent|allow|disallow)\s*:([^#]*)", re.IGNORECASE)
TOKEN = re.compile(r"[A-Za-z_-]+")
KEPT = "/?&=+;,:@!$'()*~%"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of robots.txt: the addresses that match `path` are allowed, or not. `path` may hold
    `*` for any characters and `$` at its end for the end of the address."""

    path: str
    allows: bool

    def matches(self, target: str) -> bool:
        """Whether it speaks of the address `target`: path and query, normalized."""
        ended = self.path.endswith("$")
        first, *others = self.path.removesuffix("$").split("*")
        if not target.startswith(first):
            return False
        if not others:
            return not ended or target == first
        at = len(first)
        last = others.pop() if ended else ""
        for part in others:  # the earliest place of each part leaves the most for the next
            found = target.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return len(target) - len(last) >= at and target.endswith(last)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host for one program."""

    rules: tuple[Rule, ...] = ()

    def allows(self, target: str) -> bool:
        """Whether the page at `target`, a path with its query, may be fetched: the longest rule
        that matches decides; of two equally long ones, the one that allows."""
        address = _normal(target)
        if address == "/robots.txt":
            return True
        fitting = [rule for rule in self.rules if rule.matches(address)]
        best = max(fitting, key=lambda rule: (len(rule.path), rule.allows), default=None)
        return best is None or best.allows


ALL = Robots()


def read_robots(content: bytes, program: str) -> Robots:
    """The rules of a robots.txt for the program of this name, such as `Broadsheet`: those of all
    groups that name it, else those of the groups for `*`. What is not a rule is passed over."""
    groups = list(_groups(content.decode("utf-8", "replace").lstrip("\ufeff")))
    name = program.casefold()
    own = [rules for names, rules in groups if name in names]
    chosen = own or [rules for names, rules in groups if "*" in names]
    return Robots(tuple(rule for rules in chosen for rule in rules))


def _groups(text: str) -> Iterator[tuple[set[str], list[Rule]]]:
    names: set[str] = set()
    rules: list[Rule] = []
    in_rules = False
    for key, value in _lines(re.split(r"\r\n|\r|\n", text)):
        if key == "user-agent":
            if in_rules:
                yield names, rules
                names, rules, in_rules = set(), [], False
            names.add(_program(value))
        elif names:
            in_rules = True
            if value:
                rules.append(Rule(_normal(value), key == "allow"))
    if names:
        yield names, rules


def _lines(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if found := LINE.match(line):
            yield found[1].lower(), found[2].strip()


def _program(value: str) -> str:
    """The name in a user-agent line, without a version that does not belong there."""
    token = TOKEN.match(value)
    return "*" if value.startswith("*") else token[0].casefold() if token else ""


def _normal(path: str) -> str:
    """A path with what may be written in two ways written in one: `%7E` as `~`, `ü` as `%C3%BC`."""
    pieces = re.split(r"(%[0-9A-Fa-f]{2})", path)
    return "".join(
        _character(it) if number % 2 else quote(it, KEPT) for number, it in enumerate(pieces)
    )


def _character(escaped: str) -> str:
    byte = unquote_to_bytes(escaped)
    plain = byte.isalnum() or byte in b"-._~"
    return byte.decode("ascii") if plain else escaped.upper()
