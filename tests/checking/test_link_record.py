"""What is known of links is kept from one check to the next."""

from datetime import date
from pathlib import Path

import pytest

from broadsheet.checking.link_looks import Look
from broadsheet.checking.link_record import FILE, opened_link_record

TODAY = date(2026, 11, 26)
FINE = Look("https://a.example/", "fine", TODAY, date(2026, 12, 3), moved="https://b.example/")
FAILED = Look(
    "https://c.example/ü", "failed", TODAY, date(2026, 11, 27), "why", "", 404, TODAY, 2, "copy"
)


def test_looks_come_back_as_they_were(tmp_path: Path) -> None:
    with opened_link_record(tmp_path / "new") as record:
        record.keep(FINE)
        record.keep(FAILED)
    with opened_link_record(tmp_path / "new") as record:
        assert record.all() == {FINE.url: FINE, FAILED.url: FAILED}


def test_address_has_one_look(tmp_path: Path) -> None:
    with opened_link_record(tmp_path) as record:
        record.keep(FINE)
        later = Look(FINE.url, "unsure", TODAY, TODAY, "why")
        record.keep(later)
        assert record.all() == {FINE.url: later}


def test_what_nobody_links_to_is_forgotten_in_time(tmp_path: Path) -> None:
    with opened_link_record(tmp_path) as record:
        record.keep(FINE)
        record.forget(date(2027, 2, 24))
        assert record.all()
        record.forget(date(2027, 2, 25))
        assert not record.all()


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"x" * 5_000])
def test_damaged_record_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with opened_link_record(tmp_path) as record:
        record.keep(FINE)
        assert record.all() == {FINE.url: FINE}


def test_record_that_cannot_be_written_says_where_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(OSError, match="unable to open") as raised, opened_link_record(tmp_path):
        pass
    assert raised.value.filename == str(tmp_path / FILE)
