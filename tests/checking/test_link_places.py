"""Links to other sites are found where the curator wrote them."""

from zoneinfo import ZoneInfo

from broadsheet.checking.link_places import (
    LinkPlace,
    links_of_article,
    links_of_note,
    links_of_site,
)
from broadsheet.content.articles import ReadingRules, read_article
from broadsheet.content.notes import read_note
from broadsheet.files import ContentFile

PATH = "content/world/2026-11-20-bridge.md"
RULES = ReadingRules(ZoneInfo("UTC"), "en", (), "https://own.example/", "sanitize")
WRITTEN = """---
title: A bridge
sources:
  - name: One
    title: A report
    url: https://one.example/report?a=1&b=2#top
    archive: https://web.archive.org/web/2026/https://one.example/report
  - name: Two
    url: https://own.example/a
via: {name: Three, url: "https://three.example"}
---
A [link](https://four.example/a?b=1&c=2) and [mail](mailto:a@b.example),
<https://five.example/> and [this site](https://own.example/world/), also [there](other.md).

Again a [link](https://four.example/a?b=1&c=2) and [one][1].

`<a href="https://code.example/">` is code.

[1]: http://six.example/ä
"""


def places(written: str = WRITTEN) -> list[LinkPlace]:
    """The links of the article that is written like this."""
    reading = read_article(ContentFile(PATH, written.encode()), RULES)
    assert reading.article, reading.problems
    return list(links_of_article(reading.article, reading.html, written, RULES.site_url))


def test_links_are_found_with_their_lines() -> None:
    assert [(it.line, it.url) for it in places()] == [
        (6, "https://one.example/report?a=1&b=2"),
        (10, "https://three.example"),
        (12, "https://four.example/a?b=1&c=2"),
        (13, "https://five.example/"),
        (19, "http://six.example/%C3%A4"),
    ]


def test_source_is_known_with_its_kept_copy_and_the_day_of_the_article() -> None:
    source, via, *_ = places()
    assert source.is_source and source.archived.startswith("https://web.archive.org/")
    assert not via.is_source and via.archived == ""
    assert source.day.isoformat() == "2026-11-20"


def test_site_whose_address_begins_like_ours_is_another_one() -> None:
    written = "---\ntitle: T\n---\n[a](https://own.example.org/a), [b](https://own.example)\n"
    assert [it.url for it in places(written)] == ["https://own.example.org/a"]


def test_line_is_that_of_the_address_and_not_of_a_longer_one() -> None:
    written = "---\ntitle: T\n---\n[a](https://a.example/b)\n[b](https://a.example/)\n"
    assert [(it.line, it.url) for it in places(written)] == [
        (4, "https://a.example/b"),
        (5, "https://a.example/"),
    ]


def test_note_on_a_source_is_looked_at_too() -> None:
    path = "content/sources/one.md"
    written = "---\ntitle: One\nurl: https://one.example\n---\nSee [it](https://two.example/a).\n"
    reading = read_note(ContentFile(path, written.encode()), RULES)
    assert reading.note, reading.problems
    found = list(links_of_note(reading.note, reading.html, written, RULES.site_url))
    assert [(it.line, it.url) for it in found] == [
        (3, "https://one.example"),
        (5, "https://two.example/a"),
    ]


def test_all_links_of_a_site_are_found() -> None:
    reading = read_article(ContentFile(PATH, WRITTEN.encode()), RULES)
    assert reading.article
    found = links_of_site(
        [reading.article], [], lambda path, digest: reading.html, lambda path: WRITTEN, ""
    )
    assert "https://own.example/a" in [it.url for it in found]
    assert len(found) == 7


def test_address_that_nobody_can_read_is_a_link_too() -> None:
    written = "---\ntitle: T\n---\n[a](http://[b/c) and [d](http://a.example:99999999/)\n"
    assert all(it.line == 4 for it in places(written))
