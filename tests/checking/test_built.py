"""What a build reports has the name of a check, and the level that the build gives it."""

from collections.abc import Callable

import pytest

from tests.checking.examined import findings
from tests.pictures import picture
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]
ALLOWED = f"-- site.yaml --\n{SITE_YAML}attribution: {{uncredited: allow}}\n"


def named(made: Site) -> list[tuple[str, str]]:
    """The check and the level of each finding."""
    return [(it.check, it.level) for it in findings(made)]


def of_one(body: str, more: str = "") -> str:
    """A site with one article, which need not credit anybody."""
    return f"{ALLOWED}-- content/a/x.md --\n{article('X', '2021-12-30', more, body)}"


@pytest.mark.parametrize(
    ("body", "check"),
    [
        ("![](b.png)", "missing-alt"),
        ("[![](b.png)](x.md)", "missing-alt"),
        ("", "no-text"),
        ("<script>1</script>Text.", "left-out"),
        ("![A bridge](https://e.org/b.png)", "left-out"),
        ("[x](javascript:run)", "left-out"),
    ],
)
def test_warning_of_reading_has_a_name(site: Make, body: str, check: str) -> None:
    made = site(of_one(body)).put("content/a/b.png", picture())
    assert named(made) == [(check, "warning")]


def test_empty_draft_is_named_only_where_drafts_are_asked_for(site: Make) -> None:
    made = site(of_one("", "draft: true"))
    assert "no-text" not in {it.check for it in findings(made)}
    assert "no-text" in {it.check for it in findings(made, drafts=True)}


def test_picture_of_another_kind_and_address_from_the_title_have_names(site: Make) -> None:
    made = site(f"{ALLOWED}-- content/a/2021-12-30.md --\n---\ntitle: X\n---\nText.\n")
    made.put("content/a/b.jpg", picture())
    assert named(made) == [("odd-address", "warning"), ("picture-kind", "warning")]


@pytest.mark.parametrize(
    ("text", "check"),
    [
        (of_one("[x](y.md)"), "broken-link"),
        (of_one("[x](#none)"), "broken-link"),
        (of_one("![A bridge](c.png)"), "broken-link"),
        (of_one("[x](/none/)"), "broken-link"),
        (of_one("Text.", "tags: a, b"), "bad-file"),
        (of_one("Text.", "image: {file: c.png, alt: A bridge}"), "broken-link"),
        (of_one("Text.") + "-- content/pages/x.md --\nNone.\n", "bad-file"),
        (of_one("Text.") + f"-- content/b/x.md --\n{article('X', '2021-12-30')}", "bad-file"),
        (f"-- site.yaml --\n{SITE_YAML}per_page: none\n", "bad-setting"),
        (
            f"{ALLOWED}theme: t\n-- themes/t/theme.yaml --\nextends: t\n",
            "bad-theme",
        ),
    ],
)
def test_problem_has_a_name(site: Make, text: str, check: str) -> None:
    found = {(name, level) for name, level in named(site(text)) if level == "problem"}
    assert found == {(check, "problem")}
