"""Which reports are about two events of one kind, although they read alike.

News of fines, accidents, quakes and matches is written by a pattern: `Bakery in Dunholm fined
£12,000` and `Bakery in Eastmere fined £45,000` differ in little, but in what matters. Two reports
are of two events if both their names and their numbers differ: what one title names and counts,
the other report has nowhere.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from broadsheet.inbox.traits import HAN, Traits, number_traits, word_traits

TOLD = 5  # words of a text beside its title, without which it is not known what it lacks
SAME = 3  # words that two titles of a pattern have in common, at least, and half of all
TOKEN = re.compile(
    r"[A-Z]{1,3}-?\d+(?!\d|[.,:]\d)|\d+(?:[.,:\u202f\u00a0]\d+)*"
    "|[\u3400-\u9fff]+|[\u3040-\u309f]+|[\u30a0-\u30ff]+|[^\\W\\d_\u3040-\u9fff]+"
)
Part = Sequence[str]  # of a title, its words and numbers


def are_of_two_events(one: Traits, other: Traits) -> bool:
    """Whether two reports in one language that read alike are about two events."""
    if _told(one) < TOLD or _told(other) < TOLD:
        return False
    return _name_and_count_other_things(one, other) or _fill_a_pattern(one, other)


def _told(it: Traits) -> int:
    return len(it.own) - it.own_in_title


def _name_and_count_other_things(one: Traits, other: Traits) -> bool:
    """Whether all names and numbers in the title of each are missing from the other."""
    told = (
        (one.names_in_title, other),
        (other.names_in_title, one),
        (one.numbers_in_title, other),
        (other.numbers_in_title, one),
    )
    return all(part and part.isdisjoint(report.foreign) for part, report in told)


def _fill_a_pattern(one: Traits, other: Traits) -> bool:
    """Whether two titles are the same but for a name and a number, or more."""
    first, second = TOKEN.findall(one.title), TOKEN.findall(other.title)
    match = SequenceMatcher(None, _folded(first), _folded(second), autojunk=False)
    parts = [it for it in match.get_opcodes() if it[0] == "replace"]
    blocks = match.get_matching_blocks()
    same = sum(it.isalpha() for block in blocks for it in first[block.a : block.a + block.size])
    if same < SAME or 2 * same < max(len(first), len(second)):
        return False
    replaced = [(first[a:b], second[c:d]) for _, a, b, c, d in parts]
    names = any(_lacks(other, _names(a)) and _lacks(one, _names(b)) for a, b in replaced)
    return names and any(_are_other_numbers(a, b, one, other) for a, b in replaced)


def _folded(title: Part) -> list[str]:
    return [it.casefold() for it in title]


def _names(part: Part) -> list[str]:
    return [it for it in part if it.isalpha() and (it[0].isupper() or HAN.match(it))]


def _lacks(report: Traits, names: Part) -> bool:
    return bool(names) and all(word_traits(it).isdisjoint(report.own) for it in names)


def _are_other_numbers(a: Part, b: Part, one: Traits, other: Traits) -> bool:
    first, second = _numbers(a), _numbers(b)
    if not first or not second:
        return False
    ones, others = (number_traits(" ".join(it)) for it in (first, second))
    return ones.isdisjoint(other.own) and others.isdisjoint(one.own)


def _numbers(part: Part) -> list[str]:
    return [it for it in part if it[-1].isdecimal()]
