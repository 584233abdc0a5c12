"""Which pages are made on the machine that builds, and which on any."""

from broadsheet.rendering.formats import reads_files
from broadsheet.site.outputs import EDITION_FILE, EDITION_TEXT, FEED


def test_only_pages_that_hold_pictures_need_the_files_of_the_site() -> None:
    assert reads_files(EDITION_FILE)
    assert not any(map(reads_files, (EDITION_TEXT, FEED, "article.html")))
