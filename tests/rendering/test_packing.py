"""Archives of files of which many stand in several."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from broadsheet.rendering.packing import PackedFiles, packed, stored, zip_of

WHEN = (2026, 1, 31, 8, 15, 30)


def test_archive_holds_its_files_in_order_with_time_and_permissions() -> None:
    files = {"first": stored(b"as it is"), "bücher/second.txt": packed(b"word " * 500)}
    with ZipFile(BytesIO(zip_of(files, WHEN))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["first", "bücher/second.txt"]
        assert archive.read("bücher/second.txt") == b"word " * 500
        first, second = archive.infolist()
    assert [first.compress_type, second.compress_type] == [ZIP_STORED, ZIP_DEFLATED]
    assert {it.date_time for it in (first, second)} == {WHEN}
    assert {it.external_attr >> 16 for it in (first, second)} == {0o644}


def test_archive_starts_with_its_first_file_without_extra_fields() -> None:
    made = zip_of({"mimetype": stored(b"application/epub+zip")}, WHEN)
    assert made[30:58] == b"mimetypeapplication/epub+zip"


def test_file_that_stands_in_several_archives_is_packed_once() -> None:
    known = PackedFiles()
    assert known.of(b"a chapter") is known.of(bytes(bytearray(b"a chapter")))
