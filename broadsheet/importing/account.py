"""What became of everything in the other system? Each file or item is in the account once."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from broadsheet.exports.posts import LeftOut, Remark

SHOWN = 12  # kinds of changes in the short account
# What differs between two remarks of one kind.
VARYING = (
    (re.compile(r"^of its categories .+? became a? ?tags?$"), "its other categories became tags"),
    (re.compile(r"^its key (\S+) was left out$"), r"its key \1 was left out"),
    (re.compile(r"^(the link) .+? (became text.*|leads to the whole page.*)$"), r"\1 … \2"),
    (re.compile(r"^\{[%{]-?\s*(\w+).* was left out"), r"{% \1 … %} was left out"),
    (re.compile(r"^\{\{[<%]\s*/?\s*(\w+).* was left out"), r"{{< \1 … >}} was left out"),
    (re.compile(r"^\d+ control characters were left out"), "control characters were left out"),
    (re.compile(r"^a control character was left out"), "control characters were left out"),
    (re.compile(r"^(its old address) .+? is not kept: (.*)$"), r"\1 is not kept"),
    (re.compile(r"^(its slug became) .*$"), r"\1 another"),
    (re.compile(r"^(its main picture) .+? (was not found)$"), r"\1 \2"),
)


@dataclass(frozen=True, slots=True, order=True)
class Taken:
    """A file or an item that was taken: the path it has now, what was done with that file, and
    what was changed on the way."""

    origin: str
    path: str
    state: str
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """The whole import: what was taken, what was left out, and remarks about the site as such.

    `gone` are files of an earlier import whose origin is not at the source any more.
    """

    kind: str
    source: str
    taken: tuple[Taken, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def check_complete(seen: Iterable[str], account: Account) -> None:
    """Raise AssertionError unless everything that was seen is in the account, once."""
    found = [it.origin for it in account.taken] + [it.origin for it in account.left_out]
    counts = Counter(found)
    expected = Counter(seen)
    if counts != expected:
        astray = sorted((counts - expected) + (expected - counts))
        raise AssertionError(f"the account of the import is wrong about {astray[:5]}")


def kind_of(remark: Remark) -> str:
    """What a remark has in common with others of its kind."""
    for pattern, kind in VARYING:
        if pattern.search(remark.text):
            return pattern.sub(kind, remark.text)
    return remark.text.partition(": ")[0]


def short_lines(account: Account) -> Iterator[str]:
    """The account for a terminal: counts by kind, most frequent first."""
    yield _counted(account)
    states = Counter(re.split("; the new", it.state)[0] for it in account.taken)
    for state, count in sorted(states.items(), key=lambda it: (-it[1], it[0])):
        yield f"{count:6} {state}"
    kinds = Counter(kind for it in account.taken for kind in {*map(kind_of, it.remarks)})
    listed = sorted(kinds.items(), key=lambda it: (-it[1], it[0]))
    for kind, count in listed[:SHOWN]:
        yield f"{count:6} × {kind}"
    if len(listed) > SHOWN:
        yield f"       and {len(listed) - SHOWN} more kinds of changes"
    reasons = Counter(it.why.partition(": ")[0] for it in account.left_out)
    for why, count in sorted(reasons.items(), key=lambda it: (-it[1], it[0]))[:SHOWN]:
        yield f"{count:6} left out: {why}"
    if account.gone:
        yield f"{len(account.gone):6} not at the source any more: kept here"
    for remark in account.remarks:
        yield f"note: {remark}"


def _counted(account: Account) -> str:
    total = len(account.taken) + len(account.left_out)
    texts = sum(it.path.endswith(".md") for it in account.taken)
    return (
        f"{total} files or items at the source: {texts} texts and"
        f" {len(account.taken) - texts} other files taken, {len(account.left_out)} left out"
    )


def report(account: Account) -> str:
    """The whole account as Markdown, file by file; it names no moment, so that the same import
    makes the same report."""
    lines = ["# Import report", "", f"From {account.kind}, {_code(account.source)}."]
    lines += ["", "## In numbers", ""]
    lines += [f"- {line.strip()}" for line in short_lines(account)]
    lines += ["", "## Left out", ""]
    lines += _or_none([f"- {_code(it.origin)}: {_plain(it.why)}" for it in account.left_out])
    lines += ["", "## Not at the source any more, kept here", ""]
    lines += _or_none([f"- {_code(path)}" for path in account.gone])
    lines += ["", "## Taken", ""]
    for it in account.taken:
        lines.append(f"- {_code(it.origin)} → {_code(it.path)}: {it.state}")
        for remark in it.remarks:
            line = f"line {remark.line}: " if remark.line else ""
            lines.append(f"    - {line}{_plain(remark.text)}")
    return "\n".join([*lines, ""])


def _or_none(lines: Sequence[str]) -> Sequence[str]:
    return lines or ["nothing"]


def _printable(text: str) -> str:
    return "".join(it if it.isprintable() else " " for it in text)


def _code(text: str) -> str:
    return "`" + _printable(text).replace("`", "'") + "`"


def _plain(text: str) -> str:
    """A text that means nothing to Markdown or HTML where it is quoted."""
    return re.sub(r"([\\`*_\[\]<>{}|])", r"\\\1", _printable(text))
