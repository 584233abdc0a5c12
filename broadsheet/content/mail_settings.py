"""What `site.yaml` says of the mails that editions become, and of the places that send them.

No password or key stands there: those come from the environment.
"""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from string import Formatter
from typing import Any
from urllib.parse import urlsplit

from broadsheet.content import shapes
from broadsheet.content.fields import (
    Field,
    Fields,
    Place,
    choice,
    count_to,
    described,
    list_of,
    mapping_of,
    read_count,
    read_fields,
    read_text,
    read_web_address,
    read_word,
    shape_of,
    shaped,
)
from broadsheet.content.named_places import Kinds, by_name, fields_of_all, named_kind
from broadsheet.content.yaml_text import Scalar, Value
from broadsheet.problems import listed
from broadsheet.urls import slugify

ADDRESS = r"[^\s<>@,;:\"()\[\]\\]+@[^\s<>@,;:\"()\[\]\\]+"
MAILBOX = re.compile(rf"(?:(?P<name>[^<>\"]*?)\s*<(?P<named>{ADDRESS})>|(?P<alone>{ADDRESS}))")
SUBJECT = "{site}: {edition}"
PARTS = ("site", "edition", "dates", "number", "first")  # what a subject may name


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mail address with the name that readers see, which may be empty."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class SmtpTarget:
    """A mail server; `list` is the address of a mailing list that editions go to, if any."""

    host: str
    port: int = 0
    security: str = "starttls"
    list: Mailbox | None = None


@dataclass(frozen=True, slots=True)
class ListmonkTarget:
    """A listmonk at `url`, the numbers of its lists and of the template there, 0 for our own."""

    url: str
    list: tuple[int, ...]
    template: int = 0


@dataclass(frozen=True, slots=True)
class ButtondownTarget:
    """Buttondown, whose API is at `url`."""

    url: str = "https://api.buttondown.com"


@dataclass(frozen=True, slots=True)
class KeilaTarget:
    """A Keila at `url`, with the ids of a sender and a segment there; empty where none is set."""

    url: str = "https://app.keila.io"
    sender: str = ""
    segment: str = ""


Kind = SmtpTarget | ListmonkTarget | ButtondownTarget | KeilaTarget


@dataclass(frozen=True, slots=True)
class MailTarget:
    """A place that sends mails: its name and line in `site.yaml`, its kind, and what that needs."""

    name: str
    line: int
    to: str
    place: Kind


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How editions become mails: whom they are from, where answers go, what the subject says, how
    a reader leaves the list, and the places that send."""

    sender: Mailbox | None = None
    reply_to: Mailbox | None = None
    subject: str = SUBJECT
    unsubscribe: str = ""
    targets: tuple[MailTarget, ...] = ()


DEFAULT_MAIL = MailSettings()


@shaped({**shapes.WORD, "examples": ["Ann Lee <ann@example.org>"]})
def read_mailbox(value: Value, place: Place) -> Mailbox | None:
    """A mail address, alone or after a name."""
    text = " ".join(value.text.split()) if isinstance(value, Scalar) else ""
    found = MAILBOX.fullmatch(text)
    if found:
        address = found["named"] or found["alone"]
        local, _, domain = address.rpartition("@")
        if local.isascii() and _is_domain(domain):
            return Mailbox(found["name"] or "", address)
    text = f"{place.key} must be a mail address, found {described(value)}"
    place.problem(value, text, "write it as: Ann Lee <ann@example.org>")
    return None


def _is_domain(domain: str) -> bool:
    try:
        return bool(domain.encode("idna"))
    except UnicodeError:
        return False


@shaped({**shapes.WORD, "examples": [SUBJECT]})
def read_subject(value: Value, place: Place) -> str | None:
    """A subject, with names in braces for what differs from edition to edition."""
    text = read_word(value, place)
    if text is None:
        return None
    known = listed([f"{{{part}}}" for part in PARTS])
    try:
        named = [tuple(it[1:]) for it in Formatter().parse(text) if it[1] is not None]
    except ValueError:
        named = [("", "", None)]
    if any(name not in PARTS or form or turned for name, form, turned in named):
        place.problem(value, f"{place.key} cannot be {described(value)}", f"it can name {known}")
        return None
    return text


@shaped(shapes.WEB_ADDRESS)
def read_service(value: Value, place: Place) -> str | None:
    """The address of a service that is given a key: over https, but for one close by."""
    address = read_web_address(value, place)
    if address is None:
        return None
    parts = urlsplit(address)
    if parts.username is not None or parts.query or parts.fragment:
        text = f"{place.key} must be an address alone, without a user, ? or #"
        place.problem(value, text, "passwords and keys come from the environment")
        return None
    if parts.scheme == "http" and not is_close(parts.hostname or ""):
        text = f"{place.key} must start with https://, or the key could be read on its way"
        place.problem(value, text, f"write https://{address.partition('://')[2]}")
        return None
    return address.rstrip("/")


def is_close(host: str) -> bool:
    """Whether a host is this machine, or one of a private network by its address or bare name."""
    try:
        found = ip_address(host)
        return found.is_loopback or found.is_private
    except ValueError:
        return host == "localhost" or "." not in host


SMTP: Fields = {
    "host": Field(read_word, "the mail server", required=True),
    "port": Field(count_to(65535), "its port (587; 465 for tls; 25 for none)"),
    "security": Field(
        choice("starttls", "tls", "none"),
        "how the line is encrypted: starttls, tls, none (starttls)",
    ),
    "list": Field(read_mailbox, "the address of a mailing list to send to (none)"),
}
LISTMONK: Fields = {
    "url": Field(read_service, "the address of your listmonk", required=True),
    "list": Field(
        list_of(read_count, "[1, 3]", one=True), "the number of the list, or several", required=True
    ),
    "template": Field(read_count, "the number of a template there (one that adds nothing)"),
}
BUTTONDOWN: Fields = {
    "url": Field(read_service, "the address of the service (the maker's own)"),
}
KEILA: Fields = {
    "url": Field(read_service, "the address of your Keila (https://app.keila.io)"),
    "sender": Field(read_word, "the id of the sender there, such as ms_12345"),
    "segment": Field(read_word, "the id of a segment there (all contacts)"),
}
KINDS: Kinds = {
    "smtp": (SMTP, SmtpTarget),
    "listmonk": (LISTMONK, ListmonkTarget),
    "buttondown": (BUTTONDOWN, ButtondownTarget),
    "keila": (KEILA, KeilaTarget),
}
COMMON: Fields = {"to": Field(choice(*KINDS), "the kind of place", required=True)}


def _every() -> Fields:
    """The keys of places of all kinds, none of them required."""
    return {**fields_of_all(KINDS), "list": Field(_anything(), "the list to send to")}


def _anything() -> Any:
    return shaped(shapes.ANYTHING)(lambda value, place: ())


@shaped(shape_of({**COMMON, **_every()}))
def _read_target(value: Value, place: Place) -> tuple[int, str, Kind] | None:
    """A place: its line, and what it is."""
    kind = named_kind(value)
    fields, build = KINDS.get(kind, (_every(), dict))
    values = read_fields(value, {**COMMON, **fields}, place)
    if values is None:
        return None
    del values["to"]
    return value.line + place.offset, kind, build(**values)


_read_by_name = by_name(_read_target, "targets:\n  readers: {to: buttondown}")


@shaped(shapes.table_of(_read_target.shape))
def _read_targets(value: Value, place: Place) -> tuple[MailTarget, ...] | None:
    """Places by their names."""
    pairs = _read_by_name(value, place)
    if pairs is None:
        return None
    wrong = [name for name, _ in pairs if name != slugify(name) or not name.isascii()]
    for name in wrong:
        text = f"{name} cannot be the name of a place that sends"
        place.problem(value, text, "use small letters, digits and hyphens")
    return None if wrong else tuple(MailTarget(name, *values) for name, values in pairs)


MAIL: Fields = {
    "from": Field(read_mailbox, "whom mails are from, such as `Ann Lee <ann@example.org>`"),
    "reply_to": Field(read_mailbox, "where answers go (to the sender)"),
    "subject": Field(
        read_subject, f"the subject, which can name {listed([f'`{{{it}}}`' for it in PARTS])}"
    ),
    "unsubscribe": Field(
        read_text,
        "how a reader leaves: an address, `mailto:` and one, or what a list host fills in",
    ),
    "targets": Field(_read_targets, "the places that send, by name"),
}


def _settings(**values: Any) -> MailSettings:
    """Settings of values by their keys in `site.yaml`."""
    sender = values.pop("from", None)  # a word of Python's own
    return MailSettings(sender=sender, **values)


read_mail = mapping_of(MAIL, _settings)
