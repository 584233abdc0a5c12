"""The benchmark measures a small corpus and writes what it found."""

import os
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.floor import PHASES
from benchmarks.results import table
from broadsheet.building import builder
from broadsheet.output.folder import Output

POST = "---\ntitle: A\ndate: 2020-01-02\ntags: [Tumbleweed]\n---\nText.\n"
needs_proc = pytest.mark.skipif(
    not os.path.exists("/proc/self/smaps_rollup"), reason="the memory is read from Linux's /proc"
)


def figures(wall: float, memory: float) -> dict[str, float]:
    return {"runs": 5, "wall": wall, "cpu": wall, "memory": memory, "files": 10}


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A folder of two posts."""
    folder = tmp_path / "posts"
    folder.mkdir()
    for day in (2, 3):
        (folder / f"2020-01-0{day}-a.md").write_text(POST, "utf-8")
    return folder


def test_table_shows_each_program_beside_hugo() -> None:
    peers = {"Broadsheet": figures(2.6, 100), "Hugo": figures(2, 400)}
    rows = table({"1": {"from nothing": peers}}, {"Hugo": "hugo 1"}, "2 cores").splitlines()[4:]
    assert rows == [
        "| 1 | from nothing | Broadsheet | 5 | 2.60 | 1.3 | 2.60 | 100 | 0.25 | 10 |",
        "| 1 | from nothing | Hugo | 5 | 2.00 | 1 | 2.00 | 400 | 1 | 10 |",
    ]


@needs_proc
@pytest.mark.slow
def test_only_the_work_asked_for_is_measured(posts: Path, tmp_path: Path) -> None:
    options = ["--copies", "1", "--runs", "1", "--peers", "broadsheet", "without-share-images"]
    only = ["--only", "one body edited", "--results", str(tmp_path / "results")]
    assert main([str(posts), *options, *only]) == 0
    rows = (tmp_path / "results" / "table.md").read_text("utf-8").splitlines()[4:]
    assert [row.split(" | ")[:3] for row in rows] == [
        ["| 1", "one body edited", "Broadsheet"],
        ["| 1", "one body edited", "Broadsheet, share images off"],
    ]


@pytest.mark.rest
@needs_proc
@pytest.mark.slow
def test_curve_shows_what_an_article_costs_at_each_size(posts: Path, tmp_path: Path) -> None:
    results = ["--results", str(tmp_path / "results")]
    assert main([str(posts), "--curve", "--copies", "1", "3", *results]) == 0
    rows = (tmp_path / "results" / "curve.md").read_text("utf-8").splitlines()[4:]
    assert [row.split(" | ")[:2] for row in rows] == [["| 1", "2"], ["| 3", "6"]]


def test_unknown_work_is_refused(posts: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        main([str(posts), "--only", "everything"])
    assert stop.value.code == 2


def test_phases_that_the_floor_measures_are_functions_of_a_build() -> None:
    assert [it for it in PHASES if not hasattr(builder, it) and not hasattr(Output, it)] == []
