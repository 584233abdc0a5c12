"""A site in memory: what it shows after an edit, what it says of mistakes, and what it survives."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from pathlib import Path

import pytest

from broadsheet.builds import Progress
from broadsheet.dates import parse_moment
from broadsheet.output.site_lock import locked
from broadsheet.preview.changes import LiveOptions, Shown
from broadsheet.preview.live_site import LiveSite
from tests.pictures import picture
from tests.preview.looking import everything_shown, shown_bytes
from tests.sites import AS_OF, SITE_YAML, Site, article
from tests.sizes import SIZE

Make = Callable[[str], Site]
Open = Callable[[Site], LiveSite]

ONE = f"-- content/world/one.md --\n{article('One', '2021-05-01', 'tags: [Peace]')}"
TWO = f"{ONE}-- content/world/two.md --\n{article('Two', '2021-05-02')}"
PATH, PAGE = "content/world/one.md", "2021/05/one.html"
OWN = "-- themes/own/theme.yaml --\nname: own\nextends: broadsheet\ncontract: 1\n"
IN_OWN_THEME = f"{ONE}-- site.yaml --\n{SITE_YAML}theme: own\n{OWN}"


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens the preview of a site, and closes it after the test."""
    lives: list[LiveSite] = []

    def open_it(site: Site, drafts: bool = True, future: bool = True) -> LiveSite:
        live = LiveSite(LiveOptions(site.root, moment, drafts, future, workers=1))
        live.refresh(None)
        lives.append(live)
        return live

    yield open_it
    for live in lives:
        live.close()


def moment(zone: tzinfo) -> datetime:
    """The moment that all these previews are of."""
    return parse_moment(AS_OF, zone).at


def text(live: LiveSite, path: str) -> str:
    """A file of the site as the preview shows it."""
    return shown_bytes(live, path).decode()


def page(live: LiveSite, path: str = PAGE) -> Shown:
    """A page that there must be."""
    found = live.shown(path)
    assert found is not None
    return found


def test_words_are_shown_as_they_were_saved_last(site: Make, opened: Open) -> None:
    made = site(TWO)
    live = opened(made)
    assert "A short text." in text(live, PAGE)
    made.write(f"-- {PATH} --\n{article('One', '2021-05-01', 'tags: [Peace]', 'Another text.')}")
    change = live.refresh([PATH])
    assert (change.problems, change.pages_changed) == ((), True)
    assert "Another text." in text(live, PAGE) and "Another text." in text(live, "feed.xml")


def test_edit_that_changes_nothing_changes_no_page(site: Make, opened: Open) -> None:
    made = site(ONE)
    live = opened(made)
    tag = page(live).tag
    os.utime(made.root / PATH)
    assert not live.refresh([PATH]).pages_changed
    assert not live.refresh(None).pages_changed
    assert page(live).tag == tag


def test_tag_of_a_page_changes_only_with_its_bytes(site: Make, opened: Open) -> None:
    made = site(TWO)
    live = opened(made)
    one, two = page(live).tag, page(live, "2021/05/two.html").tag
    made.write(f"-- {PATH} --\n{article('One', '2021-05-01', 'tags: [Peace]', 'Other words.')}")
    live.refresh([PATH])
    assert page(live).tag != one and page(live, "2021/05/two.html").tag == two


def test_title_is_shown_wherever_the_article_is_listed(site: Make, opened: Open) -> None:
    made = site(TWO)
    live = opened(made)
    made.write(f"-- {PATH} --\n{article('Renamed', '2021-05-01', 'tags: [Peace]')}")
    live.refresh([PATH])
    for path in (PAGE, "index.html", "tags/peace.html", "feed.xml", "2021/05/two.html"):
        assert "Renamed" in text(live, path), path


def test_article_appears_moves_and_goes(site: Make, opened: Open) -> None:
    made = site(ONE)
    live = opened(made)
    made.write(f"-- content/arts/new.md --\n{article('New', '2021-06-01')}")
    live.refresh(["content/arts/new.md"])
    assert "New" in text(live, "2021/06/new.html") and "New" in text(live, "arts.html")
    (made.root / "content/arts").rename(made.root / "content/culture")
    live.refresh(["content/arts", "content/culture"])
    assert live.shown("arts.html") is None and "New" in text(live, "culture.html")
    shutil.rmtree(made.root / "content/culture")
    live.refresh(["content/culture"])
    assert live.shown("2021/06/new.html") is None and live.shown("culture.html") is None


def test_file_saved_aside_and_renamed_is_followed(site: Make, opened: Open) -> None:
    made = site(ONE)
    live = opened(made)
    aside = made.root / "content/world/.one.md.tmp"
    aside.write_text(article("One", "2021-05-01", "tags: [Peace]", "Written aside."), "utf-8")
    aside.rename(made.root / PATH)
    live.refresh(["content/world/.one.md.tmp", PATH])
    assert "Written aside." in text(live, PAGE)


def test_many_files_that_change_at_once_are_all_followed(site: Make, opened: Open) -> None:
    paths = [f"content/world/n{number}.md" for number in range(60)]
    made = site("".join(f"-- {it} --\n{article('Old', '2021-05-01')}" for it in paths))
    live = opened(made)
    made.write("".join(f"-- {it} --\n{article('Of a branch', '2021-05-01')}" for it in paths))
    live.refresh(paths)
    assert all("Of a branch" in text(live, f"2021/05/n{number}.html") for number in range(60))


def test_drafts_and_articles_of_the_future_are_marked_but_not_in_their_bytes(
    site: Make, opened: Open
) -> None:
    made = site(
        f"{ONE}-- content/world/draft.md --\n{article('D', '2021-05-03', 'draft: true')}"
        f"-- content/world/soon.md --\n{article('S', '2022-05-04')}"
    )
    live = opened(made)
    assert page(live, "2021/05/draft.html").unpublished == "draft"
    assert page(live, "2022/05/soon.html").unpublished == "in the future"
    assert page(live).unpublished == page(live, "index.html").unpublished == ""
    made.build(drafts=True, future=True)
    assert everything_shown(live) == made.tree()


def test_drafts_and_the_future_can_be_left_out(site: Make, opened: Open) -> None:
    made = site(
        f"{ONE}-- content/world/draft.md --\n{article('D', '2021-05-03', 'draft: true')}"
        f"-- content/world/soon.md --\n{article('S', '2022-05-04')}"
    )
    live = LiveSite(LiveOptions(made.root, moment, drafts=False, future=False, workers=1))
    live.refresh(None)
    made.build()
    assert everything_shown(live) == made.tree()
    live.close()


def test_template_is_followed(site: Make, opened: Open) -> None:
    made = site(f"{IN_OWN_THEME}-- themes/own/templates/article.html --\n<p>First</p>\n")
    live = opened(made)
    assert text(live, PAGE) == "<p>First</p>"
    made.write("-- themes/own/templates/article.html --\n<p>{{ article.title }}</p>\n")
    change = live.refresh(["themes/own/templates/article.html"])
    assert text(live, PAGE) == "<p>One</p>" and not change.only_styles


def test_style_sheet_alone_is_told_with_its_old_and_new_path(site: Make, opened: Open) -> None:
    made = site(f"{IN_OWN_THEME}-- themes/own/static/own.css --\np {{ color: red }}\n")
    live = opened(made)
    before = {path for path in live.paths() if path.startswith("static/own.")}
    made.write("-- themes/own/static/own.css --\np { color: blue }\n")
    change = live.refresh(["themes/own/static/own.css"])
    ((old, new),) = change.styles.items()
    assert change.only_styles and {old} == before
    assert live.shown(old) is None and text(live, new) == "p { color: blue }\n"


def test_style_sheet_and_words_together_are_not_styles_alone(site: Make, opened: Open) -> None:
    made = site(f"{IN_OWN_THEME}-- themes/own/static/own.css --\np {{ color: red }}\n")
    live = opened(made)
    made.write(
        "-- themes/own/static/own.css --\np { color: blue }\n"
        f"-- {PATH} --\n{article('One', '2021-05-01', 'tags: [Peace]', 'Other.')}"
    )
    change = live.refresh(["themes/own/static/own.css", PATH])
    assert not change.only_styles and len(change.styles) == 1


def test_settings_words_notes_and_root_files_are_followed(site: Make, opened: Open) -> None:
    made = site(ONE)
    live = opened(made)
    made.write(f"-- site.yaml --\n{SITE_YAML.replace('The Test', 'A New Name')}")
    live.refresh(["site.yaml"])
    assert "A New Name" in text(live, PAGE)
    made.write('-- locale/en/LC_MESSAGES/broadsheet.po --\nmsgid "Search"\nmsgstr "Look"\n')
    live.refresh(["locale/en/LC_MESSAGES/broadsheet.po"])
    assert "Look" in text(live, "search.html")
    made.write("-- content/tags/peace.md --\n---\ntitle: Peace\n---\nWhat it is.\n")
    live.refresh(["content/tags/peace.md"])
    assert "What it is." in text(live, "tags/peace.html")
    made.write("-- content/site-root/CNAME --\nexample.org\n")
    live.refresh(["content/site-root/CNAME"])
    assert text(live, "CNAME") == "example.org\n"


def test_picture_is_made_when_it_is_asked_for(site: Make, opened: Open) -> None:
    made = site(f"-- {PATH} --\n{article('One', '2021-05-01', '', '![It](/p.png)')}")
    made.put("content/media/p.png", picture())
    live = opened(made)
    assert not (made.root / ".broadsheet/preview").exists()
    before = shown_bytes(live, "media/p.png")
    made.put("content/media/p.png", picture(9))
    live.refresh(["content/media/p.png"])
    assert shown_bytes(live, "media/p.png") != before
    made.build(drafts=True, future=True)
    assert everything_shown(live) == made.tree()


def test_sizes_of_a_picture_that_is_gone_are_deleted(site: Make, opened: Open) -> None:
    made = site(f"-- {PATH} --\n{article('One', '2021-05-01', '', '![It](/p.png)')}")
    made.put("content/media/p.png", picture())
    live = opened(made)
    everything_shown(live)
    assert list((made.root / ".broadsheet/preview").iterdir())
    made.write(f"-- {PATH} --\n{article('One', '2021-05-01')}")
    (made.root / "content/media/p.png").unlink()
    live.refresh([PATH, "content/media/p.png"])
    assert live.finish_some(60).left == 0
    assert list((made.root / ".broadsheet/preview").iterdir()) == []


def test_mistake_is_told_and_the_last_good_site_stays_until_it_is_mended(
    site: Make, opened: Open
) -> None:
    made = site(TWO)
    live = opened(made)
    before = everything_shown(live)
    made.write(f"-- {PATH} --\n---\ntitle: One\ndate: never\n---\nText.\n")
    change = live.refresh([PATH])
    assert [(it.path, it.line) for it in change.problems] == [(PATH, 3)]
    assert not change.pages_changed and everything_shown(live) == before
    assert live.refresh(["content/world/two.md"]).problems == change.problems
    made.write(f"-- {PATH} --\n{article('One', '2021-05-01', 'tags: [Peace]', 'Mended.')}")
    assert live.refresh([PATH]).problems == ()
    assert "Mended." in text(live, PAGE)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("site.yaml", "title: [\n"),
        ("themes/own/theme.yaml", "name: other\n"),
        ("themes/own/templates/article.html", "{% if %}\n"),
        ("locale/en/LC_MESSAGES/broadsheet.po", "no catalogue\n"),
        ("content/media/p.png", "no picture\n"),
        ("content/world/clash.md", article("Two", "2021-05-01", "slug: one")),
        (PATH, article("One", "2021-05-01", "", "[gone](gone.md)")),
    ],
)
def test_mistake_anywhere_is_told_and_goes(site: Make, opened: Open, path: str, wrong: str) -> None:
    made = site(IN_OWN_THEME)
    live = opened(made)
    before = everything_shown(live)
    file = made.root / path
    good = file.read_bytes() if file.exists() else None
    made.write(f"-- {path} --\n{wrong}")
    assert live.refresh([path]).problems
    assert everything_shown(live) == before
    file.unlink() if good is None else file.write_bytes(good)
    assert live.refresh([path]).problems == ()
    assert everything_shown(live) == before


def test_site_that_was_never_good_is_shown_once_it_is(site: Make, opened: Open) -> None:
    made = site(f"-- {PATH} --\n---\ntitle: [\n---\n")
    live = opened(made)
    assert live.shown("index.html") is None and live.paths() == []
    made.write(ONE)
    assert live.refresh([PATH]).pages_changed
    assert "One" in text(live, "index.html")


def test_template_that_fails_leaves_the_last_page_and_says_where(site: Make, opened: Open) -> None:
    made = site(f"{IN_OWN_THEME}-- themes/own/templates/article.html --\nGood\n")
    live = opened(made)
    assert text(live, PAGE) == "Good"
    made.write("-- themes/own/templates/article.html --\nBad\n{{ article.nothing }}\n")
    assert live.refresh(["themes/own/templates/article.html"]).problems == ()
    shown = page(live)
    assert shown.content == b"Good"
    assert [(it.path, it.line) for it in shown.problems] == [
        ("themes/own/templates/article.html", 2)
    ]


def test_pages_that_nobody_asks_for_are_checked_too(site: Make, opened: Open) -> None:
    made = site(f"{IN_OWN_THEME}-- themes/own/templates/article.html --\n{{{{ nothing }}}}\n")
    live = opened(made)
    checked = live.finish_some(60)
    assert checked.left == 0
    assert [it.path for it in checked.problems] == ["themes/own/templates/article.html"]


def test_file_that_is_gone_when_it_is_read_is_no_mistake(site: Make, opened: Open) -> None:
    made = site(TWO)
    live = opened(made)
    (made.root / PATH).unlink()
    assert live.refresh([PATH, "content/world/never-there.md"]).problems == ()
    assert live.shown(PAGE) is None


def test_store_that_cannot_be_used_stops_nothing(site: Make, opened: Open) -> None:
    made = site(TWO)
    made.write("-- .broadsheet --\na file where the folder should be\n")
    live = opened(made)
    made.write(f"-- {PATH} --\n{article('One', '2021-05-01', '', 'Without a store.')}")
    assert live.refresh([PATH]).problems == ()
    assert "Without a store." in text(live, PAGE)


def test_store_that_vanishes_is_not_missed(site: Make, opened: Open) -> None:
    made = site(TWO)
    made.build()
    live = opened(made)
    shutil.rmtree(made.root / ".broadsheet")
    assert "A short text." in text(live, "feed.xml")


def test_preview_works_while_a_build_holds_the_lock(site: Make, opened: Open) -> None:
    made = site(TWO)
    with locked(made.root, made.public, 0, Progress()):
        live = opened(made)
        made.write(f"-- {PATH} --\n{article('One', '2021-05-01', '', 'Meanwhile.')}")
        assert live.refresh([PATH]).problems == ()
        assert "Meanwhile." in text(live, PAGE)


def test_nothing_is_written_but_to_the_memory_of_broadsheet(site: Make, opened: Open) -> None:
    made = site(TWO)
    everything_shown(opened(made))
    assert {it.name for it in made.root.iterdir()} == {"content", "site.yaml", ".broadsheet"}
    assert {it.name for it in (made.root / ".broadsheet").iterdir()} == {"templates"}


def test_build_after_a_preview_is_the_build_without_one(site: Make, opened: Open) -> None:
    made = site(ONE)
    made.build()
    live = opened(made)
    made.write(f"-- {PATH} --\n{article('One', '2021-05-01', 'tags: [Peace]', 'New words.')}")
    live.refresh([PATH])
    assert "/2021/05/one.html" in {address for address, _ in made.build().rendered}
    assert made.build().rendered == ()


@pytest.mark.whole
def test_many_edits_do_not_grow_the_memory(site: Make, opened: Open) -> None:
    made = site(TWO)
    live = opened(made)
    after_a_hundred = 0
    for number in range(101 + 20 * SIZE):
        title = f"Title {number // 10}"
        made.write(f"-- {PATH} --\n{article(title, '2021-05-01', '', f'Words {number}.')}")
        live.refresh([PATH])
        assert f"Words {number}." in text(live, PAGE)
        text(live, "feed.xml")
        live.finish_some(0.002)
        if number == 100:
            after_a_hundred = resident_pages()
    assert resident_pages() <= 1.2 * after_a_hundred


def resident_pages() -> int:
    """How much memory this process has, in pages of the system."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1])


def test_preview_has_what_the_host_is_told_with_the_curators_own_rules(
    site: Make, opened: Open
) -> None:
    own = f"-- content/site-root/_redirects --\n/shop /s 302\n{ONE}"
    made = site(f"{own}-- site.yaml --\n{SITE_YAML}host: netlify\n")
    live = opened(made)
    made.build()
    assert text(live, "_redirects") == made.page("_redirects") == "/shop /s 302\n"
    made.write("-- content/site-root/_redirects --\n/shop /t 302\n").build()
    live.refresh(None)
    assert text(live, "_redirects") == made.page("_redirects") == "/shop /t 302\n"
