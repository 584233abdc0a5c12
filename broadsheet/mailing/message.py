"""Writes a mail as a message of RFC 5322: the file `edition.eml`, and what a mail server is given.

The same mail gives the same bytes: its date is that of the edition, its id and its boundaries are
made from its words.
"""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from urllib.parse import urlsplit

from broadsheet.content.mail_settings import Mailbox
from broadsheet.mailing.letter import Letter

POLICY = SMTP.clone(cte_type="7bit")  # passes every server
NOBODY = "sender@missing.invalid"  # a name that can never exist (RFC 2606)


def message_of(letter: Letter, recipient: Mailbox | None = None) -> bytes:
    """The message, with CRLF at the ends of lines; without a `recipient` it names none.

    List-Unsubscribe (RFC 2369) is there where an address to leave is known, and
    List-Unsubscribe-Post (RFC 8058) where that is on the web over https.
    """
    message = EmailMessage(policy=POLICY)
    sender = letter.sender or Mailbox("", NOBODY)
    message["From"] = _written(sender)
    message["To"] = _written(recipient) if recipient else "undisclosed-recipients:;"
    if letter.reply_to:
        message["Reply-To"] = _written(letter.reply_to)
    message["Subject"] = letter.subject
    message["Date"] = letter.moment
    message["Message-ID"] = f"<{message_id(letter)}>"
    _name_way_out(message, letter.unsubscribe)
    message.set_content(letter.text, cte=_encoding(letter.text))
    message.add_alternative(letter.html, subtype="html", cte=_encoding(letter.html))
    message["Content-Language"] = letter.language  # only now: contents take such headers away
    message.set_boundary(f"=_{_digest(letter)[:40]}")  # no encoded line has such a start
    return message.as_bytes()


def message_id(letter: Letter) -> str:
    """The id of a mail: the edition's key, a digest of its words, and the site's host. So a mail
    that was changed has another id, as RFC 5322 asks, and no mailbox takes it for the first."""
    host = urlsplit(letter.site_url).hostname or "site.invalid"
    return f"{letter.key}.{_digest(letter)[:16]}@{_ascii(host)}"


def _digest(letter: Letter) -> str:
    whole = "\0".join((letter.site_url, letter.key, letter.subject, letter.text, letter.html))
    return sha256(whole.encode()).hexdigest()


def _written(mailbox: Mailbox) -> Address:
    local, _, domain = mailbox.address.rpartition("@")
    return Address(mailbox.name, local, _ascii(domain))


def _ascii(host: str) -> str:
    return host.encode("idna").decode()


def _name_way_out(message: EmailMessage, unsubscribe: str) -> None:
    """Name the address where a reader leaves the list.

    One click is not promised (RFC 8058): the address is the same in every mail, so it cannot tell
    who wants to leave, and a reader would believe to have left.
    """
    if not unsubscribe.startswith(("https://", "http://", "mailto:")) or "{" in unsubscribe:
        return
    message["List-Unsubscribe"] = f"<{unsubscribe}>"


def _encoding(text: str) -> str:
    """The encoding that makes a text smaller, as it travels."""
    outside = sum(len(it.encode()) for it in text if not it.isascii())
    return "base64" if outside * 2 > len(text.encode()) / 3 else "quoted-printable"
