"""Reports of one event are found, in several languages, and others are not taken for them."""

from dataclasses import replace

import pytest

from broadsheet.inbox.grouping import events_of
from tests.inbox.labelled import TUNED, UNSEEN, names_of, quality, read


@pytest.mark.parametrize("files", [TUNED[:1], TUNED[1:], UNSEEN, (*TUNED, *UNSEEN)])
def test_pairs_are_grouped_precisely_and_most_are_found(files: tuple[str, ...]) -> None:
    labelled = read(*files)
    found = quality(events_of(labelled.items), labelled.events)
    assert found.precision >= 0.95 and found.recall >= 0.8, found


def test_labelled_set_has_300_reports_of_at_least_60_events() -> None:
    labelled = read(*TUNED, *UNSEEN)
    assert len(labelled.items) == 300 and len(names_of(labelled)) >= 60
    assert len({it.language for it in labelled.items}) >= 10


def test_order_of_reports_does_not_matter() -> None:
    items = read(*UNSEEN).items
    assert events_of(items) == events_of(items[::-1])


def test_yearly_repeat_is_another_event() -> None:
    items = read(*UNSEEN).items[:4]
    later = [replace(it, id=it.id + 100, at=it.at + 365 * 86_400) for it in items]
    assert len(set(events_of([*items, *later]).values())) == 2


def test_report_that_links_to_another_joins_it_sooner() -> None:
    one, other, *rest = read(*TUNED).items
    here = replace(one, title="Harbour crane falls", text="Nobody was hurt.", key="a")
    there = replace(other, title="Westhaven quay closed", text="A crane fell there.", key="b")
    assert len(set(events_of([here, there, *rest]).values()) & {here.id, there.id}) == 2
    linked = replace(there, links=("a",))
    events = events_of([here, linked, *rest])
    assert events[here.id] == events[there.id]


def test_one_report_is_a_group_and_none_are_none() -> None:
    items = read(*UNSEEN).items[:1]
    assert events_of(items) == {items[0].id: items[0].id} and events_of([]) == {}
