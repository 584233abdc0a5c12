"""Articles as lists show them."""

from collections.abc import Callable

import pytest

from broadsheet.problems import ProblemsFound
from tests.pictures import picture
from tests.sites import Site, article, found

Make = Callable[[str], Site]


def test_card_has_the_headline_summary_section_and_credits(site: Make) -> None:
    more = "summary: So it is.\nsources: [{name: Le Monde, url: 'https://e.org/'}]\ntags: [t]"
    made = site(f"-- content/world/x.md --\n{article('One', '2021-05-01', more)}")
    made.build()
    (card,) = found(made.page("tags/t.html"), "//article")
    words = " ".join(card.text_content().split())
    assert words == "World One So it is. May 1, 2021 Credits: Le Monde"


def test_image_that_is_no_picture_is_a_problem_at_its_line(site: Make) -> None:
    more = "tags: [t]\nimage: {file: a.pdf, alt: A plan}"
    made = site(f"-- content/world/x.md --\n{article('One', '2021-05-01', more)}")
    made.put("content/world/a.pdf", b"%PDF-1.4").put("content/world/b.png", picture())
    with pytest.raises(ProblemsFound) as raised:
        made.build()
    (problem,) = raised.value.problems
    assert (problem.line, problem.text) == (5, "the image a.pdf is not a picture")
