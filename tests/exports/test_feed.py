"""Feeds as sites publish them, whole or in parts."""

import json
from pathlib import Path

import pytest

from broadsheet.exports.feed import Document, Unfetched, read_feed, read_feed_of_the_web
from broadsheet.exports.posts import Export, Media, Post
from broadsheet.problems import ProblemsFound

RSS = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>River News</title><link>https://river.example/</link>
<description>News &amp; notes</description><language>en-GB</language>
<item><title>Fish &amp;amp; &lt;em&gt;chips&lt;/em&gt;</title>
<link>https://river.example/2026/01/fish/</link>
<guid isPermaLink="false">https://river.example/?p=9</guid>
<pubDate>Sat, 31 Jan 2026 09:15:00 +0100</pubDate><dc:creator><![CDATA[Ann Lee]]></dc:creator>
<category><![CDATA[Food]]></category><category>River</category>
<description>&lt;p&gt;Short&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>Long <b>text</b><script>alert(1)</script></p>
<img src="/a.jpg" alt="A">]]></content:encoded>
<media:content url="https://river.example/front.jpg" medium="image"/>
<enclosure url="https://river.example/talk.mp3" length="5" type="audio/mpeg"/></item>
<item><link>https://river.example/?p=10</link>
<description>Only a note, without a title.</description></item>
<item><title>Elsewhere</title><link>https://paper.example/r</link><guid>tag:x</guid>
<source url="https://paper.example/feed.xml">The Paper</source><description>d</description></item>
<item><title>Away</title><link>https://other.example/r</link><description>d</description></item>
<item><title>Nameless</title><description>no id and no link</description></item>
</channel></rss>
"""
ATOM = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
<title type="html">L&amp;eacute;t&amp;eacute;</title>
<link href="https://river.example/"/><link rel="self" href="https://river.example/feed.xml"/>
<link rel="prev-archive" href="{older}"/><id>urn:x</id><updated>2026-02-03T10:00:00Z</updated>
<entry><title>{title}</title><link href="https://river.example/{title}.html"/>
<link rel="via" href="https://paper.example/r?a=1" title="x"/><id>urn:{title}</id>
<published>2026-01-31T09:15:00+01:00</published><updated>2026-02-02T10:00:00Z</updated>
<author><name>Ann Lee</name></author><category term="food" label="Food"/>
<summary>In short</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A <em>text</em></p></div>
</content>
</entry></feed>
"""


def feed_of(folder: Path, text: str) -> Export:
    """What is read from a file with this text."""
    path = folder / "feed.xml"
    path.write_text(text, "utf-8")
    return read_feed(str(path))


def refused(folder: Path, text: str) -> str:
    """Why a file with this text is refused."""
    with pytest.raises(ProblemsFound) as caught:
        feed_of(folder, text)
    return str(caught.value)


def remarks(post: Post) -> str:
    """All that is said of a post."""
    return "\n".join(it.text for it in post.remarks)


class Web:
    """Documents by their addresses; remembers what was asked for."""

    def __init__(self, documents: dict[str, str]) -> None:
        self._documents = documents
        self.asked: list[str] = []

    def fetch(self, address: str) -> Document:
        """The document at an address."""
        self.asked.append(address)
        if address not in self._documents:
            raise Unfetched("the host answers 404")
        return Document(address, self._documents[address].encode())


@pytest.fixture
def rss(tmp_path: Path) -> Export:
    return feed_of(tmp_path, RSS)


def test_rss_item_is_a_post_of_the_site_with_the_identity_that_readers_know(rss: Export) -> None:
    post = rss.posts[0]
    assert (post.title, post.identity) == ("Fish & chips", "https://river.example/?p=9")
    assert (post.addresses, post.source_url) == (("/2026/01/fish/",), "")
    assert str(post.date) == "2026-01-31 09:15:00+01:00"
    assert (post.authors, post.tags, post.summary) == (("Ann Lee",), ("Food", "River"), "Short")


def test_text_is_markdown_without_scripts_and_files_are_linked(rss: Export) -> None:
    post = rss.posts[0]
    assert post.body == (
        "Long **text**\n\n![A](/a.jpg)\n\n[talk.mp3](https://river.example/talk.mp3)\n"
    )
    assert post.image == "https://river.example/front.jpg"
    assert Media("/a.jpg", "https://river.example/a.jpg") in post.media


def test_item_without_a_title_and_id_gets_them_from_its_text_and_link(rss: Export) -> None:
    post = rss.posts[1]
    assert post.title == "Only a note, without a title."
    assert post.identity == "https://river.example/?p=10"
    assert "had no title" in remarks(post) and "has no date" in remarks(post)
    assert "?p=10 cannot be kept" in remarks(post)


def test_item_credits_another_report_only_if_the_feed_says_so(rss: Export) -> None:
    told, untold = rss.posts[2:]
    assert (told.source_url, told.source_name) == ("https://paper.example/r", "The Paper")
    assert (untold.source_url, untold.addresses) == ("", ())
    assert "leads to another site: https://other.example/r" in remarks(untold)


def test_item_without_id_and_link_is_left_out_by_its_title(rss: Export) -> None:
    assert [it.origin for it in rss.left_out] == ["Nameless"]
    assert len(rss.posts) == 4


def test_site_says_what_it_is(rss: Export) -> None:
    site = rss.site
    assert (site.title, site.url, site.language) == (
        "River News",
        "https://river.example/",
        "en-GB",
    )
    assert site.description == "News & notes"


def test_atom_is_read_through_all_its_archives_and_the_newest_version_holds() -> None:
    web = Web({
        "https://river.example/feed.xml": ATOM.format(title="new", older="/2.xml"),
        "https://river.example/2.xml": ATOM.format(title="old", older="/1.xml"),
        "https://river.example/1.xml": ATOM.format(title="new", older="/2.xml"),
    })  # fmt: skip
    export = read_feed("https://river.example/feed.xml", web.fetch)
    assert [it.title for it in export.posts] == ["new", "old"]
    assert len(web.asked) == 3 and export.left_out == ()
    post = export.posts[0]
    assert (post.body, post.summary, post.tags) == ("A *text*\n", "In short", ("Food",))
    assert (post.source_url, post.source_name) == ("https://paper.example/r?a=1", "paper.example")
    assert (str(post.date), str(post.updated)) == (
        "2026-01-31 09:15:00+01:00", "2026-02-02 10:00:00+00:00",
    )  # fmt: skip
    assert (export.site.title, export.site.language) == ("Lété", "fr")


def test_archive_that_does_not_answer_is_left_out_by_its_address() -> None:
    web = Web({"https://river.example/feed.xml": ATOM.format(title="new", older="/2.xml")})
    export = read_feed("https://river.example/feed.xml", web.fetch)
    assert len(export.posts) == 1
    assert export.left_out[0].origin == "https://river.example/2.xml"
    assert "the host answers 404" in export.left_out[0].why


@pytest.mark.parametrize("older", ["file:///etc/passwd", "/etc/passwd", "2.xml"])
def test_archive_that_is_a_file_is_never_opened(tmp_path: Path, older: str) -> None:
    export = feed_of(tmp_path, ATOM.format(title="new", older=older))
    assert len(export.posts) == 1 and len(export.left_out) == 1


@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/x", "http://[::1]/", "http://10.0.0.1/"]
)
def test_feed_in_a_private_network_is_refused(address: str) -> None:
    with pytest.raises(ProblemsFound, match="private network"):
        read_feed_of_the_web(address)


def test_json_feed_is_read_through_its_next_address() -> None:
    one = {
        "version": "https://jsonfeed.org/version/1.1", "title": "River <News>",
        "home_page_url": "https://river.example/", "language": "en",
        "next_url": "https://river.example/2.json",
        "items": [{
            "id": 7, "url": "https://river.example/a.html", "title": "A < B",
            "content_html": "<p>x</p>", "external_url": "https://paper.example/r",
            "date_published": "2026-01-31T09:15:00Z", "authors": [{"name": "Ann"}],
            "tags": ["x", 3], "image": "https://river.example/i.jpg",
            "attachments": [{"url": "https://river.example/a.pdf", "mime_type": "application/pdf"}],
        }],
    }  # fmt: skip
    two = {**one, "items": [{"id": "b", "content_text": "1 < 2\n\nc"}], "next_url": "/2.json"}
    web = Web({
        "https://river.example/1.json": json.dumps(one),
        "https://river.example/2.json": json.dumps(two),
    })  # fmt: skip
    export = read_feed("https://river.example/1.json", web.fetch)
    first, second = export.posts
    assert (first.identity, first.title, first.tags) == ("7", "A < B", ("x",))
    assert (first.source_url, first.image) == (
        "https://paper.example/r", "https://river.example/i.jpg",
    )  # fmt: skip
    assert first.body == "x\n\n[a.pdf](https://river.example/a.pdf)\n"
    assert second.body == "1 &lt; 2\n\nc\n"


def test_feed_that_is_not_well_formed_is_read_and_that_is_said(tmp_path: Path) -> None:
    export = feed_of(tmp_path, RSS.replace("<dc:creator>", "<dc:creator><x>"))
    assert export.posts and "not well-formed" in export.remarks[0]


def test_what_is_no_feed_is_refused(tmp_path: Path) -> None:
    assert "no RSS, Atom or JSON feed" in refused(tmp_path, "<html><p>x</p></html>")
    assert "no JSON Feed" in refused(tmp_path, '{"items": []}')
    assert "not JSON" in refused(tmp_path, '{"version": ')
    with pytest.raises(ProblemsFound, match="cannot be read"):
        read_feed("no/such.xml")
    with pytest.raises(ProblemsFound, match="on the web"):
        read_feed("https://river.example/feed.xml")


def test_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text(RSS)
    with pytest.raises(ProblemsFound, match="more than 1,000 bytes"):
        read_feed(str(tmp_path / "x.xml"), largest=1_000)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused(tmp_path: Path, doctype: str) -> None:
    assert "entities" in refused(tmp_path, RSS.replace("<rss", f"{doctype}<rss"))
    path = tmp_path / "wide.xml"
    wide = RSS.replace('encoding="UTF-8"', 'encoding="UTF-16"').replace("<rss", f"{doctype}<rss")
    path.write_text(wide, "utf-16")
    with pytest.raises(ProblemsFound, match="entities"):
        read_feed(str(path))


def test_ten_thousand_nested_tags_cost_nothing_but_their_shape(tmp_path: Path) -> None:
    deep = "&lt;b&gt;" * 10_000 + "core"
    export = feed_of(tmp_path, RSS.replace("&lt;p&gt;Short&lt;/p&gt;", deep))
    assert len(export.posts) == 4
    raw = RSS.replace("<description>d</description>", "<x>" * 10_000 + "</x>" * 10_000)
    assert feed_of(tmp_path, raw).posts
