"""Where in the text of front matter do keys, values and the items of lists stand?

Places are indexes into the text, which has LF line ends.
"""

from dataclasses import dataclass

import yaml

from broadsheet.content.yaml_text import STAND_IN


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stands or could stand: the end of its key's colon or its item's dash, the
    value's node, and the column of the key or dash."""

    opened: int
    node: yaml.Node
    column: int
    key: str = ""


def is_block(node: yaml.Node) -> bool:
    """Whether a mapping or list is written by lines and not in brackets."""
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def is_empty(node: yaml.Node) -> bool:
    """Whether there is nothing where a value could stand."""
    return node.start_mark.index == node.end_mark.index


def is_in_lines(node: yaml.Node) -> bool:
    """Whether a text is written on lines of its own, after `|` or `>`."""
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")


def start_of(node: yaml.Node) -> int:
    """Where a value begins."""
    return int(node.start_mark.index)


def end_of(node: yaml.Node, text: str) -> int:
    """Where a value ends: the comments and blank lines after it are no part of it."""
    if is_block(node):
        children = [it for pair in node.value for it in pair] if is_mapping(node) else node.value
        return max(end_of(it, text) for it in children)
    end = int(node.end_mark.index)
    if not is_in_lines(node):
        return end
    start = start_of(node)
    if "+" in text[start : line_end(text, start)].split("#")[0]:
        return max(end - 1, start + 1)
    return line_end(text, start + len(text[start:end].rstrip()) - 1)


def is_mapping(node: yaml.Node) -> bool:
    """Whether a value is a mapping."""
    return isinstance(node, yaml.MappingNode)


def line_start(text: str, place: int) -> int:
    """Where the line of a place begins."""
    return text.rfind("\n", 0, place) + 1


def line_end(text: str, place: int) -> int:
    """Where the line of a place ends: at its line break, or at the end of the text."""
    found = text.find("\n", place)
    return len(text) if found < 0 else found


def next_line(text: str, place: int) -> int:
    """Where the line after that of a place begins."""
    return min(line_end(text, place) + 1, len(text))


def key_of(node: yaml.Node) -> str:
    """A key's name."""
    return str(node.value).replace(STAND_IN, "?")


def slot_of(pair: tuple[yaml.Node, yaml.Node], text: str, column: int) -> Slot:
    """The slot of a key of a mapping that begins at `column`."""
    key, value = pair
    return Slot(text.index(":", key.end_mark.index) + 1, value, column, key_of(key))


def dash_of(item: yaml.Node, text: str, column: int) -> int | None:
    """Where the dash of a list's item stands; None if it is not the first sign of its line."""
    start = line_start(text, start_of(item))
    while True:
        line = text[start : line_end(text, start)]
        if line[:column].strip() == "" and line[column : column + 1] == "-":
            return start + column
        if start == 0 or (line.strip() and not line.strip().startswith("#") and _is_far(line)):
            return None
        start = line_start(text, start - 1)


def _is_far(line: str) -> bool:
    """Whether a line holds more than the first sign of a value that began further up."""
    return line.lstrip().startswith("- ")
