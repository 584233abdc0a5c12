"""A book from a reader's chair: what is in it, where its links lead, who can read it."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_STORED

import pytest
from PIL import Image

from tests.books import document, found, meta, opened
from tests.pictures import encoded, picture
from tests.sites import SITE_YAML, Site, article, assert_same_tree, tree

Make = Callable[[str], Site]
BOOKS = f"-- site.yaml --\n{SITE_YAML}author: The desk\nbooks: [editions, stories, months]\n"
SECOND = "See [the second](2021-08-20-second.md#why) and [a paper](https://p.example/a b)."
THIRD = "## Why {#why}\n\nSee [the third](/world/2021-08-21-third.md)."
TWO = f"""\
{BOOKS}
-- content/world/2021-08-20-first.md --
{article("First & foremost", "2021-08-20", "story: talks", SECOND)}
-- content/arts/2021-08-20-second.md --
{article("Second", "2021-08-20", "story: talks", THIRD)}
-- content/world/2021-08-21-third.md --
{article("Third", "2021-08-21")}
"""


def test_book_has_its_articles_in_the_order_of_the_edition(site: Make) -> None:
    made = site(TWO)
    made.build()
    book = opened(made, "editions/2021-08-20.epub")
    titles = ["Friday, August 20, 2021", "Second", "First & foremost"]
    assert found(document(book, "nav.xhtml"), "//x:nav[@id='contents']//x:a") == titles
    assert found(document(book, "nav.xhtml"), "//x:nav[@id='contents']//x:span") == [
        "Arts",
        "World",
    ]
    assert found(document(book, "toc.ncx"), "//ncx:navPoint/ncx:navLabel")[0] == titles[0]
    assert found(document(book, "article-1.xhtml"), "//x:h1") == ["Second"]
    order = found(document(book, "package.opf"), "//opf:itemref/@idref")
    ids, files = (
        found(document(book, "package.opf"), f"//opf:item/@{name}") for name in ("id", "href")
    )
    names = dict(zip(ids, files, strict=True))
    assert [names[it] for it in order] == [
        "cover.xhtml",
        "opening.xhtml",
        "nav.xhtml",
        "article-1.xhtml",
        "article-2.xhtml",
    ]


def test_book_of_a_story_and_of_a_month_begins_with_its_oldest_article(site: Make) -> None:
    made = site(TWO)
    made.build()
    story = opened(made, "stories/talks.epub")
    assert found(document(story, "article-2.xhtml"), "//x:h1") == ["First & foremost"]
    month = opened(made, "archive/2021/08.epub")
    parts = found(document(month, "nav.xhtml"), "//x:nav[@id='contents']//x:span")
    assert parts == ["Friday, August 20, 2021", "Saturday, August 21, 2021"]
    assert found(document(month, "article-3.xhtml"), "//x:h1") == ["Third"]


def test_media_type_is_the_first_file_and_not_packed(site: Make) -> None:
    made = site(TWO)
    made.build()
    content = (made.public / "stories/talks.epub").read_bytes()
    assert content[30:58] == b"mimetypeapplication/epub+zip"
    first = opened(made, "stories/talks.epub").infolist()[0]
    assert (first.compress_type, first.extra) == (ZIP_STORED, b"")


def test_links_between_articles_of_a_book_stay_in_it(site: Make) -> None:
    made = site(TWO)
    made.build()
    edition, month = (
        opened(made, path) for path in ("editions/2021-08-20.epub", "archive/2021/08.epub")
    )
    body = "//x:div[@class='body']//x:a"
    links = found(document(edition, "article-2.xhtml"), f"{body}/@href")
    assert links == ["article-1.xhtml#why", "https://p.example/a%20b"]
    assert found(document(edition, "article-2.xhtml"), f"{body}/@class") == ["web"]
    away = found(document(edition, "article-1.xhtml"), f"{body}/@href")
    assert away == ["https://example.org/2021/08/third.html"]
    assert found(document(month, "article-1.xhtml"), f"{body}/@href") == ["article-3.xhtml"]
    assert "https://example.org/2021/08/second.html" in found(
        document(edition, "article-1.xhtml"), "//x:a/@href"
    )


def test_same_book_has_the_same_bytes_and_the_date_of_its_last_change(site: Make) -> None:
    made = site(TWO)
    made.build()
    again = made.root / "again"
    made.build(output=again, as_of="2023-01-01")
    for path in sorted(made.public.rglob("*.epub")):
        assert path.read_bytes() == (again / path.relative_to(made.public)).read_bytes()
    book = opened(made, "editions/2021-08-20.epub")
    assert meta(book, "dcterms:modified") == ["2021-08-20T00:00:00Z"]
    assert {it.date_time for it in book.infolist()} == {(2021, 8, 20, 0, 0, 0)}


def test_correction_is_told_and_renews_the_date_but_not_the_identity(site: Make) -> None:
    made = site(TWO)
    made.build()
    path = "editions/2021-08-21.epub"
    before = opened(made, path)
    third = article(
        "Third", "2021-08-21", "corrections: [{date: 2021-09-02, text: Paris and not Rome.}]"
    )
    made.write(f"-- content/world/2021-08-21-third.md --\n{third}")
    made.build()
    book = opened(made, path)
    assert "Paris and not Rome." in found(document(book, "article-1.xhtml"), "//x:li")[0]
    assert meta(book, "dcterms:modified") == ["2021-09-02T00:00:00Z"]
    ids = [found(document(it, "package.opf"), "//dc:identifier") for it in (before, book)]
    assert ids[0] == ids[1] and ids[0][0].startswith("urn:uuid:")


def test_new_words_of_a_text_are_in_its_books(site: Make) -> None:
    made = site(TWO)
    made.build(as_of="2022-01-01")
    path = "content/world/2021-08-21-third.md"
    made.write(f"-- {path} --\n{article('Third', '2021-08-21', body='Other words.')}")
    report = made.build(as_of="2022-01-01")
    assert "archive/2021/08.epub" in report.placed.written
    assert "stories/talks.epub" not in report.placed.written
    clean = made.root / "clean"
    made.build(output=clean)
    assert_same_tree(made.tree(), tree(clean), "the edited site", "a clean one")


def test_pictures_are_in_the_book_with_their_words_and_in_kinds_that_readers_show(
    site: Make,
) -> None:
    image = "image: {file: a.webp, alt: A bridge, caption: The bridge, credit: Ann Lee}"
    body = "![A still](b.gif)\n\n![](c.jpg)"
    made = site(f"{BOOKS}-- content/world/x.md --\n{article('X', '2021-08-20', image, body)}")
    frames = [Image.new("P", (9, 9), number) for number in (1, 2)]
    moving = BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    made.put("content/world/a.webp", picture(1400, 700, "WEBP", "RGBA"))
    made.put("content/world/b.gif", moving.getvalue())
    made.put("content/world/c.jpg", encoded(Image.effect_noise((2000, 2600), 200), "JPEG"))
    made.build()
    book = opened(made, "editions/2021-08-20.epub")
    chapter = document(book, "article-1.xhtml")
    names = found(chapter, "//x:img/@src")
    assert [it.rpartition(".")[2] for it in names] == ["jpg", "png", "jpg"]
    assert found(chapter, "//x:img/@alt") == ["A bridge", "A still", ""]
    assert found(chapter, "//x:figcaption") == ["The bridge Ann Lee"]
    for name, width in zip(names, found(chapter, "//x:img/@width"), strict=True):
        content = book.read(f"EPUB/{name}")
        shown = Image.open(BytesIO(content))
        assert shown.width == int(width) <= 960 and len(content) <= 300_000
        assert not getattr(shown, "is_animated", False)
    assert Image.open(BytesIO(book.read(f"EPUB/{names[0]}"))).getpixel((950, 400)) == (255,) * 3


def test_book_says_how_it_can_be_read(site: Make) -> None:
    image = "image: {file: a.png, alt: A bridge}"
    made = site(
        f"{BOOKS}-- content/world/x.md --\n{article('X', '2021-08-20', image)}"
        f"-- content/world/y.md --\n{article('Y', '2021-08-21', body='![](a.png) A line.')}"
        f"-- content/world/z.md --\n{article('Z', '2021-08-22')}"
    )
    made.put("content/world/a.png", picture())
    made.build()
    described, bare, plain = (opened(made, f"editions/2021-08-2{day}.epub") for day in "012")
    assert meta(described, "schema:accessMode") == ["textual", "visual"]
    assert meta(described, "schema:accessModeSufficient") == ["textual"]
    assert "alternativeText" in meta(described, "schema:accessibilityFeature")
    assert meta(bare, "schema:accessModeSufficient") == ["textual,visual"]
    assert "alternativeText" not in meta(bare, "schema:accessibilityFeature")
    assert meta(plain, "schema:accessMode") == ["textual"]
    assert meta(plain, "schema:accessibilityHazard") == ["none"]
    assert meta(plain, "dcterms:conformsTo") == []  # a person has to look at the texts first


def test_texts_of_every_kind_become_well_formed(site: Make) -> None:
    body = """\
A line that ends  \nhere,&nbsp;with a note[^1] & an `<element>`.

[^1]: The note.

| a | b |
|--:|---|
| 1 | 2 |

<details open><summary>More</summary>In it.</details>
<p onclick="x()" @odd="1" style="color:red">Clicked<script>bad()</script><iframe src="https://i.example/"></iframe></p>
<audio src="/media/a.mp3" controls></audio> <p id="two">a</p><p id="two">b</p>
<a href="javascript:bad()">run</a> <svg><path d="M0"/></svg> <custom-thing>Kept</custom-thing>
"""
    settings = BOOKS + "markdown: {raw_html: allow}\n"
    made = site(f"{settings}-- content/world/x.md --\n{article('X', '2021-08-20', body=body)}")
    made.put("content/media/a.mp3", b"ID3")
    made.build()
    book = opened(made, "editions/2021-08-20.epub")
    chapter = document(book, "article-1.xhtml")
    assert "Kept" in found(chapter, "//x:body")[0] and "bad()" not in found(chapter, "//x:body")[0]
    for tag in ("script", "iframe", "audio", "svg", "custom-thing"):
        assert found(chapter, f"//x:{tag}") == []
    assert found(chapter, "//@onclick|//@style|//@controls") == []
    assert found(chapter, "//x:a[text()='a.mp3']/@href") == ["https://example.org/media/a.mp3"]
    assert found(chapter, "//x:a[text()='run']/@href") == []
    assert len(found(chapter, "//*[@id='two']")) == 1
    (note,) = found(chapter, "//*[@*[local-name()='type']='noteref']/@href")
    assert found(chapter, f"//*[@id='{note[1:]}']") and found(chapter, "//x:td") == ["1", "2"]
    assert found(chapter, "//x:details/@open") == ["open"] or found(chapter, "//x:details/@open")


def test_book_from_right_to_left_turns_its_pages_so(site: Make) -> None:
    settings = BOOKS.replace("language: en", "language: ar")
    made = site(
        f"{settings}-- content/world/x.md --\n{article('خبر', '2021-08-20')}"
        f"-- content/world/y.md --\n{article('News', '2021-08-20', 'language: en')}"
    )
    made.build()
    book = opened(made, "editions/2021-08-20.epub")
    package = document(book, "package.opf")
    assert found(package, "//opf:spine/@page-progression-direction") == ["rtl"]
    assert found(package, "/opf:package/@dir") == ["rtl"]
    assert found(document(book, "article-1.xhtml"), "/x:html/@dir") == ["rtl"]
    assert found(document(book, "article-2.xhtml"), "//x:article/@lang") == ["en"]
    assert found(document(book, "nav.xhtml"), "//x:a[@lang='en']/@dir") == ["ltr"]


def test_edition_of_summaries_is_a_book_of_summaries(site: Make) -> None:
    settings = BOOKS + "editions: {content: summary}\n"
    more = "summary: In short."
    made = site(
        f"{settings}-- content/world/x.md --\n{article('X', '2021-08-20', more, 'At length.')}"
    )
    made.build()
    edition = document(opened(made, "editions/2021-08-20.epub"), "article-1.xhtml")
    assert "In short." in found(edition, "//x:body")[0]
    assert "At length." not in found(edition, "//x:body")[0]
    month = document(opened(made, "archive/2021/08.epub"), "article-1.xhtml")
    assert "At length." in found(month, "//x:body")[0]


def test_chapter_of_an_article_without_a_title_has_its_words_once(site: Make) -> None:
    words = "The bridge is open again."
    text = f"---\nuntitled: true\ndate: 2021-08-20\n---\n{words}\n"
    made = site(f"-- site.yaml --\n{SITE_YAML}books: editions\n-- content/world/a.md --\n{text}")
    made.build()
    book = opened(made, "editions/2021-08-20.epub")
    chapter = document(book, "article-1.xhtml")
    assert found(chapter, "//x:h1") == ["August 20, 2021"]
    assert "".join(found(chapter, "//x:body")).count(words) == 1
    assert found(document(book, "nav.xhtml"), "//x:nav[@id='contents']//x:a")[1:] == [words]


def test_words_of_the_editor_open_the_book_and_number_it_in_its_series(site: Make) -> None:
    note = "---\ntitle: A quiet day\nnumber: 7\n---\nSee [it](/world/x.md).\n"
    made = site(
        f"{BOOKS}-- content/world/x.md --\n{article('X', '2021-08-20')}"
        f"-- content/editions/2021-08-20.md --\n{note}"
    )
    made.build()
    book = opened(made, "editions/2021-08-20.epub")
    opening = document(book, "opening.xhtml")
    assert found(opening, "//x:h1") == ["A quiet day"] and "Edition 7" in found(opening, "//x:p")
    assert found(opening, "//x:section[@class='note']//x:a/@href") == ["article-1.xhtml"]
    assert meta(book, "group-position") == ["7"]
    assert meta(book, "belongs-to-collection") == ["The Test"]


@pytest.mark.parametrize("year", [1950, 2150])
def test_book_of_a_year_that_a_zip_file_cannot_hold_is_made_all_the_same(
    site: Make, year: int
) -> None:
    made = site(f"{BOOKS}-- content/world/x.md --\n{article('X', f'{year}-08-20')}")
    made.build(as_of="2200-01-01")
    book = opened(made, f"editions/{year}-08-20.epub")
    assert book.infolist()[0].date_time[0] == (1980 if year < 1980 else 2107)
