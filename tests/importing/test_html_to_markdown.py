"""HTML of other systems as Markdown."""

from hypothesis import given, settings

from broadsheet.importing.html_to_markdown import html_to_markdown
from tests.importing.html_pieces import PAGES, shown, words


@settings(max_examples=300)
@given(PAGES)
def test_readers_see_the_same_words_whatever_the_page(page: str) -> None:
    assert shown(html_to_markdown(page).markdown) == words(page)
