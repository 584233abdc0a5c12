"""The HTML of all texts of a site, in memory: what pages show while other builds use the store."""

from collections.abc import Mapping
from pathlib import Path

from broadsheet.content.store import Damaged
from broadsheet.content.texts import TextStore
from broadsheet.files import MEMORY


class TextsInMemory(TextStore):
    """Texts by the paths of their files, each with the fingerprint of its HTML."""

    def __init__(self, root: Path) -> None:
        super().__init__(root / MEMORY)
        self._held: Mapping[str, tuple[str, str]] = {}

    def hold(self, texts: Mapping[str, tuple[str, str]]) -> None:
        """Hold these texts, each a fingerprint and HTML, and no others."""
        self._held = texts

    def html(self, path: str, digest: str) -> str:
        """The HTML of the text in a content file; raises Damaged if it is another one now."""
        held = self._held.get(path)
        if held is None or held[0] != digest:
            raise Damaged(f"the preview does not hold the text of {path}")
        return held[1]
