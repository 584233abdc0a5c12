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


def test_article_has_its_keys_in_order_and_its_body_as_it_was(tmp_path: Path) -> None:
    post = (
        "---\nlayout: post\nexcerpt: In short\ncategories: [Open Build Service, Fun]\n"
        "tags: [no, 'a \"b\"']\nauthor: Ann\ntitle: 'It: works'\ndate: 2020-01-02 03:04:05+01:00\n"
        "---\n\nText\r\nwith two ends of lines\n"
    )
    assert convert(tmp_path, {"2020/2020-01-02-it.md": post}) == {
        "open-build-service/2020-01-02-it.md": (
            '---\ntitle: "It: works"\ndate: 2020-01-02 02:04:05 +0000\nauthor: "Ann"\n'
            'tags: ["no", "a \\"b\\"", "Fun"]\nsummary: "In short"\n---\n'
            "Text\nwith two ends of lines\n"
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
    assert "left out: 2020-01-03-empty.md: it is empty\n" in printed
    assert "left out: 2020-01-03-plain.md: it has no front matter\n" in printed
    assert "left out: 2020-01-03-broken.md: its header is not YAML: mapping values" in printed
    assert "left out: undated.md: it has no date" in printed
    assert "left out: notes.txt: no article shows it\n" in printed
    assert "1 taken, 1 articles written\n" in printed


def test_folder_without_any_post_has_status_1(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    assert corpus.main([str(tmp_path / "posts"), str(tmp_path / "site")]) == 1


def test_section_is_news_without_a_category_and_avoids_reserved_names(tmp_path: Path) -> None:
    posts = {
        "2020-01-02-a.md": HEADER.replace("[Fun]", "[Stories]"),
        "2020-01-02-b.md": HEADER.replace("[Fun]", "[]"),
    }
    assert list(convert(tmp_path, posts)) == [
        "news/2020-01-02-b.md",
        "stories-news/2020-01-02-a.md",
    ]


def test_unpublished_post_becomes_a_draft(tmp_path: Path) -> None:
    article = convert_one(tmp_path, HEADER.replace("---\ntitle", "---\npublished: false\ntitle"))
    assert "\ndraft: true\n---\n" in article


def test_slug_parts_two_posts_of_one_month(tmp_path: Path) -> None:
    posts = {
        "2020-01-02-round-up.md": HEADER,
        "2020-01-09-Round-Up.md": HEADER.replace("-02 ", "-09 "),
        "2020-02-01-round-up.md": HEADER.replace("-01-", "-02-"),
    }
    assert [name[4:] for name in convert(tmp_path, posts)] == [
        "2020-01-02-round-up.md",
        "2020-01-09-round-up-2.md",
        "2020-02-02-round-up.md",
    ]


@pytest.mark.parametrize(
    ("written", "converted"),
    [
        ("[a](/x)", "[a](https://news.opensuse.org/x)"),
        ("[a](//host/x_(y) 'A (b)')", "[a](https://host/x_(y) 'A (b)')"),
        ("[a](www.host.org/x)", "[a](https://www.host.org/x)"),
        ("[a](/two words.png)", "[a](https://news.opensuse.org/two%20words.png)"),
        ("[a]({{ site.baseurl }}/x)", "[a](https://news.opensuse.org/x)"),
        ("[a]: /x 'T'", "[a]: https://news.opensuse.org/x 'T'"),
        ("<a class=b href='/x'>", "<a class=b href='https://news.opensuse.org/x'>"),
        ('<img src="/x.png" />', '<img src="https://news.opensuse.org/x.png" />'),
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
        "Text\n\n    [a](/x)\n\n\t<a href='/x'>\n",
        "[^1]: note\n",
    ],
)
def test_code_and_absolute_links_stay_as_they_are(tmp_path: Path, body: str) -> None:
    assert convert_body(tmp_path, body) == body


def test_copies_have_their_own_slug_and_title(tmp_path: Path) -> None:
    posts = {"2020-01-02-a.md": HEADER + "Text\n", "2020-01-03-a.md": HEADER}
    articles = convert(tmp_path, posts, "--copies", "3")
    assert len(articles) == 6
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
