"""Lists of feeds are read as feed readers export them."""

import pytest

from broadsheet.inbox.opml import read_opml

LIST = b"""<?xml version="1.0"?>
<opml version="2.0"><body>
<outline text="World">
<outline type="rss" text="Marsh" title="The Marsh Diary" xmlUrl="https://marsh.example/feed"/>
</outline>
<outline text="x" xmlUrl="javascript:alert(1)"/>
<outline text="Signal" xmlUrl="https://signal.example/feed"/>
</body></opml>"""


def test_feeds_have_names_folders_and_lines() -> None:
    marsh, signal = read_opml(LIST)
    assert (marsh.address, marsh.name) == ("https://marsh.example/feed", "The Marsh Diary")
    assert (marsh.folder, marsh.line) == ("World", 4)
    assert (signal.name, signal.folder) == ("Signal", "")


def test_entities_are_not_resolved() -> None:
    bomb = b"""<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]>
    <opml><outline text="&x;" xmlUrl="https://a.example/"/></opml>"""
    with pytest.raises(ValueError):
        read_opml(bomb)


@pytest.mark.parametrize("content", [b"", b"<html/>", b"<opml>", b"{}"])
def test_what_is_no_list_is_told(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"OPML|well-formed"):
        read_opml(content)
