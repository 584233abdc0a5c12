"""Makes campaigns in listmonk, by its API for campaigns and templates (version 4 and later).

listmonk puts the words of a campaign into a template. Ours brings its whole document along, so
without another in the settings it gets a template that has nothing but the place for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formataddr
from typing import Any

from broadsheet.content.mail_settings import ListmonkTarget, MailTarget
from broadsheet.mailing.api import Api, found_id
from broadsheet.mailing.host_words import quoted, quoted_but
from broadsheet.mailing.letter import Letter
from broadsheet.mailing.place import InDoubt, NotSent, secret

UNSUBSCRIBE = "{{ UnsubscribeURL }}"
TEMPLATE = "Broadsheet"
TEMPLATE_BODY = '{{ template "content" . }}'


@dataclass(frozen=True, slots=True)
class Listmonk:
    """A listmonk: where it is, and the lists and the template there."""

    api: Api
    place: ListmonkTarget

    def draft(self, letter: Letter) -> str:
        """Make a campaign, which is a draft; returns its number."""
        try:
            template = self.place.template or self._own_template()
        except InDoubt as error:
            raise NotSent(str(error)) from None  # there may be a template more, and no mail
        answer = self.api.ask("POST", "/api/campaigns", self._campaign(letter, template))
        return found_id("listmonk", answer, "data", "id")

    def send(self, letter: Letter) -> str:
        """Make a campaign and start it; returns its number."""
        number = self.draft(letter)
        try:
            self.api.ask("PUT", f"/api/campaigns/{number}/status", {"status": "running"})
        except NotSent as error:
            raise InDoubt(f"campaign {number} was made and did not start: {error}") from None
        return number

    def test(self, letter: Letter, address: str) -> None:
        """listmonk sends tests of drafts only: raises NotSent."""
        raise NotSent("listmonk sends tests itself: make a draft, and send its test there")

    def _campaign(self, letter: Letter, template: int) -> dict[str, Any]:
        campaign: dict[str, Any] = {
            "name": f"{letter.key}: {letter.subject}",
            "subject": quoted(letter.subject),
            "lists": list(self.place.list),
            "type": "regular",
            "content_type": "html",
            "messenger": "email",
            "body": letter.html,
            "altbody": quoted_but(letter.text, UNSUBSCRIBE),
            "template_id": template,
            "tags": ["broadsheet"],
        }
        if letter.sender:
            campaign["from_email"] = formataddr((letter.sender.name, letter.sender.address))
        if letter.reply_to:
            reply_to = formataddr((letter.reply_to.name, letter.reply_to.address))
            campaign["headers"] = [{"Reply-To": reply_to}]
        return campaign

    def _own_template(self) -> int:
        """The number of the template that adds nothing, which is made if it is not there."""
        answer = self.api.ask("GET", "/api/templates")
        found = answer.get("data") if isinstance(answer, dict) else None
        for each in found if isinstance(found, list) else []:
            if isinstance(each, dict) and each.get("name") == TEMPLATE:
                return _number(each.get("id"))
        data = {"name": TEMPLATE, "type": "campaign", "subject": "", "body": TEMPLATE_BODY}
        made = self.api.ask("POST", "/api/templates", data)
        return int(found_id("listmonk", made, "data", "id"))


def opened(target: MailTarget, environ: Mapping[str, str]) -> Listmonk:
    """The listmonk of the settings, with its API user and token; raises NotSent without them."""
    place = target.place
    assert isinstance(place, ListmonkTarget)
    user, token = secret(environ, target.name, "USER"), secret(environ, target.name, "TOKEN")
    headers = {"Authorization": f"token {user}:{token}"}
    return Listmonk(Api("listmonk", place.url, headers, (token,)), place)


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise NotSent("listmonk gave its template no number")
    return value
