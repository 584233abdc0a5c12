"""The command of `after`, run by a real shell."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from broadsheet.publishing.afterwards import Done
from broadsheet.publishing.outside import Outside
from broadsheet.publishing.publisher import published
from broadsheet.publishing.target import PublishFailed, Told
from tests.publishing.plain import NOON
from tests.publishing.real_sites import HOUR, publish, wish
from tests.sites import Site, article

MakeSite = Callable[[str], Site]
ONE = f"-- content/a/one.md --\n{article('One', '2021-01-01')}"


def said(done: list[Done]) -> list[str]:
    """What a command said."""
    return [it.text for it in done if not it.event]


def test_command_runs_in_the_folder_of_the_site_and_knows_what_changed(site: MakeSite) -> None:
    made = site(ONE)
    after = 'pwd; echo "$BROADSHEET_TARGET $BROADSHEET_URL"; cat "$BROADSHEET_CHANGED"; echo oh >&2'
    lines = said(publish(wish(made, after=after)))
    assert lines[:2] == [str(made.root), "live https://example.org/"]
    assert sorted(lines[2:-1]) == sorted(made.tree()) and lines[-1] == "oh"
    assert publish(wish(made, after=after)) == []


def test_command_is_told_what_was_removed(site: MakeSite) -> None:
    made, after = site(ONE), 'cat "$BROADSHEET_REMOVED"'
    publish(wish(made, after=after))
    (made.root / "content/a/one.md").unlink()
    assert said(publish(wish(made, after=after))) == []
    assert "2021/01/one.html" in said(publish(wish(made, NOON + 2 * HOUR, after)))


def test_command_that_fails_leaves_the_site_public_and_runs_no_second_time(site: MakeSite) -> None:
    made = site(ONE)
    with pytest.raises(PublishFailed, match=r"the site is published, but .* exit status 3"):
        publish(wish(made, after="exit 3"))
    assert (made.root.parent / "www/2021/01/one.html").exists()
    assert publish(wish(made, after="exit 3")) == []
    made.write(ONE.replace("A short", "Another"))
    with pytest.raises(PublishFailed, match="was killed"):
        publish(wish(made, after="kill -9 $$"))


def test_publish_that_was_cut_short_runs_the_command_when_it_is_finished(site: MakeSite) -> None:
    made, after = site(ONE), 'wc -l < "$BROADSHEET_CHANGED"'
    with published(wish(made, after=after), Told(), lambda _: False):
        pass  # the site is there, and nothing followed
    assert said(publish(wish(made, after=after))) == [str(len(made.tree()))]


def test_output_that_is_no_text_is_shown_as_far_as_it_goes(site: MakeSite) -> None:
    assert said(publish(wish(site(ONE), after=r"printf 'a\377b'"))) == ["a�b"]


def test_command_gets_the_environment(site: MakeSite) -> None:
    made = wish(site(ONE), after='echo "$TOKEN"')
    assert said(publish(replace(made, outside=Outside({"TOKEN": "abc"})))) == ["abc"]
