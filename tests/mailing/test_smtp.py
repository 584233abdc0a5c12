"""Mails go by a mail server, over an encrypted line, or it is said why not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from broadsheet.content.mail_settings import Mailbox, MailTarget, SmtpTarget
from broadsheet.mailing.message import message_of
from broadsheet.mailing.place import InDoubt, MailPlace, NotSent
from broadsheet.mailing.places import opened
from tests.mailing.letters import LETTER, UNSIGNED
from tests.mailing.mail_server import PASSWORD, USER, Desk, certificate, mail_server

ME = "me@example.org"
SECRETS = {"BROADSHEET_LETTER_USER": USER, "BROADSHEET_LETTER_PASSWORD": PASSWORD}
Place = Callable[..., MailPlace]


def place(port: int, security: str = "none", secrets: bool = False, **more: Mailbox) -> MailPlace:
    """A mail server at a port of this machine, as the settings describe it."""
    target = MailTarget("letter", 1, "smtp", SmtpTarget("localhost", port, security, **more))
    return opened(target, SECRETS if secrets else {})


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Path, Path]]:
    """The certificate, which this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pair[0]))
    yield pair


def test_mail_arrives_as_it_was_made() -> None:
    desk = Desk()
    with mail_server(desk, None) as port:
        place(port).test(LETTER, ME)
    (taken,) = desk.taken
    assert (taken.mail_from, taken.rcpt_tos) == ("desk@example.org", [ME])
    assert taken.content == message_of(LETTER, Mailbox("", ME))
    assert isinstance(taken.content, bytes)
    message = message_from_bytes(taken.content, policy=policy.default)
    assert message["To"] == ME


def test_password_goes_over_a_line_that_is_encrypted_on_asking(trusted: tuple[Path, Path]) -> None:
    desk = Desk()
    with mail_server(desk, trusted, auth=True) as port:
        place(port, "starttls", True).test(LETTER, ME)
    assert desk.encrypted == [True]


def test_password_goes_over_a_line_that_is_encrypted_from_the_start(
    trusted: tuple[Path, Path],
) -> None:
    desk = Desk()
    with mail_server(desk, trusted, implicit=True, auth=True) as port:
        place(port, "tls", True).test(LETTER, ME)
    assert len(desk.taken) == 1


def test_line_that_cannot_be_encrypted_is_not_used() -> None:
    desk = Desk()
    with mail_server(desk, None) as port, pytest.raises(NotSent, match="STARTTLS"):
        place(port, "starttls").test(LETTER, ME)
    assert desk.taken == []


def test_certificate_that_nobody_vouches_for_is_refused(pair: tuple[Path, Path]) -> None:
    desk = Desk()
    with mail_server(desk, pair) as port, pytest.raises(NotSent, match="no certificate to trust"):
        place(port, "starttls").test(LETTER, ME)
    assert desk.taken == []


def test_password_is_not_sent_in_the_open_to_a_far_server() -> None:
    target = MailTarget("letter", 1, "smtp", SmtpTarget("mail.example.org", 25, "none"))
    with pytest.raises(NotSent, match="not encrypted"):
        opened(target, SECRETS)


def test_wrong_password_is_told_without_it(trusted: tuple[Path, Path]) -> None:
    secrets = {**SECRETS, "BROADSHEET_LETTER_PASSWORD": "wr0ng-one"}
    with mail_server(Desk(), trusted, auth=True) as port:
        target = MailTarget("letter", 1, "smtp", SmtpTarget("localhost", port))
        wrong = opened(target, secrets)
        with pytest.raises(NotSent, match="refused the user or password") as refused:
            wrong.test(LETTER, ME)
    assert "wr0ng-one" not in str(refused.value)


def test_missing_password_names_its_variable() -> None:
    target = MailTarget("my-letter", 1, "smtp", SmtpTarget("localhost"))
    with pytest.raises(NotSent, match="BROADSHEET_MY_LETTER_PASSWORD is not set"):
        opened(target, {"BROADSHEET_MY_LETTER_USER": USER})


@pytest.mark.parametrize(
    ("at", "answer", "told"),
    [
        ("MAIL", "550 no such sender", "refused the sender: 550 no such sender"),
        ("RCPT", "451 greylisted", "refused the recipient: 451 greylisted; try again later"),
        ("RCPT", "550 unknown\x1b[31m", "refused the recipient: 550 unknown"),
        ("DATA", "552 too large", "refused the mail: 552 too large"),
        ("DATA", "451 disk full", "refused the mail: 451 disk full"),
    ],
)
def test_refusal_is_told_and_nothing_is_sent(at: str, answer: str, told: str) -> None:
    desk = Desk({at: answer})
    with mail_server(desk, None) as port, pytest.raises(NotSent, match=told) as refused:
        place(port).test(LETTER, ME)
    assert desk.taken == []
    assert "\x1b" not in str(refused.value)


def test_line_cut_before_the_mail_is_no_doubt() -> None:
    with mail_server(Desk(cuts="data"), None) as port, pytest.raises(NotSent):
        place(port).test(LETTER, ME)


def test_line_cut_before_the_last_answer_is_a_doubt() -> None:
    desk = Desk(cuts="after")
    with mail_server(desk, None) as port, pytest.raises(InDoubt, match="whether it took the mail"):
        place(port).test(LETTER, ME)
    assert len(desk.taken) == 1  # it did


def test_server_that_is_not_there_is_told() -> None:
    with mail_server(Desk(), None) as port:
        pass
    with pytest.raises(NotSent, match="could not be reached"):
        place(port).test(LETTER, ME)


def test_list_gets_a_mail_where_one_is_named() -> None:
    desk = Desk()
    with mail_server(desk, None) as port:
        place(port, list=Mailbox("Readers", "readers@lists.example")).send(LETTER)
        with pytest.raises(NotSent, match="the place has no list"):
            place(port).send(LETTER)
        with pytest.raises(NotSent, match="keeps no drafts"):
            place(port).draft(LETTER)
    assert [it.rcpt_tos for it in desk.taken] == [["readers@lists.example"]]


def test_mail_without_a_sender_is_not_sent() -> None:
    with pytest.raises(NotSent, match="nobody is named as the sender"):
        place(1).test(UNSIGNED, ME)


def test_dots_at_the_start_of_lines_arrive() -> None:
    desk = Desk()
    with mail_server(desk, None) as port:
        place(port).test(replace(LETTER, text=".\n..\nend\n"), ME)
    assert isinstance(desk.taken[0].content, bytes)
    assert b"\r\n.\r\n..\r\nend\r\n" in desk.taken[0].content
