"""The help names each key that a link or button of the desk has."""

import re

from broadsheet.desk_server.pages import FOLDER
from broadsheet.desk_server.shortcuts import KEYS

SAID = {"Control": "Ctrl", "ArrowUp": "↑", "ArrowDown": "↓"}
ON_THE_PAGE = re.compile(r'data-key="([^"{]+)"')


def test_help_names_each_key_of_the_page() -> None:
    pages = [it.read_text("utf-8") for it in sorted(FOLDER.glob("*.html"))]
    keys = {key for page in pages for key in ON_THE_PAGE.findall(page)}
    told = {key for group in KEYS for it in group.keys for key in it.keys}
    assert len(keys) > 20
    assert {"+".join(SAID.get(it, it) for it in key.split("+")) for key in keys} <= told
