"""The front page: what leads, what stands beside it, and what the site chose to show."""

from collections.abc import Callable

import pytest

from tests.sites import SITE_YAML, Site, article, found

Make = Callable[[str], Site]


def news(day: int, more: str = "") -> str:
    """An article of a day of May."""
    name = f"2021-05-{day:02}"
    return f"-- content/world/{name}-n{day}.md --\n{article(f'Day {day}', name, more)}"


def titles(site: Site, path: str) -> list[str]:
    """The titles that an XPath finds on the front page."""
    return [str(it.text_content()).strip() for it in found(site.page("index.html"), path)]


NINE = "".join(news(day) for day in range(1, 10))
LEAD, SECOND, BRIEFS = "//*[@class='lead']//h2", "//*[@class='second']//h2", "//h3"


def test_newest_article_leads_and_the_next_three_stand_beside_it(site: Make) -> None:
    made = site(NINE)
    made.build()
    assert titles(made, LEAD) == ["Day 9"]
    assert titles(made, SECOND) == ["Day 8", "Day 7", "Day 6"]
    assert titles(made, BRIEFS) == ["Day 5", "Day 4", "Day 3", "Day 2"]


def test_article_that_is_marked_leads_and_no_article_stands_twice(site: Make) -> None:
    made = site(NINE.replace(news(3), news(3, "lead: true")))
    made.build()
    assert titles(made, LEAD) == ["Day 3"]
    everything = titles(made, f"{LEAD}|{SECOND}|{BRIEFS}")
    assert len(everything) == len(set(everything)) == 8


def test_story_that_went_on_is_shown_with_its_newest_steps(site: Make) -> None:
    made = site("".join(news(day, "story: treaty") for day in range(1, 5)) + news(9))
    made.build()
    assert titles(made, "//*[@class='steps']//a") == ["Day 4", "Day 3", "Day 2"]


def test_story_of_one_article_is_not_in_progress(site: Make) -> None:
    made = site(news(1, "story: treaty"))
    made.build()
    assert titles(made, "//*[@class='steps']//a") == []


def test_date_line_has_the_number_of_the_latest_edition(site: Make) -> None:
    made = site(news(1) + "-- content/editions/2021-05-01.md --\n---\nnumber: 7\n---\n")
    made.build()
    assert titles(made, "//*[@class='dateline']") == ["Edition 7 Saturday, May 1, 2021"]


@pytest.mark.parametrize(
    ("option", "path"),
    [
        ("front_story: no", "//*[@id='_story']"),
        ("front_edition: no", "//*[@id='_edition']"),
        ("front_sections: no", "//*[@class='columns']"),
    ],
)
def test_site_chooses_what_stands_on_the_front_page(site: Make, option: str, path: str) -> None:
    made = site("".join(news(day, "story: treaty") for day in range(1, 7)))
    made.build()
    assert found(made.page("index.html"), path)
    made.write(f"-- site.yaml --\n{SITE_YAML}theme_options: {{{option}}}\n").build()
    assert not found(made.page("index.html"), path)


def test_style_follows_the_options(site: Make) -> None:
    chosen = "theme_options: {accent: '#004080', columns: 2, headline_font: sans}\n"
    made = site(NINE).write(f"-- site.yaml --\n{SITE_YAML}{chosen}")
    made.build()
    (sheet,) = (made.public / "static").glob("style.*.css")
    text = sheet.read_text("utf-8")
    assert "--accent: #004080;" in text and "--columns: 2;" in text
    assert "--display: system-ui" in text and "--text: Charter" in text
