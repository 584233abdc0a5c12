"""Changes keys of a text's front matter, and its body; all else stays as a person wrote it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product

import yaml

from broadsheet.content.front_matter import FENCE, Split, composed, split_front_matter
from broadsheet.content.yaml_text import read_nodes
from broadsheet.editing.node_edits import Editor
from broadsheet.editing.node_spans import end_of, key_of, next_line
from broadsheet.editing.splices import Splice, spliced, with_lf
from broadsheet.editing.values import Given, Plain, is_same, of_node
from broadsheet.editing.written_values import entry_lines
from broadsheet.problems import Problem, ProblemLog, ProblemsFound

MARK = "\ufeff"  # the byte order mark
UNFIT, BY_HAND = (
    "is written in a way that only a person can change",
    "change it in the file by hand",
)


def with_keys(text: str, changes: Mapping[str, Given | None], path: str = "this text") -> str:
    """`text` with keys of its front matter given other values; None removes a key.

    Only the lines of keys whose values differ change; a new key goes below the others. Comments,
    order, quotes, blank lines and line ends of all else stay, and the comment at the end of a
    changed line. A text without front matter gets some. What is written reads back as what was
    given, but that a space stands for each character that front matter cannot hold.
    Raises ProblemsFound, with `path` as the file, if the front matter cannot be read.
    """
    split = split_of(text, path)
    if split is None:
        return _begun(text, {key: it for key, it in changes.items() if it is not None})
    start = text.startswith(MARK) + len(_fence(text)) + 1
    part, root = split.front_matter, root_of(split.front_matter, path)
    for result in attempts(text, start, part, lambda it: splices_of(it, root, changes)):
        if result is text or _is_right(text, result, changes):
            return result
    raise ProblemsFound([Problem(path, _line_of(split.front_matter, changes), UNFIT, BY_HAND)])


def attempts(
    text: str, start: int, part: str, find: Callable[[Editor], Iterable[Splice]]
) -> Iterator[str]:
    """`text` with what `find` changes in the part of it that begins at `start`, in each way in
    which that can be written, the least changed first; `text` itself if nothing changes."""
    for in_parts, in_lines in product((True, False), (True, False)):
        found = find(Editor(part, in_parts, in_lines))
        moved = [Splice(it.start + start, it.end + start, it.text) for it in found]
        yield spliced(text, moved) if moved else text


def with_body(text: str, body: str) -> str:
    """`text` with another body below its front matter, in the line ends of the text."""
    new = with_lf(body)
    split = split_of(text, "this text")
    if split is None:
        whole = with_lf(text).removeprefix(MARK)
        return text if new == whole else _put(text, len(with_lf(text)) - len(whole), _unlike(new))
    if new == split.body:
        return text
    start = len(with_lf(text)) - len(split.body)
    if not with_lf(text)[:start].endswith("\n"):
        new = f"\n{new}"  # the text ended with the line of its front matter
    return _put(text, start, new)


def keys_of(text: str, path: str = "this text") -> dict[str, Plain]:
    """The values of a text's front matter by their keys, as texts, lists and mappings. Raises
    ProblemsFound, with `path` as the file, if they cannot be read."""
    split = split_of(text, path)
    return _values(root_of(split.front_matter, path)) if split else {}


def body_of(text: str) -> str:
    """A text's body, with LF line ends; raises ProblemsFound."""
    split = split_of(text, "this text")
    return split.body if split else with_lf(text).removeprefix(MARK)


def _unlike(body: str) -> str:
    """A body that does not begin as front matter does."""
    return f"\n{body}" if body.split("\n", 1)[0].rstrip() == FENCE else body


def _put(text: str, start: int, new: str) -> str:
    return spliced(text, [Splice(start, len(with_lf(text)), new)])


def split_of(text: str, path: str = "this text") -> Split | None:
    """Front matter and body; None if there is no front matter. Raises ProblemsFound."""
    log, plain = ProblemLog(path), with_lf(text).removeprefix(MARK)
    first = plain.split("\n", 1)[0].rstrip()
    if first not in (FENCE, "+++"):
        return None
    split = split_front_matter(plain, log)
    if split is None:
        raise ProblemsFound(log.problems)
    has_none = plain.split("\n")[1].rstrip() == FENCE  # no line, which reads as an empty one
    return Split("", split.body, split.body_line) if has_none else split


def _fence(text: str) -> str:
    return with_lf(text).removeprefix(MARK).split("\n", 1)[0]


def _begun(text: str, keys: Mapping[str, object]) -> str:
    """A text with front matter put before it."""
    if not keys:
        return text
    start = int(text.startswith(MARK))
    lines = [line for key, value in keys.items() for line in entry_lines(key, value, 0)]
    new = "".join(f"{line}\n" for line in (FENCE, *lines, FENCE))
    return spliced(text, [Splice(start, start, new)])


def root_of(front_matter: str, path: str = "this text") -> yaml.MappingNode | None:
    """The mapping of front matter; None if it has no key. Raises ProblemsFound."""
    log = ProblemLog(path)
    node = (
        read_nodes(front_matter) if _is_blank(front_matter) or composed(front_matter, log) else None
    )
    if node is not None and not isinstance(node, yaml.MappingNode):
        log.problem(node.start_mark.line + 2, "the front matter must be key: value pairs", BY_HAND)
    for number, (key, _) in enumerate(node.value if isinstance(node, yaml.MappingNode) else ()):
        names = [key_of(it) for it, _ in node.value[:number]] if node else []
        if key_of(key) in names:
            line = key.start_mark.line + 2
            log.problem(line, f"{key_of(key)} appears twice", "keep one of the two")
    if log.problems:
        raise ProblemsFound(log.problems)
    return node if isinstance(node, yaml.MappingNode) else None


def _is_blank(front_matter: str) -> bool:
    """Whether there is nothing but comments and blank lines."""
    lines = (line.strip() for line in front_matter.split("\n"))
    return all(not line or line.startswith("#") for line in lines)


def _values(root: yaml.MappingNode | None) -> dict[str, Plain]:
    return {key_of(key): of_node(value) for key, value in root.value} if root else {}


def splices_of(
    editor: Editor, root: yaml.MappingNode | None, changes: Mapping[str, Given | None]
) -> list[Splice]:
    """What must change in front matter so that its keys have these values."""
    known = {key_of(key) for key, _ in root.value} if root else set()
    if root and root.flow_style:
        return list(editor.entries(root, changes))
    old = {key: value for key, value in changes.items() if key in known}
    found = list(editor.entries(root, old)) if root else []
    new = {key: it for key, it in changes.items() if key not in known and it is not None}
    if new:
        column = root.start_mark.column if root else 0
        lines = [it for key in new for it in entry_lines(key, new[key], column, editor.in_lines)]
        at = _end_of_keys(editor.text, root)
        found.append(Splice(at, at, "".join(f"{line}\n" for line in lines)))
    return found


def _end_of_keys(front_matter: str, root: yaml.MappingNode | None) -> int:
    """Where the last line of front matter ends that is not blank."""
    written = len(front_matter.rstrip())
    last = end_of(root.value[-1][1], front_matter) if root else 0
    end = max(written, last)
    return next_line(front_matter, end) if end else 0


def _is_right(old: str, new: str, changes: Mapping[str, Given | None]) -> bool:
    """Whether a text has the new values, all others as before, and its body."""
    try:
        before, after = keys_of(old), keys_of(new)
        is_whole = body_of(old) == body_of(new)
    except ProblemsFound:
        return False
    wanted = {key: it for key, it in changes.items() if it is not None}
    others = {key: it for key, it in before.items() if key not in changes}
    return (
        is_whole
        and after.keys() == others.keys() | wanted.keys()
        and all(after[key] == it for key, it in others.items())
        and all(is_same(after[key], it) for key, it in wanted.items())
    )


def _line_of(front_matter: str, changes: Mapping[str, Given | None]) -> int:
    root = root_of(front_matter, "this text")
    lines = (
        [key.start_mark.line + 2 for key, _ in root.value if key_of(key) in changes] if root else []
    )
    return min(lines, default=1)
