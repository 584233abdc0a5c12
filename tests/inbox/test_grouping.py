"""Reports of one event are found, in several languages, and others are not taken for them."""

from dataclasses import replace
from itertools import combinations

import pytest

from broadsheet.inbox.grouping import events_of, grown_events
from broadsheet.inbox.items import Item
from broadsheet.inbox.traits import script_of, traits_of
from tests.inbox.labelled import SCRIPTS, TUNED, UNSEEN, names_of, quality, read
from tests.inbox.many import named_events, reports
from tests.sizes import OTHER_REPORTS


def _invented(count: int, start: int = 1_600_000_000) -> list[Item]:
    return [
        Item(place, str(feed), it.url, it.key, it.title, it.publisher, it.language, it.published,
             it.text, it.length)
        for place, (feed, it) in enumerate(reports(count, start, 28), 1)
    ]  # fmt: skip


@pytest.mark.parametrize("files", [TUNED[:1], TUNED[1:], UNSEEN, (*TUNED, *UNSEEN)])
def test_pairs_are_grouped_precisely_and_most_are_found(files: tuple[str, ...]) -> None:
    labelled = read(*files)
    found = quality(events_of(labelled.items), labelled.events)
    assert found.precision >= 0.95 and found.recall >= 0.8, found


def test_reports_in_many_scripts_are_grouped_and_news_by_a_pattern_is_not() -> None:
    labelled = read(*SCRIPTS)
    found = quality(events_of(labelled.items), labelled.events)
    assert found.precision >= 0.97 and found.recall >= 0.8, found


def test_most_pairs_across_scripts_are_found_in_all_sets() -> None:
    labelled = read(*TUNED, *UNSEEN, *SCRIPTS)
    groups = events_of(labelled.items)
    script = {it.id: script_of(it.title) for it in labelled.items}
    meant = [
        groups[one] == groups[other]
        for one, other in combinations(labelled.events, 2)
        if labelled.events[one] == labelled.events[other] and script[one] != script[other]
    ]
    assert sum(meant) >= 0.7 * len(meant), (sum(meant), len(meant))
    assert quality(groups, labelled.events).precision >= 0.97


def test_labelled_set_has_300_reports_of_at_least_60_events() -> None:
    labelled = read(*TUNED, *UNSEEN)
    assert len(labelled.items) == 300 and len(names_of(labelled)) >= 60
    assert len({it.language for it in labelled.items}) >= 10


@pytest.mark.parametrize("steps", [2, 6, 30])
def test_reports_that_come_little_by_little_make_nearly_the_same_groups(steps: int) -> None:
    labelled = read(*TUNED, *UNSEEN)
    in_time = sorted(labelled.items, key=lambda it: (it.at, it.id))
    items = [replace(it, id=place) for place, it in enumerate(in_time, 1)]
    events = {place: labelled.events[it.id] for place, it in enumerate(in_time, 1)}
    groups: dict[int, int] = {}
    for step in range(steps):
        so_far = items[: len(items) * (step + 1) // steps]
        groups = grown_events([traits_of(it) for it in so_far], groups)
    found, same = quality(groups, events), quality(groups, events_of(items))
    assert found.precision >= 0.95 and found.recall >= 0.8, found
    assert same.precision >= 0.95 and same.recall >= 0.95, same


@pytest.mark.whole
def test_groups_are_found_among_thousands_of_other_reports() -> None:
    labelled = read(*TUNED, *UNSEEN)
    start = min(it.at for it in labelled.items)
    noise = [replace(it, id=1_000 + it.id) for it in _invented(OTHER_REPORTS, start)]
    events = events_of([*labelled.items, *noise])
    found = quality({it.id: events[it.id] for it in labelled.items}, labelled.events)
    assert found.precision >= 0.95 and found.recall >= 0.8, found


def test_few_reports_are_taken_for_one_event_by_chance() -> None:
    found = grown_events([traits_of(it) for it in _invented(2_500)], {})
    told_of = list(named_events(2_500))
    meant = {place: told_of[place - 1] for place in found}
    assert quality(found, meant).precision >= 0.996


def test_number_alone_joins_no_reports_of_two_languages() -> None:
    one, *rest = read(*UNSEEN).items
    here = replace(one, id=901, language="en", title="Version 11 is out", text="", key="a")
    there = replace(one, id=902, language="zh", title="新法 11 月施行", text="", key="b")
    events = events_of([here, there, *rest])
    assert events[901] != events[902]


def test_groups_that_were_found_stay_together() -> None:
    items = [replace(it, id=it.id + 10) for it in read(*UNSEEN).items[:3]]
    unlike = replace(items[0], id=9, title="Quiz", text="", language="en", key="q")
    traits = [traits_of(it) for it in (*items, unlike)]
    events = grown_events(traits, {it.id: 4 for it in items[:2]} | {9: 4})
    assert (events[9], events[items[0].id], events[items[2].id]) == (4, 4, 4)


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
