"""An import loses nothing in silence, overwrites no edit, and writes nothing outside the site."""

import os
from pathlib import Path

import pytest

from broadsheet.importing.putting import BESIDE, CHANGED, KEPT, NEW, SAME
from broadsheet.importing.starting import Unfit
from broadsheet.problems import ProblemsFound
from tests.importing.old_sites import article, built, run_import, said_of, write_source
from tests.pictures import picture
from tests.sites import tree

POST = "---\ntitle: {}\ndate: 2021-08-0{}\n---\n{}\n"


def source_of(tmp_path: Path, **posts: str) -> Path:
    """A Jekyll folder with a post for each name; its body is given."""
    for day, (name, body) in enumerate(posts.items(), start=1):
        path = tmp_path / f"old/_posts/2021-08-0{day}-{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(POST.format(name.capitalize(), day, body).encode())
    return tmp_path / "old"


def states(tmp_path: Path) -> dict[str, str]:
    """What an import does with each file."""
    account = run_import("jekyll", tmp_path / "old", tmp_path / "site")
    return {it.origin.rpartition("-")[2]: it.state for it in account.taken}


def test_second_import_changes_nothing(tmp_path: Path) -> None:
    source_of(tmp_path, a="[b]({% post_url 2021-08-02-b %}) [dead](/x/)", b="Text")
    assert states(tmp_path) == {"a.md": NEW, "b.md": NEW}
    before = tree(tmp_path / "site")
    assert states(tmp_path) == {"a.md": SAME, "b.md": SAME}
    assert tree(tmp_path / "site") == before


def test_second_import_changes_what_changed_at_the_source(tmp_path: Path) -> None:
    source_of(tmp_path, a="Text", b="Text")
    states(tmp_path)
    source_of(tmp_path, a="Text", b="Other words", c="Text")
    assert states(tmp_path) == {"a.md": SAME, "b.md": CHANGED, "c.md": NEW}
    assert "Other words" in article(tmp_path / "site", "2021-08-02-b.md")


def test_file_that_the_curator_edited_is_kept(tmp_path: Path) -> None:
    source_of(tmp_path, a="Text", b="Text")
    states(tmp_path)
    for name in ("2021-08-01-a.md", "2021-08-02-b.md"):
        path = tmp_path / "site/content/news" / name
        path.write_text(path.read_text("utf-8") + "Mine.\n", "utf-8")
    source_of(tmp_path, a="Text", b="Theirs")
    assert states(tmp_path) == {"a.md": KEPT, "b.md": BESIDE}
    assert article(tmp_path / "site", "2021-08-02-b.md").endswith("Text\nMine.\n")
    aside = tmp_path / "site/import-changed/content/news/2021-08-02-b.md"
    assert aside.read_text("utf-8").endswith("Theirs\n")


def test_article_that_the_curator_deleted_stays_deleted(tmp_path: Path) -> None:
    source_of(tmp_path, a="Text", b="[a]({% post_url 2021-08-01-a %})")
    states(tmp_path)
    (tmp_path / "site/content/news/2021-08-01-a.md").unlink()
    account = run_import("jekyll", tmp_path / "old", tmp_path / "site")
    said = said_of(account, "_posts/2021-08-01-a.md")
    assert "you deleted content/news/2021-08-01-a.md since it was imported" in said
    assert not (tmp_path / "site/content/news/2021-08-01-a.md").exists()
    built(tmp_path / "site")


def test_article_whose_post_is_gone_is_kept_and_named(tmp_path: Path) -> None:
    source_of(tmp_path, a="Text", b="Text")
    states(tmp_path)
    (tmp_path / "old/_posts/2021-08-02-b.md").unlink()
    account = run_import("jekyll", tmp_path / "old", tmp_path / "site")
    assert account.gone == ("content/news/2021-08-02-b.md",)
    assert (tmp_path / "site/content/news/2021-08-02-b.md").is_file()


def test_file_of_the_curator_is_never_overwritten(tmp_path: Path) -> None:
    source_of(tmp_path, a="![x](/img/x.png)")
    (tmp_path / "old/img").mkdir()
    (tmp_path / "old/img/x.png").write_bytes(picture(30, 20))
    settings = "title: T\nurl: https://e.org/\ndescription: D\nlanguage: en\ntimezone: UTC\n"
    mine = POST.format("Mine", 1, "Mine.")
    site = {
        "site.yaml": settings,
        "content/news/2021-08-01-a.md": mine,
        "content/media/img/x.png": "",
    }
    for path, text in site.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_text(text, "utf-8")
    (tmp_path / "site/content/media/img/x.png").write_bytes(picture(8, 8))
    run_import("jekyll", tmp_path / "old", tmp_path / "site")
    assert (tmp_path / "site/site.yaml").read_text("utf-8") == settings
    assert article(tmp_path / "site", "2021-08-01-a.md") == mine
    assert "![x](/img/x-2.png)" in article(tmp_path / "site", "2021-08-01-a-2.md")
    assert (tmp_path / "site/content/media/img/x.png").read_bytes() == picture(8, 8)


@pytest.mark.parametrize(
    ("body", "gone"),
    [
        ("<script>alert(1)</script>Text", "alert"),
        ("<img src=x onerror=alert(1)>Text", "onerror"),
        ("[a](javascript:alert(1)) Text", "javascript"),
        ("[a](java&#115;cript:alert(1)) Text", "cript:"),
        ("[a]: javascript:alert(1)\n\n[a] Text", "javascript"),
        ("<a href=' java\tscript:alert(1)'>Text</a>", "script:"),
        ("<iframe src='data:text/html,x'></iframe>Text", "iframe"),
        ("<svg onload=alert(1)><p>Text", "onload"),
        ("<math><style><img src onerror=alert(1)></style></math>Text", "onerror"),
        ("<scr<script>ipt>alert(1)</script>Text", "<script"),
        ("Text\n\n<form action=/x><input onfocus=alert(1) autofocus></form>", "onfocus"),
    ],
)
def test_nothing_active_is_written(tmp_path: Path, body: str, gone: str) -> None:
    source_of(tmp_path, a=body)
    account = run_import("jekyll", tmp_path / "old", tmp_path / "site")
    text = article(tmp_path / "site", "2021-08-01-a.md")
    assert gone not in text and "Text" in text
    assert account.taken[0].remarks


def test_script_in_code_stays_as_it_is(tmp_path: Path) -> None:
    body = "Say `<script>` or\n\n```html\n<script>alert(1)</script>\n```"
    source_of(tmp_path, a=body)
    run_import("jekyll", tmp_path / "old", tmp_path / "site")
    assert article(tmp_path / "site", "2021-08-01-a.md").endswith(body + "\n")


@pytest.mark.parametrize(
    "body",
    [
        "a\x08b &#8; c\x00"[:-1],
        "<<<<<<< a\nx\n=======\ny\n>>>>>>> b",
        "> " * 2000 + "deep",
        "[a](#nowhere) [b](x.md) ![c](c.png) <a href=/gone>d</a> [e][f]\n\n[f]: /gone",
        "[a]({% post_url 1999-01-01-none %})",
        "<a href='/x'>" * 300 + "deep",
        "# " + "long " * 5000,
    ],
)
def test_what_would_be_a_problem_becomes_text_and_is_named(tmp_path: Path, body: str) -> None:
    source_of(tmp_path, a=body, b="Text")
    account = run_import("jekyll", tmp_path / "old", tmp_path / "site")
    built(tmp_path / "site")
    assert len(account.taken) == 2


def test_picture_that_is_damaged_is_left_out_and_named(tmp_path: Path) -> None:
    source_of(tmp_path, a="![x](/x.png)")
    (tmp_path / "old/x.png").write_bytes(b"\x89PNG\r\n\x1a\nrest")
    account = run_import("jekyll", tmp_path / "old", tmp_path / "site")
    assert "it would be a problem" in said_of(account, "x.png")
    assert "x.png" not in article(tmp_path / "site", "2021-08-01-a.md")
    built(tmp_path / "site")


def test_names_that_lead_out_are_kept_inside(tmp_path: Path) -> None:
    source_of(tmp_path, a="![x](../../../../etc/secret.png) [y](/../../x.pdf)")
    (tmp_path / "secret.png").write_bytes(picture(8, 8))
    os.symlink(tmp_path / "secret.png", tmp_path / "old/secret.png")
    os.symlink(tmp_path, tmp_path / "old/loop")
    write_source(
        tmp_path / "old",
        "-- _posts/2021-08-05-con.md --\n---\ntitle: '../../x'\ncategory: ../../../etc\n"
        "slug: ../../up\npermalink: /../../../up.html\nredirect_from: [/../../../../x/]\n"
        "---\nText\n",
    )
    account = run_import("jekyll", tmp_path / "old", tmp_path / "site")
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"old", "site", "secret.png"}
    assert "it is a symbolic link" in said_of(account, "secret.png")
    assert (tmp_path / "site/content/etc/2021-08-05-up.md").is_file()
    built(tmp_path / "site")


def test_huge_and_bombing_headers_are_refused_by_name(tmp_path: Path) -> None:
    source_of(tmp_path, a="Text")
    posts = tmp_path / "old/_posts"
    with open(posts / "2021-08-05-huge.md", "wb") as file:
        file.truncate(200_000_000)
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{chr(98 + at)}: &{chr(98 + at)} [{', '.join(10 * [f'*{chr(97 + at)}'])}]"
        for at in range(9)
    ]
    (posts / "2021-08-06-bomb.md").write_text("---\n" + "\n".join(lines) + "\n---\n")
    (posts / "2021-08-07-deep.md").write_text(f"---\na: {'[' * 5000}\n---\n")
    account = run_import("jekyll", tmp_path / "old", tmp_path / "site")
    assert "more than 100,000,000 bytes" in said_of(account, "_posts/2021-08-05-huge.md")
    assert "its header has more than" in said_of(account, "_posts/2021-08-06-bomb.md")
    assert "its header is nested too deep" in said_of(account, "_posts/2021-08-07-deep.md")


def test_folder_that_is_no_site_and_not_empty_is_refused(tmp_path: Path) -> None:
    source_of(tmp_path, a="Text")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine")
    for root in (tmp_path / "mine", tmp_path / "old", tmp_path / "old/_posts/x"):
        with pytest.raises(Unfit):
            run_import("jekyll", tmp_path / "old", root)
    assert [it.name for it in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_damaged_record_stops_the_import(tmp_path: Path) -> None:
    source_of(tmp_path, a="Text")
    states(tmp_path)
    (tmp_path / "site/.broadsheet-import.json").write_text(
        '{"version": 1, "imports": {"x": {"../y": 1}}}'
    )
    with pytest.raises(ProblemsFound, match="is no path under content"):
        states(tmp_path)


def test_import_that_was_interrupted_is_finished_by_the_next(tmp_path: Path) -> None:
    source_of(tmp_path, a="Text", b="Text")
    states(tmp_path)
    record = tmp_path / "site/.broadsheet-import.json"
    record.write_text(record.read_text().replace('"imports"', '"unfinished": true,\n"imports"', 1))
    (tmp_path / "site/content/news/2021-08-02-b.md").unlink()
    assert states(tmp_path) == {"a.md": SAME, "b.md": NEW}
    assert "unfinished" not in record.read_text()


def test_posts_of_one_name_get_files_and_addresses_of_their_own(tmp_path: Path) -> None:
    posts = "".join(
        f"-- _posts/{folder}/2021-08-05-Same.md --\n---\ntitle: {folder}\n"
        f"permalink: /{folder}/:title/\n---\nText\n"
        for folder in ("x", "y")
    )
    write_source(tmp_path / "old", posts)
    run_import("jekyll", tmp_path / "old", tmp_path / "site")
    site = built(tmp_path / "site")
    assert len([*(site.root / "content").rglob("*.md")]) == 2
