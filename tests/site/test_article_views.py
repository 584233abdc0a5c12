"""Articles as pages show them whole: their front matter as it is, and what the site adds."""

from collections.abc import Callable

import pytest

from broadsheet.content.front_matter import FIELDS
from tests.sites import Site, article, found

Make = Callable[[str], Site]
THEME = """\
-- themes/own/theme.yaml --
name: own
extends: broadsheet
contract: 1
"""


def shown(site: Make, expression: str, more: str = "") -> str:
    """What a theme's own article page writes for an expression."""
    made = site(
        f"{THEME}-- themes/own/templates/article.html --\n{{{{ {expression} }}}}\n"
        f"-- content/world/2021-05-01-a-bridge.md --\n{article('A bridge', '2021-05-01', more)}"
    )
    with (made.root / "site.yaml").open("a") as settings:
        settings.write("theme: own\n")
    made.build()
    return made.page("2021/05/a-bridge.html")


@pytest.mark.parametrize("key", FIELDS)
def test_every_key_of_front_matter_reaches_the_article_s_page_by_its_name(
    site: Make, key: str
) -> None:
    assert shown(site, f"'there' if article.meta.{key} is defined else 'lost'") == "there"


def test_what_was_left_out_is_complete_in_the_view(site: Make) -> None:
    wanted = "[article.meta.section, article.meta.slug, article.meta.language] | join(' ')"
    assert shown(site, wanted) == "world a-bridge en"


def test_credit_has_all_that_its_source_says_and_the_page_of_the_source(site: Make) -> None:
    more = "sources: [{name: Le Monde, url: 'https://e.org/', author: [Ann, Bo]}]"
    wanted = "[article.sources[0].page, article.sources[0].author | join('+')] | join(' ')"
    assert shown(site, wanted, more) == "/sources/le-monde.html Ann+Bo"


def test_comment_that_moves_the_lines_of_keys_renders_nothing(site: Make) -> None:
    more = "via: {name: Cy}\nsources: [{name: N, url: 'https://e.org/'}]"
    made = site(f"-- content/a/x.md --\n{article('X', '2021-05-01', more)}")
    made.build()
    made.write(f"-- content/a/x.md --\n{article('X', '2021-05-01', f'# a comment{chr(10)}{more}')}")
    assert made.build().rendered == ()
    assert found(made.page("2021/05/x.html"), "//section[@class='sources']//a/@href")
