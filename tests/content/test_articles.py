"""Reading one content file: every form that files come in."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from broadsheet.content.articles import Article, Reading, ReadingRules, read_article
from broadsheet.files import ContentFile
from broadsheet.problems import ProblemsFound
from broadsheet.urls import slugify
from tests.sites import Site, article

Make = Callable[[str], Site]
RULES = ReadingRules(ZoneInfo("Europe/Berlin"), "en", ("The desk",), "https://x.org/", "sanitize")
TEXT = "---\ntitle: Ünïcode\n---\nFirst.\n\nSecond.\n"


def reading(content: bytes, path: str = "content/world/2021-08-15-a-b.md") -> Reading:
    """What comes of reading these bytes."""
    return read_article(ContentFile(path, content), RULES)


def read(content: bytes, path: str = "content/world/2021-08-15-a-b.md") -> Article:
    """The article in these bytes, which must hold one."""
    result = reading(content, path)
    assert result.problems == () and result.article
    return result.article


def said(content: bytes, path: str = "content/world/2021-08-15-a-b.md") -> list[str]:
    """What is wrong with these bytes."""
    return [f"{it.line}: {it.text}" for it in reading(content, path).problems]


def warned(content: bytes) -> list[str]:
    """What these bytes are warned of."""
    path = "content/world/2021-08-15-a-b.md"
    return [f"{it.line}: {it.text}" for it in reading(content, path).warnings]


def raw(html: str) -> ReadingRules:
    """The rules with HTML in articles handled in a given way."""
    return replace(RULES, raw_html=html)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r\n").encode("utf-8-sig"),
        TEXT.replace("---", "---  ").encode(),
    ],
)
def test_marks_and_line_ends_make_no_difference(content: bytes) -> None:
    assert read(content) == read(TEXT.encode())


def test_name_gives_date_slug_and_folder_the_section() -> None:
    made = read(TEXT.encode())
    assert (made.date.at.isoformat(), made.date.has_time) == ("2021-08-15T00:00:00+02:00", False)
    assert (made.slug, made.section, made.authors) == ("a-b", "world", ("The desk",))
    assert made.id == "tag:x.org,2021-08-15:a-b"


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "UTC"])
def test_identity_of_an_article_dated_by_day_is_the_same_in_every_time_zone(zone: str) -> None:
    rules = replace(RULES, zone=ZoneInfo(zone))
    file = ContentFile("content/world/2021-08-15-a-b.md", TEXT.encode())
    made = read_article(file, rules).article
    assert made and made.id == "tag:x.org,2021-08-15:a-b"


def test_front_matter_wins_over_the_name() -> None:
    header = "---\ntitle: T\ndate: 2021-01-02 23:30 -0300\nslug: other\nsection: Home\n---\n"
    made = read(header.encode())
    assert made.date.at.isoformat() == "2021-01-03T03:30:00+01:00"
    assert (made.slug, made.section) == ("other", "Home")


def test_article_outside_all_folders_has_no_section() -> None:
    assert read(TEXT.encode(), "content/2021-08-15-x.md").section == ""


def test_summary_is_the_first_paragraph_cut_at_a_sentence() -> None:
    long = "One sentence is here. " * 30
    made = read(f"---\ntitle: T\n---\n## Head\n\n{long}\n".encode())
    assert made.summary.endswith("here.") and 200 < len(made.summary) <= 300
    assert made.standfirst == ""


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "0: is empty"),
        (b" \n\n", "0: is empty"),
        (b"\xef\xbb\xbf", "0: is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "0: is not a text file"),
        ("---\ntitle: x\n---\n".encode("utf-16"), "0: is not a text file"),
        (b"---\ntitle: caf\xe9\n---\n", "2: byte 0xe9 is not UTF-8"),
        (b"---\ntitle: x\n---\na\x1bb", "4: has the control character U+001B"),
        (b"---\ntitle: x\n---\na\x7fb", "4: has the control character U+007F"),
        ("---\ntitle: x\n---\na\ufdd0b".encode(), "4: has the control character U+FDD0"),
        ("---\ntitle: x\n---\na\uffffb".encode(), "4: has the control character U+FFFF"),
    ],
)
def test_file_that_is_no_text_is_a_problem_with_its_line(content: bytes, problem: str) -> None:
    assert said(content) == [problem] or problem in said(content)


@pytest.mark.parametrize(
    "text",
    [
        "a &#8; b",
        "a &#x0008 b",
        "![a &#27; b](x.png)",
        '![a](x.png "b &#x1f;")',
        "[a](b&#8;.md)",
        '<b title="&#7;">a</b>',
        "&#0;",
        "&#xFFFE;",
        "&#55296;",
        "&#1114112;",
    ],
)
@pytest.mark.parametrize("raw_html", ["sanitize", "allow"])
def test_control_written_as_a_reference_is_a_problem_with_its_line(
    text: str, raw_html: str
) -> None:
    content = f"---\ntitle: T\n---\nFirst.\n\n{text}\n".encode()
    result = read_article(ContentFile("content/x/2021-01-01-a.md", content), raw(raw_html))
    (problem,) = result.problems
    assert problem.line == 6 and problem.text.startswith("has the control character U+")


def test_reference_to_a_character_and_one_in_code_are_no_problem() -> None:
    body = b"Caf&#233; &#x2014; &#128512; and `&#8;`.\n\n    &#8;\n"
    assert said(b"---\ntitle: T\n---\n" + body) == []


@pytest.mark.parametrize("key", ["title", "summary", "section", "story", "author", "id"])
def test_control_in_the_front_matter_is_a_problem(key: str) -> None:
    entry = f'{key}: "a \\b b"'.encode()
    more = b"" if key == "title" else b"title: T\n"
    (problem,) = said(b"---\n" + more + entry + b"\n---\nText.\n")
    assert "has the unprintable character U+0008, written as an escape" in problem


def test_article_without_a_text_is_warned_of() -> None:
    assert warned(b"---\ntitle: T\n---\n") == ["0: has no text"]
    assert warned(b"---\ntitle: T\n---\n![A map](map.png)\n") == []


def test_draft_may_be_empty_for_now() -> None:
    assert warned(b"---\ntitle: T\ndraft: true\n---\n") == []


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("![](a.png)", "6: the picture a.png has no alt text"),
        ('<img src="a.png">', "6: the picture a.png has no alt text"),
        ('<img src="a.png" alt=" ">', "6: the picture a.png has no alt text"),
        (
            "[![](a.png)](https://example.org/)",
            "6: the picture a.png is alone in a link, and has no alt text",
        ),
        (
            "[![](a.png) More](https://example.org/)",
            "6: the picture a.png has no alt text",
        ),
    ],
)
def test_picture_without_words_is_warned_of(text: str, warning: str) -> None:
    assert warned(f"---\ntitle: T\n---\nFirst.\n\n{text}\n".encode()) == [warning]


@pytest.mark.parametrize(
    ("text", "file", "warnings"),
    [
        ('<video controls><source src="a.mp4"></video>', "a.mp4", []),
        ('<audio><source src="a.ogg" type="audio/ogg">Listen.</audio>', "a.ogg", []),
        (
            '<video><source src="a.mp4"><source src="b.webm"></video>',
            "a.mp4",
            ["4: the file b.webm of a <video> was left out"],
        ),
        (
            '<video><source src="https://x.org/a.mp4"><source src="b.webm"></video>',
            "b.webm",
            ["4: the file https://x.org/a.mp4 of a <video> was left out"],
        ),
    ],
)
def test_video_shows_the_local_file_that_its_source_names(
    text: str, file: str, warnings: list[str]
) -> None:
    content = f"---\ntitle: T\n---\n{text}\n".encode()
    result = reading(content)
    assert result.article
    assert [(it.target, it.is_media) for it in result.article.body.links] == [(file, True)]
    assert " src=" in result.html and "<source" not in result.html
    assert warned(content) == warnings


def test_video_whose_sources_are_all_remote_becomes_a_link() -> None:
    content = b'---\ntitle: T\n---\n<video><source src="https://x.org/a.mp4"></video>\n'
    assert '<a href="https://x.org/a.mp4">x.org</a>' in reading(content).html
    assert warned(content) == ["4: a remote <video> became a link: https://x.org/a.mp4"]


@pytest.mark.slow
def test_deep_nesting_ends_in_an_article_or_a_problem() -> None:
    for body in (">" * 5000, "- " * 3000, "[" * 2000, "*" * 5000, "<div>" * 3000, "(" * 9000):
        result = reading(f"---\ntitle: T\n---\n{body} text\n".encode())
        assert result.article or result.problems


def test_article_in_a_reserved_folder_is_a_problem() -> None:
    assert said(TEXT.encode(), "content/media/x.md") == ["0: the folder media holds no articles"]


def test_symbolic_links_and_odd_files_are_named(site: Make, tmp_path: Path) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01')}")
    (tmp_path / "secret.md").write_text("secret")
    (made.root / "content/out.md").symlink_to(tmp_path / "secret.md")
    (made.root / "content/a/loop").symlink_to(made.root / "content")
    (made.root / "content/self.md").symlink_to(made.root / "content/self.md")
    (made.root / "content/a/empty.md").write_bytes(b"")
    with pytest.raises(ProblemsFound) as found:
        made.build()
    assert [(it.path, it.text) for it in found.value.problems] == [
        ("content/a/empty.md", "is empty"),
        ("content/a/loop", "is a symbolic link to a folder that it is in"),
        ("content/out.md", "is a symbolic link out of content/"),
        ("content/self.md", "is a symbolic link that leads nowhere or in a circle"),
    ]


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n", ["4: has an unsettled merge conflict"]),
        ("<<<<<<<\n```\na\n=======\nb\n```\n>>>>>>>", ["4: has an unsettled merge conflict"]),
        ("```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n```\n", []),
        ("    <<<<<<< HEAD\n    a\n    =======\n    b\n    >>>>>>> x\n", []),
        ("A head\n=======\n\n>>>>>>> deep quote\n", []),
    ],
)
def test_merge_conflict_is_a_problem_but_not_in_code(body: str, problems: list[str]) -> None:
    assert said(f"---\ntitle: T\n---\n{body}".encode()) == problems


def test_every_unsettled_conflict_is_named() -> None:
    one = "<<<<<<< a\nx\n||||||| o\n=======\ny\n>>>>>>> b\n"
    lines = [it.split(":")[0] for it in said(f"---\ntitle: T\n---\n{one}{one}".encode())]
    assert lines == ["4", "10"]


def test_words_of_the_front_matter_are_typeset_as_the_text_is() -> None:
    made = read(
        b"---\ntitle: It's a 'test' -- of \"quotes\"...\nsummary: It's \"so\"\n"
        b"image: {file: a.png, alt: It's, caption: It's, credit: It's}\n"
        b"corrections: [{date: 2021-08-16, text: It's}]\n"
        b"sources: [{name: It's, url: 'https://x.org/', title: 'Das \"Ende\"', language: de}]\n"
        b"---\nIt's a 'test' -- of \"quotes\"...\n"
    )
    assert made.title == made.body.summary == "It’s a ‘test’ – of “quotes”…"
    assert made.summary == made.standfirst == "It’s “so”"
    assert made.image and {made.image.alt, made.image.caption, made.image.credit} == {"It’s"}
    assert made.corrections[0].text == "It’s"
    assert (made.sources[0].name, made.sources[0].title) == ("It's", "Das „Ende“")


def test_typeset_title_changes_no_address_and_no_identity() -> None:
    made = read(
        b"---\ntitle: It's 'so' -- C++ and \"!\"\ndate: 2021-01-01\n---\nx\n", "content/a/it.md"
    )
    assert (made.slug, made.id) == ("it", "tag:x.org,2021-01-01:it")
    made = read(b"---\ntitle: '\"!\"'\n---\nx\n", "content/a/2021-01-01.md")
    assert made.title != '"!"' and made.slug == slugify('"!"')
