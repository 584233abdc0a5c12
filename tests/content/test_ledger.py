"""The ledger of published addresses as a file: read, written, merged, and what people do to it."""

import pytest

from broadsheet.content.ledger import (
    HEAD,
    Published,
    digest,
    encoded,
    read_ledger,
    with_published,
)

LEDGER = {
    "/": Published("site"),
    "/2021/08/kabul.html": Published("content/a b/kabul.md", ("2021-08-15#kabul",)),
    "/old name.html": Published("content/100%.md"),
    "/tags/go.xml": Published("tag: Go"),
}


def test_ledger_is_one_line_an_address_in_order() -> None:
    assert encoded(LEDGER).decode() == HEAD + (
        "/\tsite\n"
        "/2021/08/kabul.html\tcontent/a b/kabul.md\t2021-08-15#kabul\n"
        "/old%20name.html\tcontent/100%25.md\n"
        "/tags/go.xml\ttag: Go\n"
    )


def test_written_ledger_is_read_back() -> None:
    found, log = read_ledger(encoded(LEDGER))
    assert (found, log.problems) == (LEDGER, [])
    assert [it.line for it in found.values()] == [2, 3, 4, 5]


def test_site_without_a_ledger_has_published_nothing() -> None:
    assert read_ledger(None)[0] == {} and digest(None) == ""


def test_spaces_serve_for_tabs_and_windows_line_ends_for_others() -> None:
    found, log = read_ledger(
        b"\xef\xbb\xbf/a.html   content/a.md\r\n\r\n# mine\r\n/b.html tag: B C\r\n"
    )
    assert found == {"/a.html": Published("content/a.md"), "/b.html": Published("tag: B C")}
    assert log.problems == []


def test_address_with_two_lines_keeps_the_anchors_of_both() -> None:
    text = b"/a.html\tcontent/a.md\t2021-01-01#a\n/a.html\tcontent/b.md\t2021-01-02#b\n"
    found, _ = read_ledger(text)
    assert found == {"/a.html": Published("content/b.md", ("2021-01-01#a", "2021-01-02#b"))}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("what is this", "the address must start with one slash"),
        ("/../etc/passwd\tcontent/a.md", "the address must not hold empty parts"),
        ("/a/.ssh/x.html\tcontent/a.md", "the address must not hold a hidden part"),
        ("//evil.example/\tcontent/a.md", "the address must start with one slash"),
        ("/a.html", "does not say what this was the address of"),
        ("/a.html\tcontent/a.md\tnonsense", "does not say what this was the address of"),
    ],
)
def test_bad_line_is_a_problem_with_its_number(line: str, told: str) -> None:
    _, log = read_ledger(f"{HEAD}/\tsite\n{line}\n".encode())
    (problem,) = log.problems
    assert (problem.path, problem.line) == ("content/published.txt", 3)
    assert problem.text.startswith(told)


def test_conflict_that_a_merge_left_is_a_problem() -> None:
    text = b"/\tsite\n<<<<<<< ours\n/a.html\tcontent/a.md\n=======\n>>>>>>> theirs\n"
    (problem,) = read_ledger(text)[1].problems
    assert (problem.line, problem.text) == (2, "has an unsettled merge conflict")


def test_bytes_that_are_no_text_are_a_problem() -> None:
    (problem,) = read_ledger(b"/\tsite\n\xff\n")[1].problems
    assert (problem.line, problem.text) == (2, "is not UTF-8 text")


def test_nothing_leaves_the_ledger_and_files_that_moved_are_renewed() -> None:
    now = {
        "/2021/08/kabul.html": Published("content/b/kabul.md", ("2021-08-16#kabul",)),
        "/new.html": Published("content/new.md"),
    }
    after = with_published(LEDGER, now)
    assert after.keys() == {*LEDGER, "/new.html"}
    anchors = ("2021-08-15#kabul", "2021-08-16#kabul")
    assert after["/2021/08/kabul.html"] == Published("content/b/kabul.md", anchors)
    assert with_published(after, now) == after
