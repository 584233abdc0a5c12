"""Themes extend one another by name; their mistakes are said at their own file and line."""

from collections.abc import Callable

import pytest

from broadsheet.problems import ProblemsFound
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]
ONE = f"-- content/a/x.md --\n{article('X', '2021-01-01')}"
OWN = f"-- site.yaml --\n{SITE_YAML}theme: own\n{ONE}-- themes/own/theme.yaml --\nname: own\n"


def problems(made: Site) -> list[str]:
    """What a build says is wrong."""
    with pytest.raises(ProblemsFound) as found:
        made.build()
    return [f"{it.path}:{it.line}: {it.text}" for it in found.value.problems]


def test_own_template_takes_the_place_of_its_parents(site: Make) -> None:
    made = site(
        f"{OWN}extends: broadsheet\n-- themes/own/templates/index.html --\n"
        '{% extends "broadsheet/index.html" %}{% block content %}mine{{ super() }}{% endblock %}'
    )
    made.build()
    assert "mine<h1>Tags</h1>" in made.page("tags.html")


def test_override_that_appears_and_goes_is_noticed(site: Make) -> None:
    made = site(f"{OWN}extends: broadsheet\n")
    made.build()
    before = made.page("404.html")
    made.write("-- themes/own/templates/404.html --\nlost\n")
    made.build()
    assert made.page("404.html") == "lost"
    (made.root / "themes/own/templates/404.html").unlink()
    made.build()
    assert made.page("404.html") == before


def test_static_file_has_its_digest_in_its_name(site: Make) -> None:
    made = site(f"{OWN}extends: broadsheet\n-- themes/own/static/style.css --\nbody {{}}\n")
    made.build()
    (style,) = (made.public / "static").glob("*.css")
    assert style.read_text() == "body {}\n"
    assert f"static/{style.name}" in made.page("index.html")


def test_unknown_theme_is_a_problem_with_the_nearest_name(site: Make) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}theme: brodsheet\n{ONE}")
    with pytest.raises(ProblemsFound, match=r"site.yaml: there is no theme brodsheet"):
        made.build()


def test_themes_in_a_circle_are_a_problem(site: Make) -> None:
    made = site(f"{OWN}extends: two\n-- themes/two/theme.yaml --\nname: two\nextends: own\n")
    assert problems(made) == [
        "themes/two/theme.yaml:0: themes extend one another in a circle: own → two → own"
    ]


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("one\n{% if %}\n", 2, "Expected an expression"),
        ("one\n{{ heading | shout }}\n", 2, "No filter named 'shout'"),
        ("one\ntwo\n{{ headnig }}\n", 3, "'headnig' is undefined"),
        ("{{ site.titel }}\n", 1, "has no attribute 'titel'"),
        ("\n{% include 'gone.html' %}\n", 2, "there is no template gone.html"),
        ("\n{% include heading %}\n", 2, "names a template by something computed"),
        ("\n\n\n{{ static('gone.css') }}\n", 4, "there is no static file gone.css"),
        ("\n{{ 1 / 0 }}\n", 2, "division by zero"),
    ],
)
def test_template_mistake_is_said_at_its_file_and_line(
    site: Make, template: str, line: int, said: str
) -> None:
    made = site(f"{OWN}extends: broadsheet\n-- themes/own/templates/list.html --\n{template}")
    (problem,) = problems(made)
    assert problem.startswith(f"themes/own/templates/list.html:{line}: ") and said in problem
    assert not list(made.public.glob("*.html"))


def test_mistake_in_an_included_template_is_said_there(site: Make) -> None:
    made = site(
        f"{OWN}extends: broadsheet\n-- themes/own/templates/list.html --\n"
        "{% include 'part.html' %}\n-- themes/own/templates/part.html --\n\n\n{{ nothing }}\n"
    )
    (problem,) = problems(made)
    assert problem.startswith("themes/own/templates/part.html:3: 'nothing' is undefined")


def test_theme_without_a_needed_template_is_a_problem(site: Make) -> None:
    (problem,) = problems(site(OWN))
    assert problem == "site.yaml:0: the theme has no template front.html"


def test_text_that_is_no_html_is_escaped_in_every_template(site: Make) -> None:
    made = site(
        f"{OWN}extends: broadsheet\n-- themes/own/templates/index.html --\n"
        "{{ '<b>' }}{{ site.title }}\n"
    )
    made.build()
    assert made.page("tags.html") == "&lt;b&gt;The Test"
