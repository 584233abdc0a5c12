"""What feeds show of an article: through the theme's templates, with whole addresses, in caps."""

from collections.abc import Callable

import feedparser
import pytest
from lxml import etree

from tests.pictures import picture
from tests.sites import SITE_YAML, Site, article

Make = Callable[[str], Site]
MORE = """\
sources: [{name: Le Monde, title: Le pont, url: 'https://e.org/?a=1&b=2', language: fr}]
via: {name: Cy}
image: {file: b.png, alt: A <bridge>, caption: It stands., credit: Cy}
corrections: [{date: 2021-05-03, text: It is "long" & not <wide>.}]
"""
THEME = "-- themes/own/theme.yaml --\nname: own\nextends: broadsheet\ncontract: 1\n"


def texts(made: Site, path: str) -> list[str]:
    """The HTML of each entry of a feed, as it is written."""
    tree = etree.fromstring((made.public / path).read_bytes())
    return [(it.text or "").strip() for it in tree.iter("{*}encoded")]


def test_entry_has_correction_picture_text_and_credits_with_whole_addresses(site: Make) -> None:
    body = "See [the other](y.md)."
    made = site(
        f"-- content/world/x.md --\n{article('One', '2021-05-01', MORE, body)}"
        f"-- content/world/y.md --\n{article('Two', '2021-04-01')}"
    )
    made.put("content/world/b.png", picture()).build()
    assert texts(made, "feed.xml")[0].replace("\n", "") == (
        "<p><strong>Correction, May 3, 2021: It is “long” &amp; not &lt;wide&gt;.</strong>"
        '</p><figure><img src="https://example.org/media/world/b.png" alt="A &lt;bridge&gt;"'
        ' width="8" height="6"><figcaption>It stands. Cy</figcaption></figure>'
        '<p>See <a href="https://example.org/2021/04/y.html">the other</a>.</p>'
        '<ul><li>Le Monde: <a href="https://e.org/?a=1&amp;b=2" hreflang="fr">Le pont</a></li>'
        "<li>Via Cy</li></ul>"
    )


def test_every_feed_of_an_article_shows_the_same(site: Make) -> None:
    more = f"{MORE}tags: [t]\nauthor: Ann\nstory: s"
    made = site(f"-- content/world/x.md --\n{article('One', '2021-05-01', more)}")
    made.put("content/world/b.png", picture()).build()
    names = ("feed.xml", "world.xml", "tags/t.xml", "authors/ann.xml", "stories/s.xml")
    assert len({tuple(texts(made, name)) for name in names}) == 1


@pytest.mark.parametrize(
    ("template", "feed"),
    [
        ("feed_article.html", "feed.xml"),
        ("feed_edition.html", "editions.xml"),
        ("feed_correction.html", "corrections.xml"),
    ],
)
def test_theme_says_what_feeds_show_and_an_edit_of_it_changes_them(
    site: Make, template: str, feed: str
) -> None:
    place = f"themes/own/templates/{template}"
    made = site(
        f"-- site.yaml --\n{SITE_YAML}theme: own\n{THEME}-- {place} --\n<p>Ours.</p>\n"
        f"-- content/world/x.md --\n{article('One', '2021-05-01', MORE)}"
    )
    made.put("content/world/b.png", picture()).build()
    assert texts(made, feed) == ["<p>Ours.</p>"]
    made.write(f"-- {place} --\n<p>New.</p>\n").build()
    assert texts(made, feed) == ["<p>New.</p>"]


def test_article_that_has_nothing_but_its_title_has_no_text_in_feeds(site: Make) -> None:
    made = site(f"-- content/x.md --\n{article('One', '2021-05-01', body='')}")
    made.build()
    (entry,) = feedparser.parse((made.public / "feed.xml").read_bytes()).entries
    assert "content" not in entry and entry.summary == "One"


def test_feed_ends_before_it_is_larger_than_its_cap(site: Make) -> None:
    settings = f"{SITE_YAML}feeds: {{bytes: 3000}}\n"
    made = site(
        f"-- site.yaml --\n{settings}"
        + "".join(
            f"-- content/x{day}.md --\n{article(f'X{day}', f'2021-05-0{day}', body='word ' * 250)}"
            for day in range(1, 6)
        )
    )
    made.build()
    assert len(texts(made, "feed.xml")) == 1
