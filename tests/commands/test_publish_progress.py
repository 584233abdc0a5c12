"""A bar shows how a long publish goes on."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from broadsheet.commands.publish_progress import SendingBar
from broadsheet.publishing.publisher import published
from tests.publishing.plain import Plain


@pytest.mark.parametrize(("pages", "is_shown"), [(200, True), (2, False)])
def test_bar_is_shown_while_many_files_are_sent(tmp_path: Path, pages: int, is_shown: bool) -> None:
    site = Plain(tmp_path / "site").build(**{f"n{number}": "x" for number in range(pages)})
    console = Console(file=StringIO(), force_terminal=True, width=80)
    with published(site.wish(), SendingBar(console), lambda _: False):
        pass
    assert isinstance(console.file, StringIO)
    assert ("sending" in console.file.getvalue()) is is_shown
