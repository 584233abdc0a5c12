"""Makes emails in Buttondown, by its API of 2026-04-01.

A comment at the start of the words says that they are HTML and not Markdown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from broadsheet.content.mail_settings import ButtondownTarget, MailTarget
from broadsheet.mailing.api import Api, found_id
from broadsheet.mailing.host_words import quoted
from broadsheet.mailing.letter import Letter
from broadsheet.mailing.place import InDoubt, NotSent, secret

UNSUBSCRIBE = "{{ unsubscribe_url }}"
MODE = "<!-- buttondown-editor-mode: fancy -->"
VERSION = "2026-04-01"


@dataclass(frozen=True, slots=True)
class Buttondown:
    """Buttondown, with a newsletter's key."""

    api: Api

    def draft(self, letter: Letter) -> str:
        """Make a draft; returns its id."""
        body = f"{MODE}\n{letter.html}"
        data = {"subject": quoted(letter.subject), "body": body, "status": "draft"}
        return found_id("Buttondown", self.api.ask("POST", "/v1/emails", data), "id")

    def send(self, letter: Letter) -> str:
        """Make a draft and send it; returns its id."""
        name = self.draft(letter)
        try:
            self.api.ask("PATCH", f"/v1/emails/{name}", {"status": "about_to_send"})
        except NotSent as error:
            raise InDoubt(f"the email {name} was made and not sent: {error}") from None
        return name

    def test(self, letter: Letter, address: str) -> None:
        """Buttondown sends tests of drafts only: raises NotSent."""
        raise NotSent("Buttondown sends tests itself: make a draft, and send its preview there")


def opened(target: MailTarget, environ: Mapping[str, str]) -> Buttondown:
    """Buttondown with the key of the environment; raises NotSent without one."""
    place = target.place
    assert isinstance(place, ButtondownTarget)
    token = secret(environ, target.name, "TOKEN")
    headers = {"Authorization": f"Token {token}", "X-API-Version": VERSION}
    return Buttondown(Api("Buttondown", place.url, headers, (token,)))
