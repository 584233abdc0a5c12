"""What a publish puts in place and removes, in which order, and what a cut line leaves."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.publishing.changes import Changes, changes
from broadsheet.publishing.file_by_file import FileByFile
from broadsheet.publishing.remote_manifest import RemoteManifest
from broadsheet.publishing.site_files import FileKind, SiteFile
from broadsheet.publishing.target import Told
from tests.publishing.shelf import CONTENTS, Cut, Links, Model, Shelf, files_of

URL = "https://example.org/"
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NAMES = ("p1.html", "p2.html", "p3.html", "l1.html", "l2.html", "a1.css", "a2.css", "feed.xml")


@st.composite
def models(draw: st.DrawFn) -> Model:
    """A site whose pages link only to files that it has."""
    paths = ["index.html", *draw(st.lists(st.sampled_from(NAMES), unique=True))]
    links = st.frozensets(st.sampled_from(paths))
    return {path: Links() if path.startswith("a") else draw(links) for path in paths}


def publish(shelf: Shelf, model: Model, now: datetime, delay: timedelta) -> Changes:
    """Publish a model to a shelf."""
    target = FileByFile(shelf, "shelf")
    before = target.manifest() or RemoteManifest()
    plan = changes(files_of(model), before, URL, now, delay)
    if not plan.is_empty:
        target.carry_out(plan, Path(), Told())
    return plan


def contents(model: Model) -> dict[str, bytes]:
    """The files of a model with their bytes."""
    return {it.path: CONTENTS[it.digest] for it in files_of(model)}


@settings(max_examples=150)
@given(
    st.lists(st.tuples(models(), st.integers(-1, 30), st.integers(0, 5)), min_size=1, max_size=5),
    models(),
    st.sampled_from([timedelta(), HOUR, 3 * HOUR]),
)
def test_links_hold_at_every_moment_of_publishes_that_are_cut_anywhere(
    cut_short: list[tuple[Model, int, int]], last: Model, delay: timedelta
) -> None:
    shelf, now = Shelf(), NOON
    for model, patience, hours in cut_short:
        shelf.patience, now = patience, now + hours * HOUR
        with suppress(Cut):
            publish(shelf, model, now, delay)
    shelf.patience, now = -1, now + HOUR
    plan = publish(shelf, last, now, delay)
    whole = contents(last)
    assert {path: shelf.files.get(path) for path in whole} == whole
    assert shelf.files.keys() - whole.keys() <= plan.after.gone.keys()
    publish(shelf, last, now + 4 * HOUR, delay)
    assert shelf.files == whole
    assert publish(shelf, last, now + 5 * HOUR, delay).is_empty


@given(models(), models())
def test_publish_sends_only_what_differs(one: Model, other: Model) -> None:
    shelf = Shelf()
    publish(shelf, one, NOON, DAY)
    shelf.sent.clear()
    publish(shelf, other, NOON, DAY)
    before, after = contents(one), contents(other)
    assert set(shelf.sent) == {path for path in after if after[path] != before.get(path)}


def site(**paths: str) -> tuple[SiteFile, ...]:
    """Files of these names, with dots for underscores, and digests."""
    kinds = {"css": FileKind.ASSET, "html": FileKind.PAGE}
    named = {path.replace("_", "."): digest for path, digest in paths.items()}
    return tuple(
        SiteFile(path, 1, digest, kinds.get(path.partition(".")[2], FileKind.LIST))
        for path, digest in sorted(named.items())
    )


def plan_for(before: RemoteManifest, **paths: str) -> Changes:
    """What a publish of these files does at noon."""
    return plan_at(NOON, before, **paths)


def plan_at(now: datetime, before: RemoteManifest, **paths: str) -> Changes:
    """What it does at another moment."""
    return changes(site(**paths), before, URL, now, DAY)


def test_front_page_comes_after_all_that_is_new() -> None:
    plan = plan_for(RemoteManifest(), index_html="1", a_html="2", z_css="3", feed_xml="4")
    assert [it.path for it in plan.puts] == ["z.css", "a.html", "feed.xml", "index.html"]


def test_new_files_come_before_changed_ones_and_lists_last() -> None:
    before = RemoteManifest({"a.css": "1", "a.html": "1", "feed.xml": "1"})
    new = {"b_css": "1", "b_html": "1", "b_xml": "1"}
    plan = plan_for(before, a_css="2", a_html="2", feed_xml="2", **new)
    expected = ["b.css", "b.html", "b.xml", "a.css", "a.html", "feed.xml"]
    assert [it.path for it in plan.puts] == expected


def test_file_that_left_is_removed_only_after_the_delay() -> None:
    first = plan_for(RemoteManifest(), a_html="1", b_html="1").after
    left = plan_for(first, a_html="1")
    assert left.leaving == ("b.html",) and left.due == () and not left.is_empty
    soon = plan_at(NOON + DAY - timedelta(seconds=1), left.after, a_html="1")
    assert soon.is_empty
    late = plan_at(NOON + DAY, left.after, a_html="1")
    assert late.due == ("b.html",) and late.after.gone == {}


def test_file_that_comes_back_before_the_delay_is_sent_again() -> None:
    left = plan_for(plan_for(RemoteManifest(), a_html="1", b_html="1").after, a_html="1").after
    back = plan_for(left, a_html="1", b_html="1")
    assert [it.path for it in back.puts] == ["b.html"] and back.after.gone == {}


def test_removal_at_once_counts_as_leaving_too() -> None:
    many = {f"p{number}_html": "1" for number in range(300)}
    before = changes(site(**many), RemoteManifest(), URL, NOON, timedelta()).after
    plan = changes(site(a_html="1"), before, URL, NOON, timedelta())
    assert len(plan.due) == 300 and plan.is_mass_deletion


def test_mass_deletion_is_more_than_100_files_and_a_fifth() -> None:
    def leaves(count: int, whole: int) -> Changes:
        many = {f"p{number}_html": "1" for number in range(whole)}
        before = plan_for(RemoteManifest(), **many).after
        return plan_for(before, **dict(list(many.items())[count:]))

    assert not leaves(100, 150).is_mass_deletion
    assert leaves(101, 150).is_mass_deletion
    assert not leaves(101, 505).is_mass_deletion
    assert leaves(102, 505).is_mass_deletion


def test_cut_line_goes_on_near_where_it_was_cut() -> None:
    model = {"index.html": Links()} | {f"p{number}.html": Links() for number in range(2000)}
    shelf = Shelf()
    shelf.patience = 1500
    with suppress(Cut):
        publish(shelf, model, NOON, DAY)
    sent = len(shelf.sent)
    shelf.patience = -1
    publish(shelf, model, NOON, DAY)
    assert 1400 < sent < 1500 and len(shelf.sent) < 2001 + 300


def test_moment_that_makes_no_sense_keeps_the_file() -> None:
    before = RemoteManifest({"a.html": "1"}, {"b.html": "soon", "c.html": "2001-01-01"})
    assert plan_for(before, a_html="1").due == ()
