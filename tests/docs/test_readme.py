"""What the README shows is so."""

import re
from collections.abc import Callable
from pathlib import Path

from tests.pictures import picture
from tests.sites import Site, article

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_article_of_the_readme_builds(site: Callable[[str], Site]) -> None:
    (example,) = re.findall(r"```markdown\n(.*?)```", README, re.DOTALL)
    made = site(
        f"-- content/world/2021-08-20-baghlan-districts-retaken.md --\n{example}"
        f"-- content/world/2021-08-15-kabul-falls.md --\n{article('Kabul', '2021-08-15')}"
    )
    made.put("content/world/a-picture-beside-the-article.jpg", picture(kind="JPEG"))
    report = made.build()
    assert report.articles_out == 2
    assert [it.path for it in report.warnings] == ["content/world/2021-08-15-kabul-falls.md"]
    assert "The Federal" in made.page("2021/08/baghlan-districts-retaken.html")


def test_pictures_of_the_readme_are_there() -> None:
    for path in re.findall(r"!\[[^]]*\]\(([^)]+/[^)]+)\)", README):
        assert (ROOT / path).stat().st_size > 10_000
