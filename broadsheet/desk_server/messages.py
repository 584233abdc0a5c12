"""What the desk says after a form was sent: kept until the page that comes next has shown it."""

from collections import OrderedDict
from dataclasses import dataclass
from secrets import token_urlsafe

MOST = 100  # messages that no page has asked for


@dataclass(frozen=True, slots=True)
class Message:
    """A message for a curator; `is_refusal` says that what was asked for was not done. `goal` is
    the id of what has the focus next, if what had it is gone."""

    text: str
    is_refusal: bool = False
    goal: str = ""


class Messages:
    """The messages that no page has shown yet, by a number that nobody can guess."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Message] = OrderedDict()

    def keep(self, message: Message) -> str:
        """Keep a message; returns its number."""
        number = token_urlsafe(9)
        self._kept[number] = message
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return number

    def take(self, number: str) -> Message | None:
        """The message of a number, once."""
        return self._kept.pop(number, None)
