"""Which section and tags do the categories and tags of a post become?"""

from broadsheet.exports.foreign_header import Header
from broadsheet.exports.posts import Remark
from broadsheet.problems import listed


def section_and_tags(
    categories: tuple[str, ...], tags: tuple[str, ...]
) -> tuple[str, tuple[str, ...], tuple[Remark, ...]]:
    """The first category as the section, the others as tags, and a remark if there are others."""
    first, *others = categories or ("",)
    words = tuple(dict.fromkeys((*tags, *others)))
    if not others:
        return first, words, ()
    verb = "became a tag" if len(others) == 1 else "became tags"
    return first, words, (Remark(0, f"of its categories {listed(others)} {verb}"),)


def unused_keys(header: Header, used: frozenset[str]) -> tuple[Remark, ...]:
    """A remark for each key of a header that nothing is made of."""
    unused = [key for key, value in header.values.items() if key not in used and value]
    return tuple(Remark(0, f"its key {key} was left out") for key in unused)
