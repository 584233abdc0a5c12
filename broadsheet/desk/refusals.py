"""What the desk says when it cannot do what a curator asks of it."""

from collections.abc import Iterable
from typing import Self

from broadsheet.problems import Problem


class CannotDo(Exception):
    """A wish that cannot be met: `text` says why, `hint` what to do instead, if there is that."""

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.text, self.hint = text, hint

    @classmethod
    def for_mistakes(cls, what: str, problems: Iterable[Problem]) -> Self:
        """The refusal where mistakes in a file, or in the files of the site, stand in the way."""
        return cls(f"{what} has mistakes", "\n    ".join(map(str, problems)))

    def __str__(self) -> str:
        return f"{self.text}\n    {self.hint}" if self.hint else self.text
