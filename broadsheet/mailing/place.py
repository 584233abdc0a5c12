"""What every place that sends mails can do, and what can go wrong there."""

from collections.abc import Mapping
from typing import Protocol

from broadsheet.mailing.letter import Letter


class NotSent(Exception):
    """Nothing went out; the text says why and what to do. It never holds a secret."""


class InDoubt(Exception):
    """The mail may have gone out, or not: the answer did not come. The text says what to look at.
    It never holds a secret."""


class MailPlace(Protocol):
    """A place that sends mails: a mail server, or a list host.

    Each kind has a module with `UNSUBSCRIBE`, what the host fills in for the address to leave, and
    a function `opened(target, environ)`; and a row in `places.PLACES`.
    """

    def draft(self, letter: Letter) -> str:
        """Make a draft of a mail for a person to send; returns what the place calls it.

        Raises NotSent, and InDoubt if it may be there.
        """
        ...

    def send(self, letter: Letter) -> str:
        """Send a mail to the whole list; returns what the place calls it.

        Raises NotSent, and InDoubt if it may have gone out.
        """
        ...

    def test(self, letter: Letter, address: str) -> None:
        """Send a mail to one address; raises NotSent or InDoubt."""
        ...


def variable(target: str, what: str) -> str:
    """The environment variable with a secret of a place: `BROADSHEET_READERS_TOKEN`."""
    return f"BROADSHEET_{target.upper().replace('-', '_')}_{what}"


def secret(environ: Mapping[str, str], target: str, what: str) -> str:
    """A secret out of the environment; raises NotSent if it is not there."""
    name = variable(target, what)
    value = environ.get(name, "").strip()
    if not value:
        raise NotSent(f"the environment variable {name} is not set")
    if not value.isascii() or not value.isprintable():
        raise NotSent(f"the environment variable {name} has signs that no key has")
    return value
