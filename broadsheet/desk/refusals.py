"""What the desk says when it cannot do what a curator asks of it."""


class CannotDo(Exception):
    """A wish that cannot be met: `text` says why, `hint` what to do instead, if there is that."""

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.text, self.hint = text, hint

    def __str__(self) -> str:
        return f"{self.text}\n    {self.hint}" if self.hint else self.text
