"""Groups stand in the order in which a curator wants to see them."""

from collections.abc import Iterator

import pytest

from broadsheet.inbox.entries import Outline, entries_of, ranked

DAY = 86_400
TODAY = 20_000 * DAY


def reports(event: int, publishers: int, at: int) -> Iterator[Outline]:
    """Reports of one event, by so many publishers."""
    for number in range(publishers):
        yield Outline(event * 100 + number, event, at, f"Paper {number}", "en", "", "new", number)


@pytest.mark.parametrize(
    ("publishers", "days", "is_first"),
    [(1, 0, True), (2, 0, True), (2, 2, False), (4, 1, True), (4, 3, False), (20, 12, False)],
)
def test_twice_as_many_publishers_count_as_much_as_a_day(
    publishers: int, days: int, is_first: bool
) -> None:
    plain = reports(2, 1, TODAY - 60)
    other = reports(1, publishers, TODAY - days * DAY)
    order = list(ranked(entries_of([*plain, *other]).values()))
    assert order == ([1, 2] if is_first else [2, 1])
