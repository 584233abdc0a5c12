"""A folder that is published to: releases, the way back, and what is in the way."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from broadsheet.content.publish_settings import FolderTarget
from broadsheet.publishing import folder as module
from broadsheet.publishing import releases as names
from broadsheet.publishing.changes import Changes
from broadsheet.publishing.publisher import planned, published, returned
from broadsheet.publishing.target import Overtaken, PublishFailed, Told
from tests.publishing.plain import DAY, NOON, Plain, publish
from tests.sites import tree

TWO = "The second page."


def releases(site: Plain) -> list[str]:
    """The names of what lies beside it."""
    return sorted(os.listdir(f"{site.www}.releases"))


@pytest.fixture
def one(tmp_path: Path) -> Plain:
    """A site, built and published."""
    made = new(tmp_path)
    made.publish()
    return made


def new(folder: Path) -> Plain:
    """A site, built."""
    return Plain(folder / "site").build(one="The first page.")


def test_folder_holds_the_site_behind_a_link(one: Plain) -> None:
    assert os.readlink(one.www) == "www.releases/1/site"
    assert tree(one.www) == one.tree()


def test_unchanged_site_is_not_published_again(one: Plain) -> None:
    assert one.publish().is_empty
    assert releases(one) == ["1", "lock"]


def test_new_release_shares_what_did_not_change(one: Plain) -> None:
    one.build(one=TWO).publish()
    assert os.readlink(one.www) == "www.releases/2/site"
    assert tree(one.www) == one.tree()
    old, new = (one.www.parent / f"www.releases/{number}/site" for number in (1, 2))
    assert (old / "static/style.css").samefile(new / "static/style.css")
    assert not (old / "index.html").samefile(new / "index.html")


def test_published_files_share_nothing_with_the_built_ones(one: Plain) -> None:
    assert not (one.www / "static/style.css").samefile(one.public / "static/style.css")


def test_old_release_stays_as_it_was(one: Plain) -> None:
    before = tree(one.www)
    one.build(two=TWO).publish()
    assert tree(one.www.parent / "www.releases/1/site") == before


def test_last_releases_are_kept(one: Plain) -> None:
    for number in range(2, 6):
        one.build(one=f"{TWO} {number}").publish(keep=3)
    assert releases(one) == ["3", "4", "5", "lock"]


def test_file_that_left_the_site_stays_until_the_delay_is_over(one: Plain) -> None:
    one.build(two=TWO).publish()
    page = one.www / "pages/two.html"
    assert one.build(one="").publish().leaving == ("pages/two.html",) and page.is_file()
    one.build(one="Another text.").publish()
    assert page.is_file()
    assert one.publish(NOON + DAY).due == ("pages/two.html",)
    assert not page.exists() and tree(one.www) == one.tree()


def test_way_back_leads_one_release_further_each_time(one: Plain) -> None:
    first = tree(one.www)
    one.build(two=TWO).publish(NOON + DAY)
    second = tree(one.www)
    one.build(one=TWO).publish(NOON + 2 * DAY)
    setting = one.wish().setting
    assert returned(one.root, setting) == "2026-11-27T12:00:00+00:00"
    assert tree(one.www) == second
    assert returned(one.root, setting) == "2026-11-26T12:00:00+00:00"
    assert tree(one.www) == first
    with pytest.raises(PublishFailed, match="has no release before"):
        returned(one.root, setting)


def test_publishing_goes_forward_from_where_the_way_back_led(one: Plain) -> None:
    first = tree(one.www)
    one.build(two=TWO).publish()
    returned(one.root, one.wish().setting)
    one.build(one=TWO).publish()
    assert {path: tree(one.www).get(path) for path in one.tree()} == one.tree()
    returned(one.root, one.wish().setting)
    assert tree(one.www) == first


def test_release_that_was_returned_to_is_kept_before_newer_ones(one: Plain) -> None:
    one.build(two=TWO).publish(keep=2)
    returned(one.root, one.wish().setting)
    one.build(one=TWO).publish(keep=2)
    assert releases(one) == ["1", "3", "lock"]


def test_full_folder_is_refused_with_its_files(tmp_path: Path) -> None:
    made = new(tmp_path)
    made.www.mkdir()
    (made.www / "family.html").write_text("Photos")
    with pytest.raises(PublishFailed, match=r"(?s)family\.html.*--take-over"):
        made.publish()
    assert tree(made.www) == {"family.html": b"Photos"} and not made.www.is_symlink()
    assert not Path(f"{made.www}.releases").exists()


@pytest.mark.parametrize("can_exchange", [True, False])
def test_folder_that_is_taken_over_is_kept_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    if not can_exchange:
        monkeypatch.setattr(names, "exchanged", lambda *_: False)
    made = new(tmp_path)
    made.www.mkdir()
    (made.www / "family.html").write_text("Photos")
    publish(replace(made.wish(), take_over=True))
    assert tree(made.www) == made.tree()
    kept = made.www.parent / "www.releases/1/site"
    assert tree(kept) == {"family.html": b"Photos"}
    assert returned(made.root, made.wish().setting) == ""
    assert tree(made.www) == {"family.html": b"Photos"}
    for number in range(4):
        made.build(one=f"{TWO} {number}").publish(keep=2)
    assert tree(kept) == {"family.html": b"Photos"}


def test_empty_folder_gives_way_unasked(tmp_path: Path) -> None:
    made = new(tmp_path)
    made.www.mkdir()
    made.publish()
    assert tree(made.www) == made.tree()


def test_link_that_leads_elsewhere_is_refused(one: Plain) -> None:
    one.www.unlink()
    one.www.symlink_to("elsewhere")
    with pytest.raises(PublishFailed, match="www is a link to elsewhere, which Broadsheet did not"):
        one.publish()


def test_looking_makes_nothing(tmp_path: Path) -> None:
    made = new(tmp_path)
    before = sorted(os.listdir(made.root.parent))
    assert not planned(made.wish()).is_empty
    assert sorted(os.listdir(made.root.parent)) == before


def test_site_of_another_address_is_refused(one: Plain) -> None:
    other = replace(one.wish(), url="https://other.example/")
    with pytest.raises(PublishFailed, match=r"the site https://example\.org/ is published there"):
        publish(other)
    publish(replace(other, take_over=True))
    assert publish(other).is_empty


def test_mass_deletion_is_refused_unless_somebody_agrees(one: Plain) -> None:
    one.build(**{f"n{number}": "" for number in range(150)}).publish()
    one.build(one=TWO)
    with pytest.raises(PublishFailed, match=r"(?s)150 of 152 files would.*--allow-deletions"):
        one.publish()
    question = "live: 150 of 152 files would leave the site"
    with published(one.wish(), Told(), lambda asked: asked == question) as (plan, _):
        assert plan.is_mass_deletion
    assert "pages/n1.html" in one.publish(NOON + DAY).due


@pytest.mark.parametrize("path", [".", "public", "content/a", "..", "public", "public/www"])
def test_path_among_the_site_s_own_files_is_refused(one: Plain, path: str) -> None:
    setting = replace(one.wish().setting, place=FolderTarget(path))
    with pytest.raises(PublishFailed, match="cannot be published to"):
        publish(replace(one.wish(), setting=setting))


def test_second_publisher_is_refused_while_the_first_is_at_work(
    one: Plain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    one.build(one=TWO)
    with (
        FileLock(f"{one.www}.releases/lock"),
        pytest.raises(Overtaken, match=r"another publish to .*www is at work"),
    ):
        one.publish()
    one.publish()


def test_two_first_publishers_do_not_mix(tmp_path: Path) -> None:
    made, other = new(tmp_path), Plain(tmp_path / "other").build(two=TWO)

    class Interrupting(Told):
        """Publishes another site when the first is about to begin."""

        def beginning(self, changes: Changes) -> None:
            """Publish the other one."""
            other.publish()

    with (
        pytest.raises(Overtaken, match="came first; publish again"),
        published(made.wish(), Interrupting(), lambda _: False),
    ):
        pass
    assert tree(made.www) == other.tree()


def test_file_system_without_hard_links_gets_copies(
    one: Plain, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    one.build(one=TWO).publish()
    assert tree(one.www) == one.tree()


def test_file_that_somebody_removed_from_the_live_release_is_sent_again(one: Plain) -> None:
    (one.www / "static/style.css").unlink()
    one.build(one=TWO).publish()
    assert tree(one.www) == one.tree()


def test_damaged_record_is_refused_with_what_to_do(one: Plain) -> None:
    Path(f"{one.www}.releases/1/release.json").write_text('{"files": {"../x": ""}, "before": 0}')
    with pytest.raises(PublishFailed, match=r"release\.json cannot be read.*remove the link"):
        one.publish()
