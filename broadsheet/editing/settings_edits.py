"""Changes what `site.yaml` says; all else stays as a person wrote it."""

from collections.abc import Callable, Iterable, Mapping

import yaml

from broadsheet.content.settings import FILE, read_settings
from broadsheet.editing.changes import bytes_of
from broadsheet.editing.front_matter_edits import (
    BY_HAND,
    MARK,
    UNFIT,
    attempts,
    root_of,
    splices_of,
)
from broadsheet.editing.node_edits import Editor
from broadsheet.editing.node_spans import key_of
from broadsheet.editing.splices import Splice, with_lf
from broadsheet.editing.values import Given, Plain, of_node
from broadsheet.problems import Problem, ProblemsFound

Finder = Callable[[Editor, yaml.MappingNode | None], Iterable[Splice]]


def settings_of(text: str) -> dict[str, Plain]:
    """The keys of a text of `site.yaml` with their values, as texts, lists and mappings; keys
    without a value are left out. Raises ProblemsFound if they cannot be read."""
    root = _root(text)
    return {key_of(key): of_node(value) for key, value in root.value} if root else {}


def with_settings(text: str, changes: Mapping[str, Given | None]) -> str:
    """`text` with keys of `site.yaml` given other values; None removes a key. Only the lines of
    what differs change. Raises ProblemsFound if that cannot be done, or would be a mistake."""
    return _changed(text, lambda editor, root: splices_of(editor, root, changes))


def with_entries(text: str, key: str, entries: Mapping[str, str], below: str = "") -> str:
    """`text` with entries added to the table `key` of `site.yaml`, or to the table `below` in
    that one; tables that are not there are begun. Entries that are there already, also those
    without a value, stay as they are. Raises ProblemsFound as `with_settings` does."""
    path = [key, *([below] if below else [])]

    def found(editor: Editor, root: yaml.MappingNode | None) -> Iterable[Splice]:
        node, left = _table(root, path)
        new: Mapping[str, Given] = entries
        for name in reversed(left):
            new = {name: new}
        if node is root or node is None:
            return splices_of(editor, root, new)
        return list(editor.entries(node, new))

    return _changed(text, found)


def with_items(text: str, key: str, items: Iterable[str]) -> str:
    """`text` with items added to the list `key` of `site.yaml`. Raises as `with_settings` does."""
    known = settings_of(text).get(key, [])
    before = known if isinstance(known, list) else [known]
    return with_settings(text, {key: [*before, *(it for it in items if it not in before)]})


def _table(
    node: yaml.MappingNode | None, path: list[str]
) -> tuple[yaml.MappingNode | None, list[str]]:
    """The innermost table of a path that is there, and the names that are left."""
    for number, name in enumerate(path):
        found = [it for key, it in (node.value if node else ()) if key_of(key) == name]
        if not found:
            return node, path[number:]
        if not isinstance(found[0], yaml.MappingNode) or not found[0].value:
            if of_node(found[0]) in ("", {}):
                return node, path[number:]  # it has no value yet
            raise _unfit(found[0])
        node = found[0]
    return node, []


def _unfit(node: yaml.Node | None = None) -> ProblemsFound:
    return ProblemsFound([Problem(FILE, node.start_mark.line + 1 if node else 0, UNFIT, BY_HAND)])


def _root(text: str) -> yaml.MappingNode | None:
    _, log = read_settings(bytes_of(text))
    if log.problems:
        raise ProblemsFound(log.problems)
    return root_of(with_lf(text).removeprefix(MARK), FILE)


def _changed(text: str, find: Finder) -> str:
    """`text` with the first changes that YAML reads as meant: without new mistakes, and with all
    other keys as they were."""
    root, before = _root(text), settings_of(text)
    part = with_lf(text).removeprefix(MARK)
    for result in attempts(text, text.startswith(MARK), part, lambda it: find(it, root)):
        _, log = read_settings(bytes_of(result))
        if not log.problems and _differing(before, settings_of(result)) <= 1:
            return result
    raise ProblemsFound(log.problems) if log.problems else _unfit()


def _differing(before: Mapping[str, Plain], after: Mapping[str, Plain]) -> int:
    """How many keys differ."""
    return sum(before.get(key) != after.get(key) for key in {*before, *after})
