"""A mail as it is handed to what sends it."""

from dataclasses import dataclass
from datetime import datetime

from broadsheet.content.mail_settings import Mailbox


@dataclass(frozen=True, slots=True)
class Letter:
    """The mail of an edition, by the edition's key.

    `html` and `text` are the two forms of its words. `moment` is that of the newest article.
    `unsubscribe` is where a reader leaves, empty where that is not known. `site_url` and `language`
    are those of the site.
    """

    key: str
    subject: str
    html: str
    text: str
    moment: datetime
    sender: Mailbox | None
    reply_to: Mailbox | None
    unsubscribe: str
    site_url: str
    language: str
