"""A Jekyll folder becomes a Broadsheet site, and nothing in it is changed or lost unsaid."""

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest
import yaml

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "corpus.py"
HEADER = "---\ntitle: A\ndate: 2020-01-02 03:04:05+01:00\ncategories: [Fun]\n---\n"


def load(script: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(script.stem, script)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


corpus = load(SCRIPT)


def convert(folder: Path, posts: Mapping[str, str], *options: str) -> dict[str, str]:
    """Write the posts below `folder`, convert them, and read the articles by their path."""
    for name, text in posts.items():
        path = folder / "posts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert corpus.main([str(folder / "posts"), str(folder / "site"), *options]) == 0
    content = folder / "site" / "content"
    paths = sorted(path for path in content.rglob("*") if path.is_file())
    return {path.relative_to(content).as_posix(): path.read_bytes().decode() for path in paths}


def convert_one(folder: Path, text: str) -> str:
    """Convert one post and return its article."""
    (article,) = convert(folder, {"2020-01-02-a.md": text}).values()
    return article


def convert_body(folder: Path, body: str) -> str:
    """Convert one post with this body and return the article's body."""
    return convert_one(folder, HEADER + body).split("---\n", 2)[2]


def tags_of(article: str) -> object:
    return yaml.load(article.split("---\n")[1], yaml.BaseLoader)["tags"]


def test_article_has_its_keys_in_order_and_its_body_as_it_was(tmp_path: Path) -> None:
    post = (
        "---\nlayout: post\nexcerpt: In short\ncategories: [Open Build Service, Fun]\n"
        "tags: [no, 'a \"b\"']\nauthor: Ann\ntitle: 'It: works'\ndate: 2020-01-02 03:04:05+01:00\n"
        "---\n\nText\r\nwith two ends of lines\n"
    )
    assert convert(tmp_path, {"2020/2020-01-02-it.md": post}) == {
        "open-build-service/2020-01-02-it.md": (
            '---\ntitle: "It: works"\ndate: 2020-01-02 03:04:05 +0100\nauthor: "Ann"\n'
            'tags: ["no", "a \\"b\\"", "Fun"]\nsummary: "In short"\n---\n'
            "\nText\r\nwith two ends of lines\n"
        )
    }


def test_site_has_only_its_settings_beside_the_content(tmp_path: Path) -> None:
    convert(tmp_path, {"2020-01-02-a.md": HEADER})
    settings = yaml.safe_load((tmp_path / "site" / "site.yaml").read_text())
    assert settings["title"] == "openSUSE News"
    assert list(settings) == ["title", "url", "description", "language", "timezone", "attribution"]
    assert {path.name for path in (tmp_path / "site").iterdir()} == {"site.yaml", "content"}


def test_what_makes_no_article_is_named_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    posts = {
        "2020-01-02-a.md": HEADER,
        "2020-01-03-empty.md": "\n",
        "2020-01-03-plain.md": "Text",
        "2020-01-03-broken.md": "---\ntitle: a: b\n---\n",
        "undated.md": "---\ntitle: A\n---\n",
        "notes.txt": "Text",
    }
    assert list(convert(tmp_path, posts)) == ["fun/2020-01-02-a.md"]
    printed = capsys.readouterr().out
    assert "left out: 2020-01-03-empty.md: empty\n" in printed
    assert "left out: 2020-01-03-plain.md: no header\n" in printed
    assert "left out: 2020-01-03-broken.md: header is not YAML: mapping values" in printed
    assert "left out: undated.md: no date that can be read" in printed
    assert "left out: notes.txt: not a Markdown file\n" in printed
    assert "1 taken, 5 left out, 1 articles written\n" in printed


def test_folder_without_any_post_has_status_1(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    assert corpus.main([str(tmp_path / "posts"), str(tmp_path / "site")]) == 1


def test_post_with_a_byte_order_mark_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert convert_one(tmp_path, "\ufeff" + HEADER).startswith('---\ntitle: "A"\n')
    assert "     1 in 1 files: byte order mark dropped\n" in capsys.readouterr().out


def test_tab_in_the_header_is_a_blank_and_is_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = convert_one(tmp_path, HEADER.replace("title: A", "author: \tAnn\ttoo"))
    assert '\nauthor: "Ann too"\n' in article
    assert "     2 in 1 files: tab in the header made a blank\n" in capsys.readouterr().out


def test_blanks_after_the_opening_and_capitals_in_a_key_are_read_over(tmp_path: Path) -> None:
    article = convert_one(tmp_path, HEADER.replace("---\ntitle", "--- \t\nAuthor: Ann\ntitle"))
    assert '\nauthor: "Ann"\n' in article


def test_control_characters_leave_header_and_body(tmp_path: Path) -> None:
    post = HEADER.replace("title: A", 'title: " a\\x07\\x85\\u2028b\\n "') + "x\x08y\x85z\n"
    article = convert_one(tmp_path, post)
    assert article.startswith('---\ntitle: "a b"\n')
    assert article.endswith("---\nxyz\n")


def test_missing_title_is_made_from_the_slug(tmp_path: Path) -> None:
    (article,) = convert(tmp_path, {"2020-01-02-all-is-well.md": "---\ntitle:\n---\n"}).values()
    assert article.startswith('---\ntitle: "All is well"\ndate: 2020-01-02 00:00:00 +0000\n')


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2019-01-04 05:02:25+00:00", "2019-01-04 05:02:25 +0000"),
        ("2021-03-17 12:00:00 +0200", "2021-03-17 12:00:00 +0200"),
        ("2021-03-17 12:00:00 -02:30", "2021-03-17 12:00:00 -0230"),
        ("2021-03-17", "2021-03-17 00:00:00 +0000"),
        ("2021-02-08 16:30-:00+16:30", "2020-01-02 00:00:00 +0000"),
    ],
)
def test_date_is_the_headers_or_else_that_of_the_name(
    tmp_path: Path, written: str, date: str
) -> None:
    article = convert_one(tmp_path, f"---\ntitle: A\ndate: {written}\n---\n")
    assert f"\ndate: {date}\n" in article


def test_name_without_a_date_gets_the_headers(tmp_path: Path) -> None:
    assert list(convert(tmp_path, {"06-06-a.md": HEADER})) == ["fun/2020-01-02-06-06-a.md"]


def test_section_is_news_without_a_category_and_avoids_reserved_names(tmp_path: Path) -> None:
    posts = {
        "2020-01-02-a.md": HEADER.replace("[Fun]", "[Stories]"),
        "2020-01-02-b.md": HEADER.replace("[Fun]", "[]"),
        "2020-01-02-c.md": HEADER.replace("[Fun]", "[Édition spéciale]"),
    }
    assert list(convert(tmp_path, posts)) == [
        "edition-speciale/2020-01-02-c.md",
        "news/2020-01-02-b.md",
        "stories-news/2020-01-02-a.md",
    ]


def test_tags_that_differ_in_case_are_kept_and_repeats_are_not(tmp_path: Path) -> None:
    header = HEADER.replace("[Fun]", "[Fun, KDE, Kde]\ntags: [KDE, kde, KDE, Linux]")
    assert tags_of(convert_one(tmp_path, header)) == ["KDE", "kde", "Linux", "Kde"]


def test_unpublished_post_becomes_a_draft(tmp_path: Path) -> None:
    article = convert_one(tmp_path, HEADER.replace("---\ntitle", "---\npublished: false\ntitle"))
    assert "\ndraft: true\n---\n" in article


def test_slug_parts_two_posts_of_one_month(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    posts = {
        "2020-01-02-round-up.md": HEADER,
        "2020-01-09-Round-Up.md": HEADER,
        "2020-02-01-round-up.md": HEADER.replace("-01-", "-02-"),
    }
    articles = convert(tmp_path, posts)
    split = [name for name, text in articles.items() if "slug: " in text]
    assert split == ["fun/2020-01-09-Round-Up.md"]
    assert articles[split[0]].endswith('\nslug: "Round-Up-2"\n---\n')
    printed = capsys.readouterr().out
    assert "slug to part two addresses: 2020-01-09-Round-Up.md: Round-Up-2\n" in printed


def test_second_file_of_one_name_is_named_anew(tmp_path: Path) -> None:
    articles = convert(tmp_path, {"x/2020-01-02-a.md": HEADER, "y/2020-01-02-A.md": HEADER})
    assert list(articles) == ["fun/2020-01-02-A-2.md", "fun/2020-01-02-a.md"]
    assert "slug: " not in "".join(articles.values())


@pytest.mark.parametrize(
    ("written", "converted"),
    [
        ("[a](/x)", "[a](https://news.opensuse.org/x)"),
        ("[a](//host/x_(y) 'A (b)')", "[a](https://host/x_(y) 'A (b)')"),
        (
            '[![](<../i>)](y "T")',
            '[![](<https://news.opensuse.org/i>)](https://news.opensuse.org/y "T")',
        ),
        ("[a](www.host.org/x)", "[a](https://www.host.org/x)"),
        ("[a](two words.png)", "[a](https://news.opensuse.org/two%20words.png)"),
        ("[a](#top)", "[a](https://news.opensuse.org/2020/01/02/a/#top)"),
        ("[a](\n//host/x)", "[a](\nhttps://host/x)"),
        ("[a]({{ site.baseurl }}/x)", "[a](https://news.opensuse.org/x)"),
        ("[a]: /x 'T'", "[a]: https://news.opensuse.org/x 'T'"),
        ("[a]: <x>", "[a]: <https://news.opensuse.org/x>"),
        ("<a class=b href='/x'>", "<a class=b href='https://news.opensuse.org/x'>"),
        ('<img src="x.png" />', '<img src="https://news.opensuse.org/x.png" />'),
        ("<a href=//host/x>", "<a href=https://host/x>"),
        ("* a\n\n    [b](/x)", "* a\n\n    [b](https://news.opensuse.org/x)"),
    ],
)
def test_relative_link_becomes_absolute(tmp_path: Path, written: str, converted: str) -> None:
    assert convert_body(tmp_path, f"Text\n\n{written}\n") == f"Text\n\n{converted}\n"


@pytest.mark.parametrize(
    "body",
    [
        "[a](https://host/x) [b](mailto:a@host) <http://host/> [c][d]\n",
        "`[a](/x)` and ``[`](/x) <a href='/x'>``\n",
        "```\n[a](/x)\n\n[b]: /x\n```\n",
        "1. a\n\n    ~~~ html\n    <a href='/x'>\n    ~~~\n",
        "Text\n\n    [a](/x)\n\n\t<a href='/x'>\n",
        "[^1]: note\n",
        "\\[a\\](/x) and data-src and {{ page.title }}\n",
    ],
)
def test_code_and_absolute_links_stay_as_they_are(tmp_path: Path, body: str) -> None:
    assert convert_body(tmp_path, body) == body


def test_liquid_that_is_left_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert convert_body(tmp_path, "{% raw %}{{ x }}{{ site.url }}\n") == "{% raw %}{{ x }}\n"
    assert "     2 in 1 files: Liquid left as text\n" in capsys.readouterr().out


def test_copies_have_their_own_slug_and_title(tmp_path: Path) -> None:
    posts = {"2020-01-02-a.md": HEADER + "Text\n", "2020-01-03-a.md": HEADER}
    articles = convert(tmp_path, posts, "--copies", "3")
    assert list(articles) == [
        "fun/2020-01-02-a-copy-2.md",
        "fun/2020-01-02-a-copy-3.md",
        "fun/2020-01-02-a.md",
        "fun/2020-01-03-a-2-copy-2.md",
        "fun/2020-01-03-a-2-copy-3.md",
        "fun/2020-01-03-a.md",
    ]
    original = articles["fun/2020-01-02-a.md"]
    copy = original.replace('title: "A"', 'title: "A (copy 3)"')
    assert articles["fun/2020-01-02-a-copy-3.md"] == copy


def test_two_runs_write_and_print_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    posts = {f"2020-01-0{day}-a.md": HEADER for day in range(1, 9)}
    runs = [(convert(tmp_path / name, posts), capsys.readouterr().out) for name in ("x", "y")]
    assert runs[0] == runs[1]


def test_site_that_is_not_empty_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SystemExit) as stop:
        corpus.main([str(tmp_path / "posts"), str(tmp_path)])
    assert stop.value.code == 2
    assert "is there already and is not an empty folder" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["nowhere", "site"], [".", "site", "--copies", "0"]])
def test_wrong_arguments_are_refused(tmp_path: Path, arguments: list[str]) -> None:
    posts, site, *options = arguments
    with pytest.raises(SystemExit) as stop:
        corpus.main([str(tmp_path / posts), str(tmp_path / site), *options])
    assert stop.value.code == 2
