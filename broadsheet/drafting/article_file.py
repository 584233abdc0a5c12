"""Writes the text of an article's file: front matter as a person would type it, then the body."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import yaml

from broadsheet.drafting.one_line import one_line

LONG = 10_000  # characters; a line of front matter is never broken for its length


class _Typed(yaml.SafeDumper):
    """Lists of words in brackets, lists of mappings below each other, no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        """A value that stands twice is written twice."""
        return True


def _sequence(dumper: yaml.SafeDumper, items: Sequence[object]) -> yaml.Node:
    flow = not any(isinstance(item, Mapping) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flow)


def _moment(dumper: yaml.SafeDumper, moment: datetime) -> yaml.Node:
    if moment.second:
        return dumper.represent_scalar("tag:yaml.org,2002:timestamp", moment.isoformat(" "))
    return dumper.represent_str(moment.isoformat(" ", "minutes"))


_Typed.add_representer(list, _sequence)
_Typed.add_representer(tuple, _sequence)
_Typed.add_representer(datetime, _moment)

Value = str | bool | date | Sequence[object] | Mapping[str, object]


def article_file(
    front_matter: Mapping[str, Value], body: str, remarks: Mapping[str, str] | None = None
) -> str:
    """An article's file, from its keys in the order given; keys without a value are left out.

    Control characters and line breaks within a value become spaces, so that nothing from outside
    can end the front matter or start a key of its own. What is written reads back as the values
    that were given. `remarks` are comments for a person, each above the key that it names; those
    of other keys stand below all keys. Each line of a remark becomes a line of comment.
    """
    kept = {key: _clean(value) for key, value in front_matter.items() if value not in ("", (), [])}
    said = remarks or {}
    parts = [_comment(said.get(key, "")) + _yaml({key: value}) for key, value in kept.items()]
    parts += [_comment(text) for key, text in said.items() if key not in kept]
    return f"---\n{''.join(parts)}---\n{body}"


def _yaml(values: Mapping[str, object]) -> str:
    written: str = yaml.dump(
        values, Dumper=_Typed, sort_keys=False, allow_unicode=True, width=LONG, indent=2
    )
    return written


def _comment(text: str) -> str:
    """A remark as lines of comment, of which none can start a key."""
    lines = ("".join(it if it.isprintable() else " " for it in line) for line in text.splitlines())
    return "".join(f"# {line.rstrip()}\n" for line in lines if line.strip())


def _clean(value: object) -> object:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, Mapping):
        return {key: _clean(it) for key, it in value.items() if it not in ("", None)}
    if isinstance(value, Sequence):
        return [_clean(it) for it in value]
    return value
