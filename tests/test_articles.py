"""Reading one content file: every form that files come in."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from broadsheet.articles import Article, Reading, ReadingRules, read_article
from broadsheet.files import ContentFile
from broadsheet.problems import ProblemsFound
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


def test_header_wins_over_the_name() -> None:
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
    ],
)
def test_file_that_is_no_text_is_a_problem_with_its_line(content: bytes, problem: str) -> None:
    assert said(content) == [problem] or problem in said(content)


@pytest.mark.slow
def test_deep_nesting_ends_in_an_article_or_a_problem() -> None:
    for body in (">" * 5000, "- " * 3000, "[" * 5000, "*" * 5000, "<div>" * 3000, "(" * 9000):
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
        ("content/a/loop", "is a symbolic link to a folder that it stands in"),
        ("content/out.md", "is a symbolic link out of content/"),
        ("content/self.md", "is a symbolic link that leads nowhere or in a circle"),
    ]
