"""The store: remembers what was read, never more than that, and may be lost or damaged."""

import os
import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from broadsheet.building import up_to_date as up_to_date
from broadsheet.builds import BuildOptions
from broadsheet.content import reading, store
from broadsheet.content.articles import Reading, ReadingRules
from broadsheet.content.settings import read_settings
from broadsheet.content.store import loads
from broadsheet.files import ContentFile, read_text
from broadsheet.pages.plan import Plan, plan_site
from broadsheet.problems import Problem
from broadsheet.site.inputs import reading_rules
from broadsheet.text.markup import Converted, convert
from tests.sites import Site, article

Make = Callable[[str], Site]
ONE = f"-- content/a/x.md --\n{article('X', '2021-01-01')}"
TWO = f"-- content/a/y.md --\n{article('Y', '2021-01-02')}"


@pytest.fixture(autouse=True)
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as rested at once."""
    monkeypatch.setattr(store, "RESTED_NS", 0)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read and converted, as they are."""
    paths: list[str] = []
    read_any = reading.read_any

    def noted(file: ContentFile, rules: ReadingRules, before: Reading | None) -> reading.AnyReading:
        paths.append(file.path)
        return read_any(file, rules, before)

    monkeypatch.setattr("broadsheet.content.reading.read_any", noted)
    monkeypatch.setattr("broadsheet.building.update.last_build", lambda options: None)
    return paths


def test_unchanged_article_is_not_read_again(site: Make, read: list[str]) -> None:
    made = site(ONE + TWO)
    made.build()
    made.write(f"-- content/a/x.md --\n{article('New', '2021-01-01')}")
    made.build()
    assert read == ["content/a/x.md", "content/a/y.md", "content/a/x.md"]
    assert "New" in made.page("2021/01/x.html")


def test_reading_can_be_sent_to_a_process_that_cannot_be_forked(site: Make) -> None:
    made = site(ONE)
    steps = reading.reading_steps(made.root, reading_rules(read_settings(b"title: A")[0]))
    assert pickle.loads(pickle.dumps(steps))("content/a/x.md").path == "content/a/x.md"


def test_what_was_read_arrives_in_another_process_as_it_was(site: Make) -> None:
    made = site(ONE)
    read = reading.reading_steps(made.root, reading_rules(read_settings(b"title: A")[0]))
    for path in ("content/a/x.md", "content/a/missing.md"):
        sent = read(path)
        assert pickle.loads(pickle.dumps(sent)) == sent
    known = read("content/a/x.md")
    assert not isinstance(known.reading, Problem) and not known.reading.html
    assert loads(known.value) == known.reading
    assert known.html and known.whole == replace(known.reading, html=known.html)


def test_text_is_not_converted_again_when_only_the_front_matter_changes(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted: list[str] = []

    def noted(text: str, key: str, *others: Any) -> Converted:
        converted.append(key)
        return convert(text, key, *others)

    monkeypatch.setattr("broadsheet.content.articles.convert", noted)
    remote = "![A bridge](https://other.example/a.jpg)"
    made = site(f"-- content/a/x.md --\n---\ntitle: X\ndate: 2021-01-01\n---\n{remote}\n")
    first = made.build().warnings
    made.write(f"-- content/a/x.md --\n---\ntitle: Y\ndate: 2021-01-01\n---\n{remote}\n")
    assert made.build().warnings == first and "A bridge" in made.page("2021/01/x.html")
    assert converted == ["content/a/x.md"]
    made.write(f"-- content/a/x.md --\n---\ntitle: Y\n\ndate: 2021-01-01\n---\n{remote}\n")
    assert [it.line for it in made.build().warnings if "remote" in it.text] == [6]
    assert converted == ["content/a/x.md", "content/a/x.md"]


def test_article_that_was_only_touched_is_not_converted_again(site: Make, read: list[str]) -> None:
    made = site(ONE)
    made.build()
    os.utime(made.root / "content/a/x.md", ns=(1, 1))
    made.build()
    assert read == ["content/a/x.md"]


def test_edit_that_keeps_size_and_time_is_noticed(site: Make, read: list[str]) -> None:
    made = site(ONE)
    path = made.root / "content/a/x.md"
    before = path.stat()
    made.build()
    path.write_text(path.read_text().replace("title: X", "title: Z"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    made.build()
    assert "<h1>Z</h1>" in made.page("2021/01/x.html")


def test_file_that_changed_a_moment_ago_is_looked_at_again(
    site: Make, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "RESTED_NS", 3_600_000_000_000)
    made = site(ONE)
    made.build()
    opened: list[str] = []

    def noted(root: Path, path: str) -> ContentFile | Problem:
        opened.append(path)
        return read_text(root, path)

    monkeypatch.setattr(reading, "read_text", noted)
    made.build()
    assert (opened, read) == (["content/a/x.md"], ["content/a/x.md"])


@pytest.mark.parametrize("change", ["language: fr", "url: https://other.example/"])
def test_setting_that_reading_depends_on_reads_everything_again(
    site: Make, read: list[str], change: str
) -> None:
    made = site(ONE)
    made.build()
    key = change.partition(":")[0]
    lines = (made.root / "site.yaml").read_text().splitlines()
    kept = [line for line in lines if not line.startswith(f"{key}:")]
    made.write("-- site.yaml --\n" + "\n".join([*kept, change]) + "\n")
    if key == "url":
        made.build(output=made.root.parent / "elsewhere")
    else:
        made.build()
    assert read == ["content/a/x.md"] * 2


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + b"x" * 5000])
def test_damaged_store_is_set_aside_with_a_warning(
    site: Make, read: list[str], damage: bytes
) -> None:
    made = site(ONE)
    made.build()
    before = made.tree()
    for path in (made.root / ".broadsheet").glob("store.sqlite*"):
        path.write_bytes(damage) if path.suffix == ".sqlite" else path.unlink()
    warnings = [it for it in made.build().warnings if it.path.startswith(".broadsheet")]
    assert made.tree() == before
    assert bool(warnings) == bool(damage)  # an empty file is an empty database
    assert all("set aside; everything is read again" in it.text for it in warnings)


def test_damaged_text_is_noticed_when_it_is_shown(site: Make, read: list[str]) -> None:
    made = site(ONE)
    made.build()
    before = made.tree()
    with closing(sqlite3.connect(made.root / ".broadsheet/store.sqlite")) as database, database:
        database.execute("UPDATE texts SET html = CAST('<p>Other</p>' AS BLOB)")
    (made.public / "2021/01/x.html").unlink()
    (warning,) = [it for it in made.build().warnings if it.path.startswith(".broadsheet")]
    assert "does not hold the text of content/a/x.md) and has been set aside" in warning.text
    assert made.tree() == before


def test_store_that_is_deleted_during_a_build_is_made_again(
    site: Make, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def deleting(*given: Any) -> Plan:
        monkeypatch.undo()
        (made.root / ".broadsheet/store.sqlite").unlink()
        return plan_site(*given)

    made = site(ONE)
    monkeypatch.setattr("broadsheet.building.builder.plan_site", deleting)
    made.build(workers=2)
    first = made.tree()
    made.build(output=made.root / "clean")
    assert first == made.tree(made.root / "clean")


def test_damaged_value_is_made_again(site: Make, read: list[str]) -> None:
    made = site(ONE)
    made.build()
    with store.opened_store(made.root / ".broadsheet") as opened:
        (value,) = opened.all().values()
        spoiled = value.value[:-3] + b"???"
        opened.keep(
            [store.Made(value.path, value.signature, value.seen_ns, "", value.maker, spoiled)]
        )
    made.build()
    assert read == ["content/a/x.md"] * 2


def test_deleted_article_is_forgotten(site: Make, read: list[str]) -> None:
    made = site(ONE + TWO)
    made.build()
    (made.root / "content/a/x.md").unlink()
    made.build()
    with store.opened_store(made.root / ".broadsheet") as opened:
        assert list(opened.all()) == ["content/a/y.md"]


def test_warning_of_an_unchanged_article_is_said_again(site: Make, read: list[str]) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', body='[x](javascript:y)')}")
    first = made.build().warnings
    assert made.build().warnings == first and len(first) == 2


def test_good_articles_are_remembered_when_another_is_wrong(site: Make, read: list[str]) -> None:
    made = site(f"{ONE}-- content/a/bad.md --\nno header\n")
    with pytest.raises(Exception, match="has no front matter"):
        made.build()
    with pytest.raises(Exception, match="has no front matter"):
        made.build()
    assert read == ["content/a/bad.md", "content/a/x.md", "content/a/bad.md"]


def test_memory_that_cannot_be_written_is_an_error_with_its_place(
    site: Make, tmp_path: Path
) -> None:
    made = site(ONE)
    (made.root / ".broadsheet").mkdir()
    (made.root / ".broadsheet/store.sqlite").mkdir()
    with pytest.raises(OSError) as found:
        made.build()
    assert found.value.filename == str(made.root / ".broadsheet/store.sqlite")
    assert not made.public.exists()


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each update was answered from the record."""
    monkeypatch.setattr(up_to_date, "RESTED_NS", 0)
    answers: list[bool] = []
    recorded = up_to_date.last_build

    def noted(options: BuildOptions) -> up_to_date.LastBuild | None:
        last = recorded(options)
        answers.append(last is not None and last.stands())
        return last

    monkeypatch.setattr("broadsheet.building.update.last_build", noted)
    return answers


def test_record_answers_for_a_site_in_which_nothing_changed(
    site: Make, recorded: list[bool]
) -> None:
    made = site(ONE)
    first, second = made.build(), made.build()
    assert recorded == [False, True]
    assert (second.articles_in, second.warnings) == (first.articles_in, first.warnings)
    assert sorted(second.placed.unchanged) == sorted(first.placed.written)


@pytest.mark.parametrize(
    "change",
    [
        "content/a/x.md", "content/a/new.md", "content/media/p.txt", "content/site-root/CNAME",
        "site.yaml", "themes/own/templates/x.html", "public/index.html", "public/new.html",
    ],
)  # fmt: skip
def test_any_change_calls_for_a_build(site: Make, recorded: list[bool], change: str) -> None:
    made = site(ONE)
    made.build()
    old = article("New", "2021-01-03")
    if (made.root / change).exists():
        old = (made.root / change).read_text()
    made.write(f"-- {change} --\n{old}\n")
    made.build()
    assert recorded == [False, False]


def test_file_that_is_gone_from_the_output_calls_for_a_build(
    site: Make, recorded: list[bool]
) -> None:
    made = site(ONE)
    made.build()
    (made.public / "tags.html").unlink()
    made.build()
    assert recorded == [False, False] and (made.public / "tags.html").is_file()


@pytest.mark.parametrize(
    ("more", "moment"),
    [
        ("expires: 2022-05-01", "2022-05-01"),
        ("corrections: [{date: 2022-05-01, text: No.}]", "2022-05-01"),
    ],
)
def test_record_holds_until_time_alone_changes_the_site(
    site: Make, recorded: list[bool], more: str, moment: str
) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', more)}")
    made.build(as_of="2022-01-01")
    made.build(as_of="2022-04-30 23:59")
    made.build(as_of=moment)
    assert recorded == [False, True, False]
    made.build(as_of="2022-01-01")
    assert recorded[-1] is False  # nor for an earlier moment


def test_scheduled_article_whose_time_comes_calls_for_a_build(
    site: Make, recorded: list[bool]
) -> None:
    made = site(f"{ONE}-- content/a/soon.md --\n{article('S', '2022-05-01 12:00')}")
    assert made.build(as_of="2022-05-01 11:59").articles_out == 1
    assert made.build(as_of="2022-05-01 12:00").articles_out == 2


def test_record_does_not_hide_warnings_from_a_strict_build(
    site: Make, recorded: list[bool]
) -> None:
    made = site(ONE)
    made.build()
    with pytest.raises(Exception, match="credits no source"):
        made.build(strict=True)
