"""Makes campaigns in Keila, by its API (HTML campaigns need version 0.30 or later).

It is asked to track nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from broadsheet.content.mail_settings import KeilaTarget, MailTarget
from broadsheet.mailing.api import Api, found_id
from broadsheet.mailing.host_words import quoted, quoted_but
from broadsheet.mailing.letter import Letter
from broadsheet.mailing.place import InDoubt, NotSent, secret

UNSUBSCRIBE = "{{ unsubscribe_link }}"


@dataclass(frozen=True, slots=True)
class Keila:
    """A Keila, and the sender and segment there."""

    api: Api
    place: KeilaTarget

    def draft(self, letter: Letter) -> str:
        """Make a campaign, which is a draft; returns its id."""
        campaign = {
            "subject": quoted(letter.subject),
            "html_body": letter.html,
            "text_body": quoted_but(letter.text, UNSUBSCRIBE),
            "settings": {"type": "html", "do_not_track": True},
            "data": {"edition": letter.key},
        }
        ids = {"sender_id": self.place.sender, "segment_id": self.place.segment}
        data = {"data": {**campaign, **{key: it for key, it in ids.items() if it}}}
        return found_id("Keila", self.api.ask("POST", "/api/v1/campaigns", data), "data", "id")

    def send(self, letter: Letter) -> str:
        """Make a campaign and have it delivered; returns its id."""
        if not self.place.sender:
            raise NotSent("Keila sends nothing without a sender: set sender: to its id there")
        name = self.draft(letter)
        try:
            self.api.ask("POST", f"/api/v1/campaigns/{name}/actions/send")
        except NotSent as error:
            raise InDoubt(f"campaign {name} was made and not sent: {error}") from None
        return name

    def test(self, letter: Letter, address: str) -> None:
        """Keila sends tests of drafts only: raises NotSent."""
        raise NotSent("Keila sends tests itself: make a draft, and send its preview there")


def opened(target: MailTarget, environ: Mapping[str, str]) -> Keila:
    """The Keila of the settings, with its key; raises NotSent without one."""
    place = target.place
    assert isinstance(place, KeilaTarget)
    token = secret(environ, target.name, "TOKEN")
    return Keila(Api("Keila", place.url, {"Authorization": f"Bearer {token}"}, (token,)), place)
