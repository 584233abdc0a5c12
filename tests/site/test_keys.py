"""Pages whose keys are the same show the same, and an edit changes the keys of what it may show."""

import shutil
from collections.abc import Callable, Mapping

import pytest

from broadsheet.building import up_to_date
from broadsheet.content import store
from broadsheet.files import manifest_file
from broadsheet.output.manifest import decoded
from tests.sites import SITE_YAML, Site, article, assert_same_tree

Make = Callable[[str], Site]
FIRST = "2021/05/first.html"
OLDEST, FAR = "content/world/first.md", "content/arts/far.md"
LONG = "A summary is how a text begins. " * 20 + "\n\n"  # so that an edit leaves the summary
TEXTS = f"""\
-- {OLDEST} --
{article("First", "2021-05-01", "tags: [Peace]", LONG + "About peace.")}
-- content/world/second.md --
{article("Second", "2021-05-02", "tags: [Peace]", "More of it.")}
-- content/world/third.md --
{article("Third", "2021-06-03", "", "Something else.")}
-- {FAR} --
{article("Far", "2021-06-09", "tags: [Music]", "See [the first](first.md).")}
"""


@pytest.fixture
def made(site: Make, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site, built, whose files count as rested."""
    for module in (up_to_date, store):
        monkeypatch.setattr(module, "RESTED_NS", 0)
    made = site(TEXTS)
    made.build()
    return made


def keys(made: Site) -> Mapping[str, str]:
    """The keys of the pages that the last build left, by their paths."""
    manifest = decoded(manifest_file(made.root, made.public).read_bytes())
    return {path: entry.key for path, entry in manifest.files.items() if entry.key}


def changed(made: Site, before: Mapping[str, str]) -> set[str]:
    """The pages whose keys have changed since, or are new."""
    made.build()
    return {path for path, key in keys(made).items() if before.get(path) != key}


def assert_as_from_nothing(made: Site) -> None:
    """All that was kept is what a build from nothing makes."""
    fresh = made.root.with_name("fresh")
    shutil.copytree(made.root, fresh, ignore=shutil.ignore_patterns("public", ".broadsheet"))
    Site(fresh).build()
    assert_same_tree(made.tree(), Site(fresh).tree(), "edited", "clean")


def test_an_added_article_changes_the_keys_of_its_neighbours_and_lists(made: Site) -> None:
    before = keys(made)
    made.write(f"-- content/arts/new.md --\n{article('New', '2021-06-11', 'tags: [Music]')}")
    after = changed(made, before)
    shown = {"2021/06/new.html", "2021/06/far.html", "arts.html", "tags/music.html"}
    assert shown <= after
    assert after.isdisjoint({FIRST, "2021/05/second.html", "tags/peace.html", "world.html"})
    assert_as_from_nothing(made)


def test_a_new_spelling_of_a_tag_changes_the_key_of_an_older_article(made: Site) -> None:
    before = keys(made)
    for name in ("a", "b", "c"):
        text = article(name, "2021-07-01", "tags: [PEACE]")
        made.write(f"-- content/arts/{name}.md --\n{text}")
    assert FIRST in changed(made, before)
    assert_as_from_nothing(made)


def test_a_moved_article_changes_the_key_of_a_page_that_links_to_it(made: Site) -> None:
    before = keys(made)
    made.write(f"-- {OLDEST} --\n{article('First', '2021-05-01', 'slug: moved')}")
    assert "2021/06/far.html" in changed(made, before)
    assert_as_from_nothing(made)


def test_a_correction_whose_day_comes_changes_the_key_of_its_article(site: Make) -> None:
    correction = "corrections: [{date: 2021-06-02, text: No.}]"
    made = site(f"-- {OLDEST} --\n{article('First', '2021-05-01', correction)}")
    made.build(as_of="2021-06-01")
    before = keys(made)
    made.build(as_of="2021-06-02")
    assert keys(made)[FIRST] != before[FIRST]


def test_words_that_are_edited_and_put_back_are_shown_as_they_are(made: Site) -> None:
    written = (made.root / OLDEST).read_text("utf-8")
    (made.root / OLDEST).write_text(written.replace("About peace.", "About war."), "utf-8")
    made.build()
    assert "About war." in made.page(FIRST)
    (made.root / OLDEST).write_text(written, "utf-8")
    made.write(f"-- content/arts/new.md --\n{article('New', '2021-06-11')}")
    made.build()
    assert "About peace." in made.page(FIRST)
    assert_as_from_nothing(made)


def test_a_setting_changes_all_keys(made: Site) -> None:
    before = keys(made)
    made.write(f"-- site.yaml --\n{SITE_YAML}per_page: 7\n")
    assert changed(made, before) == keys(made).keys()
