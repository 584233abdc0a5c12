"""Themes extend one another by name; their mistakes are said at their own file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.content.taxonomies import TAXONOMIES
from broadsheet.files import theme_folders
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.themes.chain import CONTRACT, contract_fault, theme_chain
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]
ONE = f"-- content/a/x.md --\n{article('X', '2021-01-01')}"
OWN = (
    f"-- site.yaml --\n{SITE_YAML}theme: own\n{ONE}"
    "-- themes/own/theme.yaml --\nname: own\ncontract: 1\n"
)


def problems(made: Site) -> list[str]:
    """What a build says is wrong."""
    with pytest.raises(ProblemsFound) as found:
        made.build()
    return [f"{it.path}:{it.line}: {it.text}" for it in found.value.problems]


def test_own_template_takes_the_place_of_its_parents(site: Make) -> None:
    made = site(
        f"{OWN}extends: broadsheet\n-- themes/own/templates/index.html --\n"
        '{% extends "broadsheet/index.html" %}{% block content %}{{ super() }}mine{% endblock %}'
    )
    made.build()
    page = made.page("tags.html")
    assert "<h1>Tags</h1>" in page and "mine</main>" in page.replace("\n", "")


def test_plain_theme_has_what_is_added_to_the_newspapers_index(site: Make) -> None:
    source = "sources: [{name: P, url: 'https://e.org/'}]"
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', source)}")
    note = "-- content/sources/p.md --\n---\ntitle: P\nfeed: https://e.org/feed\n---\n"
    made.write(f"-- site.yaml --\n{SITE_YAML}theme: plain\n{note}").build()
    assert 'href="sources.opml"' in made.page("sources.html")


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
    made = site(
        f"{OWN}extends: two\n-- themes/two/theme.yaml --\nname: two\ncontract: 1\nextends: own\n"
    )
    assert problems(made) == [
        "themes/two/theme.yaml:0: themes extend one another in a circle: own → two → own"
    ]


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("one\n{% if %}\n", 2, "Expected an expression"),
        ("one\n{{ heading | shout }}\n", 2, "No filter named 'shout'"),
        ("one\ntwo\n{{ headnig }}\n", 3, "'headnig' is undefined"),
        ("{{ site.titel }}\n", 1, "site has no attribute 'titel'; did you mean title?"),
        ("{{ options.colums }}\n", 1, "this mapping has no attribute 'colums'; did you mean col"),
        ("{{ site.title.zzz }}\n", 1, "a text has no attribute 'zzz'"),
        ("\n{% include 'absent.html' %}\n", 2, "there is no template absent.html"),
        ("\n{% include heading %}\n", 2, "uses a computed template name"),
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


HEAD = "options:\n"
OPTIONS = """\
extends: broadsheet
options:
  motto:
    kind: text
    default: All the news
    about: Stands under the name.
  ink:
    kind: color
    default: "#123456"
    about: The color of the text.
  rules:
    kind: yes-no
    default: yes
    about: Whether there are rules.
  grid:
    kind: count
    most: 6
    default: 4
    about: How many columns there are.
-- themes/own/templates/index.html --
{{ options.motto }}, {{ options.rules }}, {{ options.grid + 1 }}, {{ options['text_font'] }}
-- themes/own/static/ink.css.jinja --
body { color: {{ options.ink }}; columns: {{ options.columns }} }
"""


def with_options(*lines: str) -> str:
    """Settings that choose options of the site's own theme."""
    chosen = "".join(f"  {line}\n" for line in lines)
    given = f"theme_options:\n{chosen}" if lines else ""
    return f"-- site.yaml --\n{SITE_YAML}theme: own\n{given}"


def test_templates_see_options_with_their_defaults(site: Make) -> None:
    made = site(f"{OWN}{OPTIONS}")
    made.build()
    assert made.page("tags.html") == "All the news, True, 5, serif"


def test_site_chooses_options_by_their_kinds(site: Make) -> None:
    made = site(f"{OWN}{OPTIONS}")
    made.write(with_options("motto: Our <news>", "rules: no", "grid: 6", "text_font: Sans"))
    made.build()
    assert made.page("tags.html") == "Our &lt;news&gt;, False, 7, sans"


def test_child_changes_the_default_of_its_parents_option(site: Make) -> None:
    more = f"{HEAD}  text_font:\n    default: sans\n"
    made = site(f"{OWN}{OPTIONS.replace(HEAD, more, 1)}")
    made.build()
    assert made.page("tags.html").endswith("sans")


def test_static_template_is_rendered_with_options_and_named_by_its_digest(site: Make) -> None:
    made = site(f"{OWN}{OPTIONS}")
    made.build()
    (before,) = (made.public / "static").glob("ink.*.css")
    assert before.read_text() == "body { color: #123456; columns: 3 }\n"
    made.write(with_options('ink: "#FFF"', "columns: 2"))
    made.build()
    (after,) = (made.public / "static").glob("ink.*.css")
    assert after.read_text() == "body { color: #FFF; columns: 2 }\n"
    assert after.name != before.name and not list((made.public / "static").glob("*.jinja"))


def test_changed_option_renews_the_pages_that_show_it_alone(site: Make) -> None:
    made = site(f"{OWN}{OPTIONS}")
    made.build()
    made.write(with_options("grid: 2"))
    indexes = {"/archive.html", *(f"{it.folder}.html" for it in TAXONOMIES if it.has_index)}
    assert {address for address, _ in made.build().rendered} == indexes
    clean = made.root / "clean"
    made.build(output=clean)
    assert made.tree() == made.tree(clean)


def test_option_is_read_through_every_way_to_name_it(site: Make) -> None:
    made = site(f"{OWN}{OPTIONS}")
    template = "{% for key, value in options | dictsort %}{{ key }}={{ value }} {% endfor %}"
    made.write(f"-- themes/own/templates/index.html --\n{template}\n")
    made.build()
    assert "grid=4" in made.page("tags.html")
    made.write(with_options("grid: 2"))
    made.build()
    assert "grid=2" in made.page("tags.html")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("accnet: red", "site.yaml:10: the theme has no option accnet | did you mean accent?"),
        (
            "accent: red",
            'site.yaml:10: accent cannot be the text "red" | #rgb or #rrggbb, in quotes',
        ),
        (
            'accent: "#12345"',
            'site.yaml:10: accent cannot be the text "#12345" | #rgb or #rrggbb, in quotes',
        ),
        (
            "accent: #8a1c1c",
            "site.yaml:10: accent has no value"
            ' | write a color in quotes: accent: "#8a1c1c"; or remove the line',
        ),
        (
            "columns: 5",
            'site.yaml:10: columns cannot be the text "5" | a whole number from 1 to 4',
        ),
        (
            "text_font: mono",
            'site.yaml:10: text_font cannot be the text "mono" | one of: serif, sans',
        ),
        ("rules: maybe", 'site.yaml:10: rules cannot be the text "maybe" | yes or no'),
        ("rules: [yes]", "site.yaml:10: rules must be a text, found a list"),
    ],
)
def test_wrong_choice_in_site_yaml_has_its_line_and_what_is_allowed(
    site: Make, line: str, said: str
) -> None:
    made = site(f"{OWN}{OPTIONS}")
    made.write(with_options("columns: 2" if "columns" not in line else "rules: yes", line))
    with pytest.raises(ProblemsFound) as found:
        made.build()
    assert str(found.value).replace("\n    ", " | ") == said


@pytest.mark.parametrize(
    ("option", "line", "said"),
    [
        ("x: {kind: text, default: a}", 7, "x has no about"),
        ("x: {default: a, about: A.}", 7, "x has no kind"),
        ("x: {kind: color, default: #abc\n    }", 7, "x has no default"),
        ("x: {kind: colour, default: a, about: A.}", 7, 'kind cannot be the text "colour"'),
        ("x: {kind: color, default: red, about: A.}", 7, 'x cannot be the text "red"'),
        ("x: {kind: choice, default: a, about: A.}", 7, "x has no values"),
        ("x: {kind: text, most: 3, default: a, about: A.}", 7, "most is for a count"),
        ("x: {kind: count, most: 3, default: 4, about: A.}", 7, 'x cannot be the text "4"'),
        ("items: {kind: text, default: a, about: A.}", 7, "an option cannot be named items"),
        ("X-Y: {kind: text, default: a, about: A.}", 7, "an option cannot be named X-Y"),
        ("accent: {kind: text, default: a}", 7, "its kind cannot change"),
        ("accent: {default: red}", 7, 'accent cannot be the text "red"'),
        ("x:", 7, "x has no default"),
    ],
)
def test_wrong_declaration_of_an_option_has_its_line(
    site: Make, option: str, line: int, said: str
) -> None:
    made = site(OWN)
    head = "name: own\ncontract: 1\nextends: broadsheet\n\noptions:\n"
    made.write(f"-- themes/own/theme.yaml --\n{head}\n  {option}\n")
    (problem,) = problems(made)
    assert problem.startswith(f"themes/own/theme.yaml:{line}: ") and said in problem


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("a {\n color: {{ options.inc }} }", 2, "has no attribute 'inc'"),
        ("a {\n\n content: {{ options.motto }} }", 3, "has no attribute 'motto'"),
        ("{{ site.title }}", 1, "'site' is undefined"),
        ("a\n{% if %}", 2, "Expected an expression"),
    ],
)
def test_mistake_in_a_static_template_is_said_at_its_line(
    site: Make, template: str, line: int, said: str
) -> None:
    made = site(f"{OWN}{OPTIONS}-- themes/own/static/ink.css.jinja --\n{template}\n")
    (problem,) = problems(made)
    assert problem.startswith(f"themes/own/static/ink.css.jinja:{line}: ") and said in problem


def test_static_file_beside_a_template_for_it_is_a_problem(site: Make) -> None:
    made = site(f"{OWN}{OPTIONS}-- themes/own/static/ink.css --\nbody {{}}\n")
    assert problems(made) == [
        "themes/own/static/ink.css:0: is beside ink.css.jinja, which becomes ink.css"
    ]


@pytest.mark.parametrize(
    ("contract", "said"),
    [
        ("", "themes/own/theme.yaml:0: has no contract"),
        (
            "contract: 2\n",
            "themes/own/theme.yaml:3: is written for contract 2, and this Broadsheet has"
            " contract 1",
        ),
        (
            "contract: one\n",
            "themes/own/theme.yaml:3: contract must be a whole number above 0,"
            ' found the text "one"',
        ),
    ],
)
def test_theme_says_which_contract_it_keeps(site: Make, contract: str, said: str) -> None:
    made = site(OWN)
    made.write(f"-- themes/own/theme.yaml --\nname: own\nextends: broadsheet\n{contract}")
    assert problems(made) == [said]


def test_contract_of_an_earlier_engine_leads_to_what_changed() -> None:
    fault, hint = contract_fault(1, 2) or ("", "")
    assert fault == "is written for contract 1, and this Broadsheet has contract 2"
    assert "broadsheet theme diff" in hint and "contract: 2" in hint
    assert contract_fault(CONTRACT, CONTRACT) is None


def test_bundled_themes_keep_the_contract() -> None:
    bundled = theme_folders(Path())[1]
    for path in sorted(bundled.glob("*/theme.yaml")):
        problems: list[Problem] = []
        assert theme_chain(Path(), path.parent.name, problems) and problems == []


def test_name_that_is_not_the_folders_is_a_problem(site: Make) -> None:
    made = site(OWN)
    made.write("-- themes/own/theme.yaml --\nname: other\nextends: broadsheet\ncontract: 1\n")
    assert problems(made) == [
        "themes/own/theme.yaml:1: the theme is named other in a folder named own"
    ]


FILLS = (
    f"{OWN}extends: broadsheet\n-- themes/own/templates/404.html --\n"
    '{% extends "broadsheet/404.html" %}\n'
)


def test_block_that_the_parent_has_not_is_a_problem(site: Make) -> None:
    made = site(f"{FILLS}{{% block contents %}}lost{{% endblock %}}\n")
    with pytest.raises(ProblemsFound) as found:
        made.build()
    assert str(found.value).splitlines() == [
        "themes/own/templates/404.html:2: there is no block contents in broadsheet/404.html,"
        " so it shows nothing",
        "    did you mean content?",
    ]


def test_block_within_a_block_of_its_own_is_no_problem(site: Make) -> None:
    inner = "{% block inner %}lost{% endblock %}"
    made = site(f"{FILLS}{{% block content %}}{inner}{{% endblock %}}\n")
    made.build()
    assert "lost" in made.page("404.html")
