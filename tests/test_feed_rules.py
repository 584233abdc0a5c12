"""Every feed keeps the rules of the W3C feed validator, and each rule finds what breaks it."""

import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.feed_rules import complaints, complaints_of
from tests.pictures import picture
from tests.sites import ROOT, SITE_YAML, Site, article
from tests.sizes import SIZE, seeds

Make = Callable[[str], Site]
ALL = """\
feeds: {formats: [rss, atom, json], archive: true, items: 9, hub: 'https://hub.example/',
  copyright: Free & open}
books: [editions, stories, months]
images: {widths: []}
"""
BARE = "share_images: false\n"  # as SITE_YAML has it, too
GOLDEN = ("tests/golden/digest", "tests/golden/markdown", "tests/golden/tags")
PIECES = """\
<b>bold</b> <script>x()</script> <i <!-- --> ]]> <![CDATA[ &amp; &copy; &#60; & < > " ' {{x}} {%y%}
*so* **so** `<code>` [here](https://e.org/a?b=1&c=2) <https://e.org/é> <a@e.org> %(z)s word 1. - #
![A](https://e.org/a.png) Wort كلمة דבר 字字字 शब्द é e\u0301 🙂 \ud7ff | \\ /x.html javascript:x()
<p onclick="x()">p</p> "so" 'so' <a href="javascript:x()">a</a> <p style="x">p</p>
""".split()
ARTICLES, OF_A_SITE = 40 * SIZE, 40
FIRST = date(2021, 3, 1)
LATER = "2024-06-01"


def built(folder: Path, source: Path) -> Site:
    """The site in a folder with every feed that there is, built in another folder."""
    shutil.copytree(source / "content", folder / "content")
    settings = (source / "site.yaml").read_text("utf-8")
    other = ("feeds:", "books:", "theme:", "images:", "share_images:")
    lines = [it for it in settings.splitlines() if not it.startswith(other)]
    site = Site(folder)
    site.write("-- site.yaml --\n" + "\n".join(lines) + f"\n{ALL}{BARE}").build(as_of=LATER)
    return site


@pytest.mark.slow
@pytest.mark.parametrize("source", [".", "tests/arabic", *GOLDEN])
def test_every_feed_keeps_every_rule(tmp_path: Path, source: str) -> None:
    site = built(tmp_path / "site", ROOT / source)
    url = next(
        it for it in site.root.joinpath("site.yaml").read_text("utf-8").split() if "://" in it
    )
    assert len(list(site.public.rglob("*.atom.xml"))) >= 5
    assert complaints(site.public, url) == []


@pytest.mark.whole
@pytest.mark.parametrize("seed", seeds(ARTICLES, OF_A_SITE))
def test_feeds_of_any_texts_keep_every_rule(site: Make, seed: int) -> None:
    chance = Random(seed)
    files = [written(chance, FIRST + timedelta(number // 3)) for number in range(OF_A_SITE)]
    news = "".join(f"-- content/world/n{number}.md --\n{it}" for number, it in enumerate(files))
    made = site(f"-- site.yaml --\n{SITE_YAML}{ALL}\n{news}")
    made.build()
    assert complaints(made.public, "https://example.org/") == []


def written(chance: Random, day: date) -> str:
    """An article whose every text is made of what HTML, XML and JSON could take for their own."""

    def words(most: int) -> str:
        return " ".join(chance.choices(PIECES, k=chance.randint(1, most)))

    front_matter = {
        "date": str(day),
        "summary": words(9),
        "author": f"Ann {words(2)}",
        "tags": [f"tag {words(2)}" for _ in range(chance.randint(0, 2))],
        "story": chance.choice(["", "One <b>story</b>"]),
        "sources": [
            {"name": f"A {words(2)}", "url": "https://e.org/?a=1&b='2'", "title": words(4)}
        ],
        "language": chance.choice(["", "fr", "ar", "zh-Hans"]),
        **({"untitled": "true"} if chance.random() < 0.2 else {"title": words(6)}),
    }
    paragraphs = [words(20) for _ in range(chance.randint(1, 4))]
    return (
        f"---\n{json.dumps(front_matter, ensure_ascii=False)}\n---\n"
        + "\n\n".join(paragraphs)
        + "\n"
    )


def test_articles_pictures_and_reports_in_any_script_are_named_in_ascii(site: Make) -> None:
    settings = SITE_YAML.replace("https://example.org/", "https://example.org/o/")
    own = "image: {file: ß.png, alt: A bridge}\n" + REPORT
    made = site(
        f"-- site.yaml --\n{settings}{ALL}"
        f"-- content/x/خبر.md --\n{article('One', '2021-05-01', 'story: Größe')}"
        f"-- content/x/y.md --\n{article('Two', '2021-05-02', own)}"
    )
    made.put("content/x/ß.png", picture()).build()
    assert complaints(made.public, "https://example.org/o/") == []
    assert "tag:example.org,2021-05-01:خبر</guid>" in made.page("feed.xml")


REPORT = "sources: [{name: E, url: 'https://e.org/?a[]=é'}]\n"
WRONG = {
    "feed.xml": [
        ("<title>One</title>", "<title>One</title><title>Two</title>", "item has 2 title"),
        ("Sat, 01 May 2021", "Sun, 01 May 2021", "pubDate is wrong"),
        ("01 May 2021", "1.5.2021", "pubDate is wrong"),
        ("<language>en<", "<language>english<", "language is wrong"),
        ('isPermaLink="false"', 'isPermaLink="true"', "guid has a wrong isPermaLink"),
        ("https://example.org/feed.xml", "https://example.org/f.xml", "link to itself"),
        ("<p>A short", "<p onclick='x()'>A short", "content:encoded is wrong"),
        ("<p>A short", "<script>x()</script><p>A short", "content:encoded is wrong"),
        ("<p>A short", "<a href='/x.html'>x</a><p>A short", "content:encoded is wrong"),
        ("<category>", "<tag>a</tag><category>", "item has 1 tag"),
        ('length="', 'length="x', "enclosure has a wrong length"),
        ("<link>https://example.org/2021", "<link>/2021", "link is wrong"),
        ("<link>https://example.org/2021", "<link>https://éxample.org/2021", "link is wrong"),
        ("https://e.org/?a%5B%5D=%C3%A9", "https://e.org/?a%5B%5D=é", "link has a wrong href"),
        ("https://e.org/?a%5B%5D=%C3%A9", "https://e.org/?a[]=%C3%A9", "link has a wrong href"),
        ("https://e.org/?a%5B%5D=%C3%A9", "https://e.org/?a%5B%5D=%Cz", "link has a wrong href"),
    ],
    "feed.atom.xml": [
        ("<updated>2021-05-01T", "<updated>2021-05-01 ", "atom:updated is wrong"),
        ("<id>tag:", "<id>", "atom:id is wrong"),
        ('b.png" type', 'ß.png" type', "atom:link has a wrong href"),
        ('rel="self"', 'rel="me"', "atom:link has a wrong rel"),
        ('xml:lang="en"', 'xml:lang="e"', "wrong language"),
        ("<title>One</title>", "<title/>", "an entry has an empty title"),
        ("<title>One</title>", "", "atom:entry has 0 atom:title"),
    ],
    "feed.json": [
        ('"content_html":', '"content":', "items"),
        ('"date_published":"2021-05-01T', '"date_published":"2021-05-01 ', "date_published"),
        ('"feed_url":"https://example.org/', '"feed_url":"https://example.com/', "feed_url is not"),
        ("version/1.1", "version/1", "version"),
        ("/b.png", "/ß.png", "image"),
        ("https://e.org/?a%5B%5D=%C3%A9", "https://e.org/?a%5B%5D=é", "external_url"),
    ],
}


@pytest.mark.parametrize(
    ("path", "good", "bad", "said"), [(path, *it) for path, all in WRONG.items() for it in all]
)
def test_wrong_feed_is_found(site: Make, path: str, good: str, bad: str, said: str) -> None:
    image = "tags: [Peace]\nimage: {file: b.png, alt: A bridge}\n" + REPORT
    settings = f"{SITE_YAML}{ALL}"
    made = site(
        f"-- site.yaml --\n{settings}-- content/x.md --\n{article('One', '2021-05-01', image)}"
    )
    made.put("content/b.png", picture()).build()
    feed, own = made.page(path), f"https://example.org/{path}"
    assert complaints_of(feed.encode(), own) == [] and good in feed
    assert any(said in it for it in complaints_of(feed.replace(good, bad).encode(), own))
