"""Sends a mail by a mail server (SMTP, RFC 5321), over an encrypted line (RFC 3207, RFC 8314)."""

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from broadsheet.content.mail_settings import Mailbox, MailTarget, SmtpTarget, is_close
from broadsheet.mailing.letter import Letter
from broadsheet.mailing.message import message_of
from broadsheet.mailing.place import InDoubt, NotSent, secret, variable

UNSUBSCRIBE = ""
PORTS = {"starttls": 587, "tls": 465, "none": 25}
WAIT = 60  # seconds without an answer
READY = 354  # the answer that asks for the words of a mail
GOOD = 2  # the first digit of an answer that says yes


@dataclass(frozen=True, slots=True)
class SmtpPlace:
    """A mail server, with the user and password that it is told, if any."""

    place: SmtpTarget
    user: str
    password: str

    def draft(self, letter: Letter) -> str:
        """A mail server has no drafts: raises NotSent."""
        raise NotSent("a mail server keeps no drafts: give --test ADDRESS, or --yes for its list")

    def send(self, letter: Letter) -> str:
        """Send to the mailing list of the settings; raises NotSent or InDoubt."""
        if self.place.list is None:
            raise NotSent("the place has no list: in site.yaml, that is list: news@lists.example")
        self._deliver(letter, self.place.list)
        return ""

    def test(self, letter: Letter, address: str) -> None:
        """Send to one address; raises NotSent or InDoubt."""
        self._deliver(letter, Mailbox("", address))

    def _deliver(self, letter: Letter, recipient: Mailbox) -> None:
        if letter.sender is None:
            raise NotSent("nobody is named as the sender: set mail: {from: …} in site.yaml")
        content = message_of(letter, recipient)
        with _told_plainly(self.place.host), self._connected() as server:
            server.ehlo_or_helo_if_needed()
            _expect(server.mail(_idna(letter.sender)), "the sender")
            _expect(server.rcpt(_idna(recipient)), "the recipient")
            _hand_over(server, content)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """The server, over an encrypted line where that is asked for, and logged in."""
        place, context = self.place, ssl.create_default_context()
        port = place.port or PORTS[place.security]
        server = (
            smtplib.SMTP_SSL(place.host, port, timeout=WAIT, context=context)
            if place.security == "tls"
            else smtplib.SMTP(place.host, port, timeout=WAIT)
        )
        try:
            if place.security == "starttls":
                server.starttls(context=context)  # raises where the server does not offer it
            if self.user:
                server.login(self.user, self.password)
            yield server
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()


def opened(target: MailTarget, environ: Mapping[str, str]) -> SmtpPlace:
    """The mail server of the settings; it is logged in where the environment names a user.

    Raises NotSent if the password is missing, or would travel where it can be read.
    """
    place = target.place
    assert isinstance(place, SmtpTarget)
    user = environ.get(variable(target.name, "USER"), "").strip()
    if not user:
        return SmtpPlace(place, "", "")
    if place.security == "none" and not is_close(place.host):
        raise NotSent("a password is not sent over a line that is not encrypted: set security: tls")
    return SmtpPlace(place, user, secret(environ, target.name, "PASSWORD"))


@contextmanager
def _told_plainly(host: str) -> Iterator[None]:
    """Turn what goes wrong before the last words of a mail into NotSent, in plain words."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(f"{host} refused the user or password ({error.smtp_code})") from None
    except smtplib.SMTPNotSupportedError as error:
        raise NotSent(f"{host} cannot do what is asked: {_clean(str(error))}") from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"{host} refused: {_answer(error.smtp_code, error.smtp_error)}") from None
    except ssl.SSLCertVerificationError as error:
        raise NotSent(f"{host} has no certificate to trust: {error.verify_message}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(f"{host} could not be reached or broke off: {_clean(str(error))}") from None


def _expect(answer: tuple[int, bytes], what: str) -> None:
    code, text = answer
    if code // 100 != GOOD:
        when = "try again later" if code // 100 == 4 else "look at the address"
        raise NotSent(f"the server refused {what}: {_answer(code, text)}; {when}")


def _hand_over(server: smtplib.SMTP, content: bytes) -> None:
    """Hand over the words of a mail. Until the last of them is handed over it is not sent; when no
    answer comes after that, it may be."""
    code, text = server.docmd("DATA")
    if code != READY:
        raise NotSent(f"the server took no mail: {_answer(code, text)}")
    lines = content.replace(b"\r\n.", b"\r\n..")
    server.send((b"." if lines.startswith(b".") else b"") + lines + b".\r\n")
    try:
        code, text = server.getreply()
    except (smtplib.SMTPException, OSError):
        raise InDoubt("the server broke off before it said whether it took the mail") from None
    if code // 100 != GOOD:
        raise NotSent(f"the server refused the mail: {_answer(code, text)}")


def _idna(mailbox: Mailbox) -> str:
    local, _, domain = mailbox.address.rpartition("@")
    return replace(mailbox, address=f"{local}@{domain.encode('idna').decode()}").address


def _answer(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {_clean(words)}"


def _clean(text: str) -> str:
    """What a server said, on one line and not too long, without signs that a terminal obeys."""
    line = " ".join("".join(it if it.isprintable() else " " for it in text).split())
    return line if len(line) <= 200 else f"{line[:199]}…"
