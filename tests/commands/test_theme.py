"""`broadsheet theme`: which themes there are, a new one, what one overrides, what changed under."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broadsheet.cli import main
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]
PARENT = (
    f"-- site.yaml --\n{SITE_YAML}theme: own\n"
    f"-- content/a/x.md --\n{article('X', '2021-01-01')}"
    "-- themes/house/theme.yaml --\nname: house\nextends: broadsheet\ncontract: 1\n"
    "-- themes/house/templates/404.html --\nlost\n"
    "-- themes/house/static/house.css --\nbody {}\n"
)


def run(made: Site, *arguments: str) -> Result:
    """The result of `broadsheet theme` with these arguments in a site."""
    return CliRunner().invoke(main, ["theme", *arguments, "--site", str(made.root)])


def test_list_shows_which_theme_is_used_and_on_which_it_builds(site: Make) -> None:
    made = site(PARENT)
    assert run(made, "new", "own", "--from", "house", "--copy", "404.html").exit_code == 0
    lines = run(made, "list").stdout.splitlines()
    assert "broadsheet: comes with Broadsheet" in lines
    assert "house: in themes/house; builds on broadsheet" in lines
    assert "own: in themes/own; builds on house and broadsheet; this site uses it" in lines
    assert "    overrides templates/404.html" in lines


def test_list_shows_options_with_their_defaults_and_what_the_site_chose(site: Make) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}theme_options: {{columns: 2}}\n")
    shown = run(made, "list").stdout
    assert '    accent: "#8a1c1c"  (default; #rgb or #rrggbb, in quotes)  The color' in shown
    assert "    columns: 2  (default 3; a whole number from 1 to 4)  How many" in shown
    assert "    front_story: yes  (default; yes or no)  Whether" in shown


def test_list_says_what_is_wrong_with_options(site: Make) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}theme_options: {{colums: 2}}\n")
    result = run(made, "list")
    assert result.exit_code == 1
    assert "site.yaml:7: the theme has no option colums\n    did you mean columns?" in result.stderr


def test_list_of_a_site_with_an_unknown_theme_is_a_problem(site: Make) -> None:
    result = run(site(f"-- site.yaml --\n{SITE_YAML}theme: brodsheet\n"), "list")
    assert result.exit_code == 1 and "did you mean broadsheet?" in result.stderr


def test_new_theme_builds_at_once(site: Make) -> None:
    made = site(PARENT)
    result = run(made, "new", "own")
    assert result.stdout == "made themes/own/theme.yaml\n"
    assert (made.root / "themes/own/templates").is_dir()
    assert made.build().articles_out == 1


def test_new_theme_that_the_site_does_not_use_says_how_to(site: Make) -> None:
    shown = run(site(""), "new", "mine").stdout
    assert shown.endswith("to use it, set this in site.yaml: theme: mine\n")


def test_example_in_a_new_themes_file_works(site: Make) -> None:
    made = site(f"{PARENT}-- content/pages/about.md --\n---\ntitle: About\n---\nUs.\n")
    run(made, "new", "own")
    lines = (made.root / "themes/own/theme.yaml").read_text().splitlines()
    template = "\n".join(it.removeprefix("#   ") for it in lines if it.startswith("#   "))
    made.write(f"-- themes/own/templates/page.html --\n{template}\n")
    made.build()
    assert "<p>A line more.</p>" in made.page("about.html")


def test_copies_are_the_nearest_originals_templates_or_static_files(site: Make) -> None:
    made = site(PARENT)
    copies = ["--copy", "404.html", "--copy", "house.css", "--copy", "templates/page.html"]
    assert run(made, "new", "own", "--from", "house", *copies).exit_code == 0
    own = made.root / "themes/own"
    assert (own / "templates/404.html").read_text() == "lost\n"
    assert (own / "static/house.css").read_text() == "body {}\n"
    assert "{% block content %}" in (own / "templates/page.html").read_text()
    made.build()
    assert made.page("404.html") == "lost"


def test_more_files_are_copied_into_a_theme_that_is_there(site: Make) -> None:
    made = site(PARENT)
    run(made, "new", "own", "--from", "house")
    assert run(made, "new", "own", "--copy", "404.html").exit_code == 0
    assert (made.root / "themes/own/templates/404.html").read_text() == "lost\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["house"], "themes/house is there already"),
        (["house", "--copy", "404.html"], "templates/404.html is there already"),
        (["House"], "a theme cannot be named House"),
        (["../x"], "a theme cannot be named ../x"),
        (["plain"], "plain is a theme of Broadsheet"),
        (["own", "--copy", "artcle.html"], "has no file artcle.html; did you mean article.html?"),
    ],
)
def test_new_theme_overwrites_nothing_and_makes_nothing_by_halves(
    site: Make, arguments: list[str], said: str
) -> None:
    made = site(PARENT)
    before = made.tree(made.root)
    result = run(made, "new", *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert made.tree(made.root) == before


def test_new_theme_from_an_unknown_one_is_a_problem(site: Make) -> None:
    result = run(site(PARENT), "new", "own", "--from", "hose")
    assert result.exit_code == 1 and "did you mean house?" in result.stderr


def test_diff_shows_what_a_theme_overrides(site: Make) -> None:
    made = site(PARENT)
    run(made, "new", "own", "--from", "house", "--copy", "404.html", "--copy", "house.css")
    made.write("-- themes/own/templates/404.html --\nfound\n")
    result = run(made, "diff")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "themes/own/templates/404.html replaces themes/house/templates/404.html",
        "--- themes/house/templates/404.html",
        "+++ themes/own/templates/404.html",
        "@@ -1 +1 @@",
        "-lost",
        "+found",
        "themes/own/static/house.css is the same as themes/house/static/house.css",
        "nothing has changed under own",
    ]


def test_diff_shows_what_changed_under_a_theme_until_it_is_seen(site: Make) -> None:
    made = site(PARENT)
    run(made, "new", "own", "--from", "house", "--copy", "404.html")
    made.write("-- themes/house/templates/404.html --\nlost and gone\n")
    result = run(made, "diff", "own")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-7:] == [
        "the original of themes/own/templates/404.html has changed since it was copied"
        " or last seen",
        "--- themes/own/originals/templates/404.html",
        "+++ themes/house/templates/404.html",
        "@@ -1 +1 @@",
        "-lost",
        "+lost and gone",
        "1 original has changed under own: templates/404.html;"
        " when you have taken it over: broadsheet theme diff own --seen",
    ]
    assert run(made, "diff", "--seen").exit_code == 0
    assert (made.root / "themes/own/templates/404.html").read_text() == "lost\n"
    assert run(made, "diff").exit_code == 0


def test_diff_notices_an_original_that_is_gone(site: Make) -> None:
    made = site(PARENT)
    run(made, "new", "own", "--from", "house", "--copy", "house.css")
    (made.root / "themes/house/static/house.css").unlink()
    result = run(made, "diff")
    assert result.exit_code == 1
    assert "the original of themes/own/static/house.css is gone since" in result.stdout
    assert run(made, "diff", "--seen").exit_code == 0
    assert run(made, "diff").exit_code == 0


def test_diff_tells_that_a_file_that_is_no_text_changed(site: Make) -> None:
    made = site(PARENT).put("themes/house/static/sign.png", b"\xfe")
    run(made, "new", "own", "--from", "house", "--copy", "sign.png")
    made.put("themes/own/static/sign.png", b"\xff")
    shown = run(made, "diff").stdout
    assert "sign.png and themes/own/static/sign.png differ, and are not text files" in shown


def test_diff_says_how_to_be_told_of_changes_under_a_file_made_by_hand(site: Make) -> None:
    made = site(PARENT)
    result = run(made, "diff", "house")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == (
        "no original is kept of templates/404.html; to be told of changes from now on:"
        " broadsheet theme diff house --seen"
    )
    run(made, "diff", "house", "--seen")
    assert "nothing has changed under house" in run(made, "diff", "house").stdout


def test_diff_of_a_theme_of_an_earlier_contract_still_shows_what_changed(site: Make) -> None:
    made = site(PARENT)
    run(made, "new", "own", "--from", "house", "--copy", "404.html")
    made.write("-- themes/own/theme.yaml --\nname: own\nextends: house\ncontract: 9\n")
    result = run(made, "diff")
    assert result.exit_code == 1
    assert "themes/own/theme.yaml:3: is written for contract 9" in result.stderr
    assert "nothing has changed under own" in result.stdout


def test_theme_that_comes_with_broadsheet_is_not_changed(site: Make) -> None:
    made = site("")
    assert run(made, "diff").stdout == "broadsheet comes with Broadsheet\n"
    assert run(made, "diff", "plain", "--seen").exit_code == 2


def test_diff_names_the_blocks_that_a_theme_fills(site: Make) -> None:
    made = site(PARENT.replace("-- themes/house/templates/404.html --\nlost\n", ""))
    made.write(
        "-- themes/own/theme.yaml --\nname: own\nextends: house\ncontract: 1\n"
        '-- themes/own/templates/404.html --\n{% extends "broadsheet/404.html" %}\n'
        "{% block content %}{{ super() }}{% endblock %}\n"
    )
    assert run(made, "diff").stdout.splitlines()[0] == (
        "themes/own/templates/404.html extends themes/broadsheet/templates/404.html"
        " and fills its block content"
    )


def test_contract_prints_what_templates_may_rely_on() -> None:
    result = CliRunner().invoke(main, ["theme", "contract"])
    document = Path(__file__).parents[2] / "docs/theme-contract.md"
    assert (result.exit_code, result.stdout) == (0, document.read_text("utf-8"))


def test_new_theme_names_the_command_that_prints_the_contract(site: Make) -> None:
    made = site(f"-- site.yaml --\n{SITE_YAML}")
    run(made, "new", "own")
    told = (made.root / "themes/own/theme.yaml").read_text("utf-8")
    assert "broadsheet theme contract" in told
