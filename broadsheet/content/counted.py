"""Numbers that were counted in texts, and know which: the words on a page, the minutes they take.

They are ordinary numbers. When a text is edited, `again` counts anew without laying out the page.
"""

from collections.abc import Callable, Mapping
from typing import Self


class Counted(int):
    """A number made by a function of how many words some texts have together."""

    made_by: Callable[[int], int]
    words: Mapping[str, int]

    @classmethod
    def of(cls, words: Mapping[str, int], made_by: Callable[[int], int] = int) -> Self:
        """What a function makes of the words of some texts; counts are by their paths."""
        number = cls(made_by(sum(words.values())))
        number.made_by, number.words = made_by, words
        return number

    def again(self, words: Mapping[str, int]) -> Self:
        """The same number where some texts have so many words now."""
        now = {path: words.get(path, count) for path, count in self.words.items()}
        return self.of(now, self.made_by)
