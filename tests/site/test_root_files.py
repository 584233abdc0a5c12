"""Files for the site's root: copied as they are, and never at the cost of a page."""

from collections.abc import Callable

import pytest

from broadsheet.problems import ProblemsFound
from tests.sites import Site, article

Make = Callable[[str], Site]
ONE = f"-- content/a/x.md --\n{article('X', '2021-01-01')}"


def test_files_for_the_root_stand_there_under_their_own_names(site: Make) -> None:
    made = site(ONE)
    own = {
        "CNAME": b"example.org\n",
        ".nojekyll": b"",
        ".well-known/webfinger": b"{}",
        "google1234.html": b"google-site-verification: google1234.html",
        "README.md": b"no article",
        "logo.png": b"no picture",
    }
    for name, content in own.items():
        made.put(f"content/site-root/{name}", content)
    report = made.build()
    built = made.tree()
    assert {name: built[name] for name in own} == own
    assert report.articles_in == 1
    assert [it.text for it in report.warnings] == ["credits no source"]


def test_file_for_the_root_that_is_removed_goes(site: Make) -> None:
    made = site(ONE).put("content/site-root/.well-known/x", b"x")
    made.build()
    (made.root / "content/site-root/.well-known/x").unlink()
    assert made.build().placed.removed == [".well-known/x"]
    assert not (made.public / ".well-known").exists()


def test_article_can_link_to_a_file_in_the_root(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', body='My [key](/key.asc).')}")
    made.put("content/site-root/key.asc", b"key").build()
    assert 'href="../../key.asc"' in made.page("2021/01/x.html")


@pytest.mark.parametrize(
    ("name", "other"),
    [("index.html", "front page"), ("INDEX.html", "front page"), ("robots.txt", "robots.txt")],
)
def test_file_for_the_root_that_takes_a_pages_address_is_a_problem_at_that_file(
    site: Make, name: str, other: str
) -> None:
    made = site(ONE).put(f"content/site-root/{name}", b"mine")
    with pytest.raises(ProblemsFound) as found:
        made.build()
    (problem,) = found.value.problems
    assert problem.path == f"content/site-root/{name}"
    assert problem.text.startswith("has the address") and other in problem.text
    assert problem.hint == "remove this file, or rename it"


@pytest.mark.parametrize("name", [".broadsheet-files", ".broadsheet-stage/journal", "what?.txt"])
def test_file_for_the_root_with_a_name_that_cannot_stand_there_is_a_problem(
    site: Make, name: str
) -> None:
    made = site(ONE).put(f"content/site-root/{name}", b"mine")
    with pytest.raises(ProblemsFound, match="rename the file"):
        made.build()


def test_what_editors_leave_in_the_folder_for_the_root_does_not_count(site: Make) -> None:
    made = site(ONE)
    for name in (".CNAME.swp", "CNAME~", ".DS_Store", "._CNAME", ".git/config"):
        made.put(f"content/site-root/{name}", b"left over")
    made.build()
    assert not any("CNAME" in path or path.startswith(".") for path in made.tree())


def test_dot_files_elsewhere_under_content_do_not_count(site: Make) -> None:
    made = site(ONE).put("content/.hidden.txt", b"x").put("content/media/.hidden.txt", b"x")
    made.build()
    assert not any("hidden" in path for path in made.tree())
