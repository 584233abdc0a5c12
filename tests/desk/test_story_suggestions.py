"""A story goes on where its last articles name the same things, not long ago."""

from dataclasses import replace
from datetime import date

from broadsheet.desk.suggestions import suggestions_for
from tests.desk.drafts import draft, one, said, site_of, written

STORY = "story: baghlan-2021"
FIRST = written(
    "Fighters take Banu in Baghlan", "Banu fell to fighters of Andarab.", STORY, "2021-08-19"
)
OTHERS = [written(f"Other {it}", f"Weather of day {it}.") for it in range(12)]
SITE = site_of([FIRST, *OTHERS])
NEXT = draft(title="Taliban are back in Banu", summary="The fighters of Andarab left Baghlan.")


def test_story_that_goes_on_is_suggested_with_its_reason() -> None:
    suggestion = one(NEXT, [], "story", SITE)
    assert suggestion.said == "Does this go on with the story baghlan-2021?"
    assert suggestion.value == "baghlan-2021"
    assert suggestion.because.startswith("“Fighters take Banu in Baghlan” of 2021-08-19 is part")
    assert "Andarab" in suggestion.because


def test_draft_with_a_story_is_asked_nothing() -> None:
    assert said(replace(NEXT, story="other"), [], "story", SITE) == []


def test_story_that_has_ended_is_not_suggested() -> None:
    found = suggestions_for(NEXT, [], SITE, closed={"baghlan-2021"})
    assert [it for it in found if it.kind == "story"] == []


def test_story_does_not_go_on_before_it_began_or_years_later() -> None:
    for day in (date(2021, 7, 1), date(2024, 8, 20)):
        assert said(replace(NEXT, day=day), [], "story", SITE) == []


def test_one_name_in_common_is_not_enough() -> None:
    drafted = draft(title="Fair in Banu", summary="Music plays in the streets.")
    assert said(drafted, [], "story", SITE) == []


def test_nothing_is_said_between_two_stories_as_likely() -> None:
    twin = written(
        "Fighters take Banu in Baghlan",
        "Banu fell to fighters of Andarab.",
        "story: other",
        "2021-08-19",
        "world/twin",
    )
    assert said(NEXT, [], "story", site_of([FIRST, twin, *OTHERS])) == []
