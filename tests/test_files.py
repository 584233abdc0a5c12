"""What stands under `content/` is found in one order, and nothing outside is read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from broadsheet.files import Content, ContentFile, is_text, list_content, read_bytes, read_text
from broadsheet.problems import Problem

NOBODY = 65534  # the account that owns no files


def site(root: Path, *paths: str) -> Path:
    """A site whose files each hold their own path."""
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(path.encode())
    return root


def names(content: Content) -> list[str]:
    return list(content.texts)


def test_texts_and_media_are_listed_apart_and_outside_files_are_not(tmp_path: Path) -> None:
    site(tmp_path, "content/world/a.md", "content/world/a.jpg", "content/b.markdown", "site.yaml")
    content = list_content(tmp_path)
    assert names(content) == ["content/b.markdown", "content/world/a.md"]
    assert (list(content.media), content.problems) == (["content/world/a.jpg"], ())


def test_look_of_a_file_changes_with_its_bytes_its_time_and_its_place(tmp_path: Path) -> None:
    site(tmp_path, "content/a.md")
    file = tmp_path / "content/a.md"
    signatures = {list_content(tmp_path).texts["content/a.md"]}
    file.write_bytes(b"CONTENT/A.MD")
    signatures.add(list_content(tmp_path).texts["content/a.md"])
    os.utime(file, ns=(1, 1))
    signatures.add(list_content(tmp_path).texts["content/a.md"])
    site(tmp_path, "content/b.md")
    os.replace(tmp_path / "content/b.md", file)
    signatures.add(list_content(tmp_path).texts["content/a.md"])
    assert len(signatures) == 4


def test_paths_are_in_order_whatever_order_they_were_made_in(tmp_path: Path) -> None:
    paths = ["content/b/a.md", "content/a.md", "content/b.md", "content/a/z.md", "content/B.md"]
    for number, order in enumerate((paths, paths[::-1])):
        root = site(tmp_path / str(number), *order)
        assert names(list_content(root)) == sorted(paths)


def test_bytes_are_kept_as_they_are(tmp_path: Path) -> None:
    site(tmp_path, "content/a.md")
    (tmp_path / "content/a.md").write_bytes(b"\xef\xbb\xbfa\r\n\xff\x00")
    text = read_text(tmp_path, "content/a.md")
    assert isinstance(text, ContentFile) and text.content == b"\xef\xbb\xbfa\r\n\xff\x00"
    assert read_bytes(tmp_path, "content/a.md") == b"\xef\xbb\xbfa\r\n\xff\x00"


@pytest.mark.parametrize(
    "name",
    [
        ".a.md",
        ".git/a.md",
        "a.md~",
        "#a.md#",
        ".a.md.swp",
        "a.md.swp",
        "a.tmp",
        "a.md.orig",
        "a.bak",
    ],
)
def test_hidden_files_and_those_of_editors_do_not_count(tmp_path: Path, name: str) -> None:
    site(tmp_path, "content/a.md", f"content/{name}")
    assert names(list_content(tmp_path)) == ["content/a.md"]


def test_missing_content_folder_is_a_problem_with_a_way_out(tmp_path: Path) -> None:
    (problem,) = list_content(tmp_path).problems
    assert str(problem) == (
        "content: there is no such folder\n"
        "    articles live in content/; `broadsheet init DIR` makes a new site"
    )


def test_content_that_is_a_file_is_no_folder(tmp_path: Path) -> None:
    site(tmp_path, "content")
    assert list_content(tmp_path).problems[0].text == "there is no such folder"


def test_empty_content_folder_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    assert replace(list_content(tmp_path), seen_ns=0) == Content({}, {}, ())


@pytest.mark.parametrize(
    "target", ["../outside/secret.md", "../outside", "/etc", "..", "../site.yaml"]
)
def test_link_out_of_content_is_a_problem_and_is_not_read(tmp_path: Path, target: str) -> None:
    site(tmp_path, "content/a.md", "outside/secret.md", "site.yaml")
    (tmp_path / "content/link.md").symlink_to(target)
    content = list_content(tmp_path)
    assert names(content) == ["content/a.md"]
    assert content.problems == (
        Problem(
            "content/link.md",
            0,
            "is a symbolic link out of content/",
            "copy the file into content/",
        ),
    )


def test_link_to_a_folder_whose_name_only_begins_alike_leads_out(tmp_path: Path) -> None:
    site(tmp_path, "content/a.md", "content-old/b.md")
    (tmp_path / "content/old").symlink_to("../content-old")
    assert list_content(tmp_path).problems[0].text == "is a symbolic link out of content/"


def test_link_within_content_is_a_file_like_any_other(tmp_path: Path) -> None:
    site(tmp_path, "content/a.md", "content/world/b.md")
    (tmp_path / "content/again.md").symlink_to("a.md")
    (tmp_path / "content/globe").symlink_to("world")
    content = list_content(tmp_path)
    assert content.problems == ()
    assert {path: read_bytes(tmp_path, path) for path in content.texts} == {
        "content/a.md": b"content/a.md",
        "content/again.md": b"content/a.md",
        "content/globe/b.md": b"content/world/b.md",
        "content/world/b.md": b"content/world/b.md",
    }


def test_content_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    site(tmp_path, "elsewhere/a.md")
    (tmp_path / "content").symlink_to("elsewhere")
    content = list_content(tmp_path)
    assert (names(content), content.problems) == (["content/a.md"], ())


@pytest.mark.parametrize("target", ["loop.md", "other.md", "nowhere.md"])
def test_link_in_a_circle_or_to_nothing_is_a_problem(tmp_path: Path, target: str) -> None:
    site(tmp_path, "content/a.md")
    (tmp_path / "content/loop.md").symlink_to(target)
    if target == "other.md":
        (tmp_path / "content/other.md").symlink_to("loop.md")
    content = list_content(tmp_path)
    assert names(content) == ["content/a.md"]
    assert {problem.text for problem in content.problems} == {
        "is a symbolic link that leads nowhere or in a circle"
    }


@pytest.mark.parametrize(
    ("link", "target"), [("loop", "."), ("world/loop", ".."), ("w/loop", "../w")]
)
def test_link_to_a_folder_around_it_is_a_problem(tmp_path: Path, link: str, target: str) -> None:
    site(tmp_path, "content/world/a.md", "content/w/b.md")
    (tmp_path / "content" / link).symlink_to(target)
    content = list_content(tmp_path)
    assert names(content) == ["content/w/b.md", "content/world/a.md"]
    assert content.problems == (
        Problem(
            f"content/{link}",
            0,
            "is a symbolic link to a folder that it is in",
            "remove the link",
        ),
    )


def test_two_folders_that_link_to_each_other_come_to_an_end(tmp_path: Path) -> None:
    site(tmp_path, "content/a/a.md", "content/b/b.md")
    (tmp_path / "content/a/b").symlink_to("../b")
    (tmp_path / "content/b/a").symlink_to("../a")
    content = list_content(tmp_path)
    assert [problem.path for problem in content.problems] == ["content/a/b/a", "content/b/a/b"]
    assert "content/a/b/b.md" in names(content)


def test_pipe_is_a_problem_and_nobody_waits_for_it(tmp_path: Path) -> None:
    site(tmp_path, "content/a.md")
    os.mkfifo(tmp_path / "content/pipe.md")
    content = list_content(tmp_path)
    assert names(content) == ["content/a.md"]
    assert content.problems == (
        Problem("content/pipe.md", 0, "is neither a file nor a folder", "remove it from content/"),
    )


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_name_that_is_not_utf_8_is_a_problem_that_can_be_printed(tmp_path: Path, kind: str) -> None:
    site(tmp_path, "content/a.md")
    path = tmp_path / "content" / os.fsdecode(b"caf\xe9.md")
    try:
        path.mkdir() if kind == "folder" else path.touch()
    except OSError:
        pytest.skip("this file system keeps no such name")
    content = list_content(tmp_path)
    assert names(content) == ["content/a.md"]
    (problem,) = content.problems
    assert str(problem) == "content/caf\ufffd.md: its name is not UTF-8\n    rename the file"
    assert str(problem).encode()


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Do something without root's right to read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("path", ["content/a.md", "content/world"])
def test_what_may_not_be_read_is_a_problem(path: str) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        site(root, "content/a.md", "content/world/b.md")
        (root / path).chmod(0)
        try:
            with as_somebody_else():
                content = list_content(root)
                read = [read_text(root, text) for text in content.texts]
        finally:
            (root / path).chmod(0o700)
    problems = [*content.problems, *(it for it in read if isinstance(it, Problem))]
    assert problems == [Problem(path, 0, "cannot be read: Permission denied")]


@pytest.mark.parametrize("path", ["a.md", "a.MD", "content/a.markdown", "a.b.Markdown"])
def test_article_is_known_by_its_name(path: str) -> None:
    assert is_text(path)


@pytest.mark.parametrize("path", ["a.mdx", "a.txt", "md", "a.md/b.jpg", "a.md.jpg"])
def test_other_names_are_media(path: str) -> None:
    assert not is_text(path)


def test_missing_file_is_an_error_for_who_asks_for_its_bytes(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        read_bytes(tmp_path, "content/a.md")
