"""What `site.yaml` may say of mails, and what is told of mistakes in it."""

import pytest

from broadsheet.content.mail_settings import (
    KeilaTarget,
    ListmonkTarget,
    Mailbox,
    MailTarget,
    SmtpTarget,
)
from broadsheet.content.settings import Settings, read_settings
from tests.sites import SITE_YAML


def read(mail: str) -> tuple[Settings, list[str]]:
    """The settings of a site whose key `mail` is so, and what is wrong with them."""
    settings, log = read_settings(f"{SITE_YAML}mail:\n{mail}".encode())
    return settings, [str(it).removeprefix("site.yaml:") for it in log.problems]


def test_all_keys_are_read() -> None:
    settings, problems = read(
        """\
  from: Ann Lee <ann@example.org>
  reply_to: desk@example.org
  subject: "{site} {number}"
  unsubscribe: mailto:leave@example.org
  targets:
    letter: {to: smtp, host: mail.example.org, port: 465, security: tls, list: News <n@l.example>}
    readers: {to: listmonk, url: https://lists.example.org/, list: 3}
    near: {to: listmonk, url: 'http://listmonk:9000', list: [1, 2], template: 4}
    others: {to: keila, sender: ms_1}
"""
    )
    assert problems == []
    mail = settings.mail
    assert mail.sender == Mailbox("Ann Lee", "ann@example.org")
    assert (mail.reply_to, mail.subject) == (Mailbox("", "desk@example.org"), "{site} {number}")
    assert [it.place for it in mail.targets] == [
        SmtpTarget("mail.example.org", 465, "tls", Mailbox("News", "n@l.example")),
        ListmonkTarget("https://lists.example.org", (3,)),
        ListmonkTarget("http://listmonk:9000", (1, 2), 4),
        KeilaTarget("https://app.keila.io", "ms_1"),
    ]
    assert isinstance(mail.targets[0], MailTarget)


@pytest.mark.parametrize(
    ("mail", "told"),
    [
        ("  from: Ann", '8: from must be a mail address, found the text "Ann"'),
        ("  from: Ann <ann@example.org", "8: from must be a mail address"),
        ("  from: 'Ann <a@b.c>, Bo <d@e.f>'", "8: from must be a mail address"),
        ("  subject: '{title}'", "8: subject cannot be"),
        ("  subject: '{site'", "8: subject cannot be"),
        ("  subject: '{site.x}'", "8: subject cannot be"),
        ("  subject: '{site!r}'", "8: subject cannot be"),
        ("  targets: [a]", "8: targets must name each place, found a list"),
        ("  targets: {a: {to: post}}", "8: to cannot be"),
        ("  targets: {a: {to: smtp}}", "8: a has no host"),
        ("  targets: {My List: {to: buttondown}}", "8: My List cannot be the name of a place"),
        ("  targets: {a: {to: buttondown, token: x}}", "8: unknown key token"),
        (
            "  targets: {a: {to: keila, url: 'http://keila.example'}}",
            "8: url must start with https",
        ),
        (
            "  targets: {a: {to: keila, url: 'https://me:x@keila.example'}}",
            "8: url must be an addr",
        ),
    ],
)
def test_mistakes_are_told(mail: str, told: str) -> None:
    _, problems = read(mail + "\n")
    assert any(it.startswith(told) for it in problems), problems
