"""What must change in the text of front matter so that a value becomes another one?

Only what differs changes: an item of a list or a key of a mapping that stays the same keeps its
lines, with their comments. Where a value cannot be changed in parts, it is written anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

import yaml

from broadsheet.editing.node_spans import (
    Slot,
    dash_of,
    end_of,
    is_block,
    is_empty,
    is_in_lines,
    key_of,
    line_end,
    line_start,
    next_line,
    slot_of,
    start_of,
)
from broadsheet.editing.splices import Splice
from broadsheet.editing.values import filled, is_list, is_same, likeness_key, of_node, text_of
from broadsheet.editing.written_values import (
    IN_LINES,
    LONGEST_LIST,
    Written,
    entry_lines,
    folded,
    in_flow,
    item_lines,
    kind_of,
    single,
    written,
)

Changes = Mapping[str, object]
NARROWEST, WIDEST = 60, 100  # columns of a text that is folded again


class Whole(Exception):
    """A value cannot be changed in parts."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Finds the changes of one `text`; unless `in_parts`, each changed value is written anew.
    `in_lines` says whether new texts of several lines may be written as such, and comments stay
    where they are below a key that is removed; the other way is for what YAML would misread."""

    text: str
    in_parts: bool = True
    in_lines: bool = True

    def entries(self, node: yaml.MappingNode, changes: Changes) -> Iterator[Splice]:
        """Give keys of a mapping other values; None removes a key."""
        edit = self._block_entries if is_block(node) else self._flow_entries
        yield from edit(node, changes)

    def _block_entries(self, node: yaml.MappingNode, changes: Changes) -> Iterator[Splice]:
        column, last = node.start_mark.column, 0
        for pair in node.value:
            key, end = key_of(pair[0]), next_line(self.text, end_of(pair[1], self.text))
            start, last = line_start(self.text, start_of(pair[0])), end
            if key not in changes:
                continue
            if changes[key] is not None:
                yield from self.value(slot_of(pair, self.text, column), changes[key])
            elif self.text[start : start + column].strip():
                raise Whole  # it stands on the line of a dash
            else:
                yield Splice(start, end, "")
                yield from () if self.in_lines else self._moved_left(end)
        known = {key_of(key) for key, _ in node.value}
        for key, value in changes.items():
            if key not in known and value is not None:
                lines = entry_lines(key, value, column, self.in_lines)
                yield Splice(last, last, "".join(f"{line}\n" for line in lines))

    def _moved_left(self, at: int) -> Iterator[Splice]:
        """Comments from a place on are moved to the first column, and blank lines before them
        removed: else they could become a part of a text that stands above."""
        while at < len(self.text):
            line = self.text[at : next_line(self.text, at)]
            words = line.lstrip()
            if words and not words.startswith("#"):
                return
            yield Splice(at, at + len(line) - len(words), "")
            at += len(line)

    def value(self, slot: Slot, new: object) -> Iterator[Splice]:
        """Put another value into a slot."""
        old = of_node(slot.node)
        if is_same(old, new):
            return
        if self.in_parts:
            try:
                yield from list(self._parts(slot, new))
                return
            except Whole:
                pass
        if isinstance(old, str) and old and isinstance(new, Sequence) and len(new) == 1:
            new = new[0] if _is_single(new[0]) else new  # one author, written as a text
        yield from self._replaced(slot, new)

    def _parts(self, slot: Slot, new: object) -> Iterator[Splice]:
        node = slot.node
        if isinstance(node, yaml.MappingNode) and isinstance(new, Mapping) and filled(new):
            yield from self.entries(node, _all_changes(node, new))
        elif (
            isinstance(node, yaml.SequenceNode)
            and node.value
            and isinstance(new, Sequence)
            and not isinstance(new, str)
            and new
        ):
            if _is_too_long(slot, new) and self._is_on_one_line(node):
                raise Whole
            edit = self._block_items if is_block(node) else self._flow_items
            yield from edit(node, new, slot)
        else:
            raise Whole

    def _is_on_one_line(self, node: yaml.Node) -> bool:
        return "\n" not in self.text[start_of(node) : int(node.end_mark.index)]

    def _block_items(
        self, node: yaml.SequenceNode, new: Sequence[object], slot: Slot
    ) -> Iterator[Splice]:
        column, text = node.start_mark.column, self.text
        dashes = [dash_of(item, text, column) for item in node.value]
        ends = [next_line(text, end_of(item, text)) for item in node.value]
        places = [dash for dash in dashes if dash is not None]
        if len(places) < len(dashes) or sorted(set(places)) != places:
            raise Whole
        flow = any(isinstance(it, yaml.MappingNode) and not is_block(it) for it in node.value)
        for old, wanted, after in _matched(node, new):
            for number, value in zip_longest(old, wanted):
                if number is None:
                    at = ends[after] if after >= 0 else next_line(text, slot.opened)
                    if after < 0 and line_end(text, slot.opened) >= places[0]:
                        raise Whole
                    yield Splice(at, at, _joined(self._item_lines(new[value], column, flow)))
                elif value is None:
                    yield Splice(line_start(text, places[number]), ends[number], "")
                else:
                    yield from self._item(places[number], node.value[number], column, new[value])

    def _item(self, dash: int, item: yaml.Node, column: int, new: object) -> Iterator[Splice]:
        """Give an item of a list another value."""
        try:
            if isinstance(item, yaml.MappingNode) and isinstance(new, Mapping):
                yield from list(self._parts(Slot(dash + 1, item, column), new))
                return
            if isinstance(item, yaml.ScalarNode) and not is_in_lines(item) and _is_single(new):
                yield from list(self._replaced(Slot(dash + 1, item, column), new))
                return
        except Whole:
            pass
        end = end_of(item, self.text)
        flow = isinstance(item, yaml.MappingNode) and not is_block(item)
        yield Splice(dash - column, end, _joined(self._item_lines(new, column, flow))[:-1])

    def _item_lines(self, value: object, column: int, is_in_flow: bool) -> tuple[str, ...]:
        return item_lines(value, column, is_in_flow, self.in_lines)

    def _flow_items(
        self, node: yaml.SequenceNode, new: Sequence[object], slot: Slot
    ) -> Iterator[Splice]:
        spans = [(start_of(it), int(it.end_mark.index)) for it in node.value]
        likes = [it.style or "" for it in node.value if isinstance(it, yaml.ScalarNode)]
        like = likes[0] if likes and len(set(likes)) == 1 else ""
        for old, wanted, after in _matched(node, new):
            paired = list(zip(old, wanted, strict=False))
            for number, value in paired:
                yield Splice(*spans[number], _flow_item(new[value], like))
            words = [_flow_item(new[it], like) for it in wanted[len(paired) :]]
            if words:
                at = spans[after][1] if after >= 0 else spans[0][0]
                said = [f", {word}" for word in words]
                said = said if after >= 0 else [f"{word}, " for word in words]
                yield Splice(at, at, "".join(said))
            if old[len(paired) :]:
                yield self._without(spans, old[len(paired)], old[-1])

    def _without(self, spans: Sequence[tuple[int, int]], first: int, last: int) -> Splice:
        """Take some items out of brackets, with the commas that they leave."""
        if last + 1 < len(spans):
            return Splice(spans[first][0], spans[last + 1][0], "")
        before = spans[first - 1][1] if first else spans[0][0]
        if "#" in self.text[before : spans[first][0]]:
            before = spans[first][0]  # a comment stays, and a comma that does no harm
        return Splice(before, spans[last][1], "")

    def _flow_entries(self, node: yaml.MappingNode, changes: Changes) -> Iterator[Splice]:
        spans = [(start_of(key), int(value.end_mark.index)) for key, value in node.value]
        for number, (key, value) in enumerate(node.value):
            name = key_of(key)
            if name not in changes:
                continue
            new = changes[name]
            if new is None:
                raise Whole
            if not is_same(of_node(value), new):
                if is_empty(value):
                    raise Whole
                like = value.style or "" if isinstance(value, yaml.ScalarNode) else ""
                yield Splice(start_of(value), spans[number][1], _flow_item(new, like, name))
        known = {key_of(key) for key, _ in node.value}
        added = {key: it for key, it in changes.items() if key not in known and it is not None}
        if added:
            at = spans[-1][1] if spans else start_of(node) + 1
            said = in_flow(added)[1:-1]
            yield Splice(at, at, f", {said}" if spans else said)

    def _replaced(self, slot: Slot, new: object) -> Iterator[Splice]:
        """Write a value anew; the comments on its first and last line stay."""
        text, node = self.text, slot.node
        it, start, end = self._written(slot, new), start_of(node), end_of(node, text)
        head = line_end(text, slot.opened)
        said = f" {it.inline}" if it.inline else ""
        if is_empty(node):
            yield Splice(slot.opened, slot.opened, said)
            end = slot.opened
        elif start > head:  # on the lines below the key
            yield Splice(slot.opened, slot.opened, said)
            yield Splice(head, end, "")
        else:
            yield Splice(slot.opened, end, said + self._remark(node))
        if it.below:
            at = line_end(text, end)
            yield Splice(at, at, "".join(f"\n{line}" for line in it.below))

    def _remark(self, node: yaml.Node) -> str:
        """The comment after the sign of a text that is written on lines of its own."""
        if not is_in_lines(node):
            return ""
        line = self.text[start_of(node) : line_end(self.text, start_of(node))]
        sign, mark, words = line.partition(" #")
        return f"{sign.lstrip('|>+-0123456789')}{mark}{words}".rstrip()

    def _written(self, slot: Slot, new: object) -> Written:
        """A new value in the manner of the old one."""
        node = slot.node
        is_flow = isinstance(node, yaml.CollectionNode) and node.flow_style
        if is_flow and (isinstance(new, Mapping) or is_list(new)) and not _is_too_long(slot, new):
            return Written(in_flow(new))
        if not isinstance(node, yaml.ScalarNode) or not _is_single(new) or "\n" in text_of(new):
            return written(new, slot.column, slot.key, self.in_lines)
        lines = self.text[start_of(node) : end_of(node, self.text)].split("\n")
        width = min(max(NARROWEST, *map(len, lines)), WIDEST) if len(lines) > 1 else 0
        words = text_of(new)
        if not self.in_lines:
            return Written(single(new, is_in_flow=False, key=slot.key))
        if (node.style == ">" or len(words) > width > 0) and words == " ".join(words.split()):
            return folded(words, slot.column, width or NARROWEST)
        like = (node.style or kind_of(node.value)) if not is_in_lines(node) else ""
        return Written(single(new, is_in_flow=False, key=slot.key, like=like))


def _is_too_long(slot: Slot, new: object) -> bool:
    """Whether a list in brackets is to have a line for each item from now on."""
    is_flow = isinstance(slot.node, yaml.SequenceNode) and slot.node.flow_style
    return bool(is_flow and slot.key in IN_LINES and len(in_flow(new)) > LONGEST_LIST)


def _flow_item(value: object, like: str, key: str = "") -> str:
    is_nested = isinstance(value, Mapping) or is_list(value)
    return in_flow(value) if is_nested else single(value, key=key, like=like)


def _is_single(value: object) -> bool:
    """Whether a value is a text, and not an empty one."""
    return not isinstance(value, Mapping) and not is_list(value) and text_of(value) != ""


def _joined(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _all_changes(node: yaml.MappingNode, new: Mapping[str, object]) -> dict[str, object]:
    """What changes a mapping into another one: its other keys are removed."""
    gone: dict[str, object] = {key_of(key): None for key, _ in node.value}
    return gone | filled(new)


def _matched(node: yaml.SequenceNode, new: Sequence[object]) -> Iterator[tuple[range, range, int]]:
    """Which items of a list differ: the numbers of old ones, of those in their place, and of the
    last old one that stands before or among them, or -1."""
    olds = [likeness_key(of_node(item)) for item in node.value]
    news = [likeness_key(item) for item in new]
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    for kind, first, end, new_first, new_end in matcher.get_opcodes():
        if kind != "equal":
            yield range(first, end), range(new_first, new_end), end - 1
