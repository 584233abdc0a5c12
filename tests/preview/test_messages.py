import json
from pathlib import Path

from broadsheet.preview.messages import Mistakes, Reload, Styles, as_event, mistakes, source_line
from broadsheet.problems import Problem


def test_event_is_one_line_of_json_that_script_can_read() -> None:
    told = Mistakes((Problem("content/x.md", 2, "a\nb", "</script>"),), ("tags: \u2028",))
    event, content, *rest = as_event(told).decode().split("\n")
    assert (event, rest) == ("event: problems", ["", ""])
    read = json.loads(content.removeprefix("data: "))
    assert read["count"] == 1
    assert read["problems"][0]["source"] == "tags: \u2028"


def test_other_events() -> None:
    assert as_event(Reload()) == b"event: reload\ndata: {}\n\n"
    assert b'{"/a.css": "/b.css"}' in as_event(Styles({"/a.css": "/b.css"}, "t"))


def test_line_of_a_problem_is_shown_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes("---\ntitle: \u0628\n".encode() + b"\xff\n" + b"x" * 999)
    assert source_line(tmp_path, Problem("x.md", 2, "")) == "title: \u0628"
    assert source_line(tmp_path, Problem("x.md", 3, "")) == "\ufffd"
    assert len(source_line(tmp_path, Problem("x.md", 4, ""))) == 300


def test_line_that_is_not_there_is_empty(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("one line\n", "utf-8")
    for path, line in [("x.md", 9), ("x.md", 0), ("gone.md", 1), (".", 1), ("a\0b", 1)]:
        assert source_line(tmp_path, Problem(path, line, "")) == ""


def test_no_line_of_a_file_outside_the_site_is_shown(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("password\n", "utf-8")
    (tmp_path / "site").mkdir()
    assert source_line(tmp_path / "site", Problem("../secret", 1, "")) == ""


def test_only_the_first_of_many_problems_are_sent(tmp_path: Path) -> None:
    told = mistakes(tmp_path, [Problem(f"content/{n:03}.md", 1, "x") for n in range(200)])
    read = json.loads(as_event(told).decode().split("data: ")[1])
    assert (len(read["problems"]), read["count"]) == (50, 200)
