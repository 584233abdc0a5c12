"""Front matter was changed here and elsewhere: what comes of it, key by key?"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.content.front_matter import FENCE
from broadsheet.editing.front_matter_edits import keys_of, root_of, with_keys
from broadsheet.editing.node_spans import end_of, key_of, line_start, next_line, start_of
from broadsheet.editing.three_way import three_way
from broadsheet.editing.values import Plain, likeness_key
from broadsheet.problems import ProblemsFound


@dataclass(frozen=True, slots=True)
class Clash:
    """A key that two people gave different values, with its lines in each version; empty where it
    is missing. `line` is where it stands in theirs, from 1."""

    key: str
    line: int
    base: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class _Keys:
    """Front matter by its keys: the lines of each, with the lines of comments above it and at the
    end, and its value."""

    lines: dict[str, str]
    above: dict[str, list[str]]
    values: dict[str, Plain]
    starts: dict[str, int]


REMARK = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)
END = ""  # what the comments at the end stand above


def merged_keys(base: str, theirs: str, mine: str) -> list[str | Clash] | None:
    """The parts of front matter with both changes, in order; None if it cannot be read by keys."""
    try:
        old, their, my = (_read(it) for it in (base, theirs, mine))
        lines = _by_lines(base, theirs, mine, (old, their, my))
        return [lines] if lines is not None else list(_by_keys(old, their, my))
    except ProblemsFound:
        return None


def _read(front_matter: str) -> _Keys:
    root = root_of(front_matter)
    if root is not None and root.flow_style:
        raise ProblemsFound([])
    found, done = _Keys({}, {}, {}, {}), 0
    for key, value in root.value if root else ():
        start = line_start(front_matter, start_of(key))
        end = next_line(front_matter, end_of(value, front_matter))
        name = key_of(key)
        found.above[name] = front_matter[done:start].splitlines()
        found.lines[name] = front_matter[start:end]
        found.starts[name] = front_matter.count("\n", 0, start) + 1
        done = end
    found.above[END] = front_matter[done:].splitlines()
    found.values.update(keys_of(_whole(front_matter)))
    return found


def _whole(front_matter: str) -> str:
    return f"{FENCE}\n{front_matter}{FENCE}\n"


def _by_lines(base: str, theirs: str, mine: str, keys: tuple[_Keys, _Keys, _Keys]) -> str | None:
    """Front matter merged by its lines, if nobody changed the same ones, and each key has the value
    that it should have."""
    parts = list(three_way(base.split("\n"), theirs.split("\n"), mine.split("\n")))
    if any(part.whose == "conflict" for part in parts):
        return None
    lines = [line for it in parts for line in (it.mine if it.whose == "mine" else it.theirs)]
    text = "\n".join(lines)
    try:
        values = keys_of(_whole(text))
    except ProblemsFound:
        return None
    wanted = {}
    for key in dict.fromkeys(key for it in keys for key in it.values):
        old, their, my = (it.values.get(key) for it in keys)
        found = their if my == old else my
        if old not in (their, my) and their != my:
            found = _both(old, their, my)
            if found is None:
                return None
        if found is not None:
            wanted[key] = found
    return text if values == wanted else None


def _by_keys(old: _Keys, their: _Keys, my: _Keys) -> Iterator[str | Clash]:
    """The parts of front matter, each key with its lines, and comments above it."""
    added = _counted(my) - _counted(old)
    gone = _counted(old) - _counted(my)
    for key in _order(their, my):
        yield "".join(f"{line}\n" for line in _comments(key, their, my, added, gone))
        yield _merged_key(key, old, their, my)
    rest = [*_comments(END, their, my, added, gone), *added.elements()]
    yield "".join(f"{line}\n" for line in rest)


def _counted(keys: _Keys) -> Counter[str]:
    return Counter(line for lines in keys.above.values() for line in lines)


def _comments(
    key: str, their: _Keys, my: _Keys, added: Counter[str], gone: Counter[str]
) -> Iterator[str]:
    """The comments above a key: those of theirs that I left, then those that I added."""
    for line in their.above.get(key, []):
        if gone[line] > 0:
            gone[line] -= 1
        else:
            yield line
    for line in my.above.get(key, []):
        if added[line] > 0:
            added[line] -= 1
            yield line


def _order(their: _Keys, my: _Keys) -> list[str]:
    """All keys: in their order, and each of mine alone behind the one that it followed."""
    order, before = list(their.lines), ""
    for key in my.lines:
        if key not in their.lines:
            order.insert(order.index(before) + 1 if before else 0, key)
        before = key
    return order


def _merged_key(key: str, old: _Keys, their: _Keys, my: _Keys) -> str | Clash:
    """The lines of a key, with both changes if that can be."""
    was, theirs, mine = (it.lines.get(key, "") for it in (old, their, my))
    if mine in (was, theirs):
        return theirs
    if theirs == was:
        return mine
    before, there, here = (it.values.get(key) for it in (old, their, my))
    clash = Clash(key, their.starts.get(key, 1), was, theirs, mine)
    if there is None or here is None:
        return clash
    if there == before and here != before:
        result: str | None = _with(theirs, key, here)
    elif here in (there, before):
        result = theirs if here == there else _with(mine, key, there)
    else:
        both = _both(before, there, here)
        result = None if both is None else _with(theirs, key, both)
    remarks = _remarks(mine) + _remarks(theirs) - _remarks(was)
    return result if result is not None and remarks <= _remarks(result) else clash


def _with(lines: str, key: str, value: Plain) -> str:
    """The lines of a key with another value."""
    text = with_keys(_whole(lines), {key: value})
    return text.removeprefix(f"{FENCE}\n").removesuffix(f"{FENCE}\n")


def _remarks(lines: str) -> Counter[str]:
    """The comments in the lines of a key, and what looks like one."""
    return Counter(REMARK.findall(lines))


def _both(base: Plain | None, theirs: Plain | None, mine: Plain | None) -> Plain | None:
    """A list with the items that each added and without those that each removed; None if the two
    disagree, or are no lists."""
    if not isinstance(theirs, list) or not isinstance(mine, list):
        return None
    old = base if isinstance(base, list) else []
    if base is not None and not isinstance(base, list):
        return None
    items = {likeness_key(it): it for it in (*old, *mine, *theirs)}
    keys = [[likeness_key(it) for it in them] for them in (old, theirs, mine)]
    found: list[str] = []
    for part in three_way(*keys):
        if part.whose == "conflict" and part.base:
            return None
        found += part.mine if part.whose == "mine" else part.theirs
        if part.whose == "conflict":
            found += [it for it in part.mine if it not in part.theirs]
    return [items[it] for it in found] if len(set(found)) == len(found) else None
