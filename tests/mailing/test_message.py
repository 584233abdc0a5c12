"""Messages: what is in their headers, and that they are the same each time."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from broadsheet.content.mail_settings import Mailbox
from broadsheet.mailing.letter import Letter
from broadsheet.mailing.message import message_of
from tests.mailing.letters import LETTER, UNSIGNED


def read(letter: Letter, recipient: Mailbox | None = None) -> EmailMessage:
    """The message of a mail, as a mail program reads it."""
    message = message_from_bytes(message_of(letter, recipient), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def body(letter: Letter, kind: str) -> str:
    """The words of a message in one of its two forms."""
    part = read(letter).get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_message_has_both_forms_as_they_were() -> None:
    assert read(LETTER).get_content_type() == "multipart/alternative"
    assert body(LETTER, "plain") == LETTER.text
    assert body(LETTER, "html").strip() == LETTER.html


def test_message_is_ascii_with_short_lines_that_end_as_mail_asks() -> None:
    far = replace(LETTER, text="日本語の記事" * 200, subject="号外：橋が開通 " * 12)
    for content in (message_of(LETTER), message_of(far)):
        assert content.isascii()
        lines = content.split(b"\r\n")
        assert max(map(len, lines)) <= 998
        assert b"\n" not in b"".join(lines)


def test_headers_say_who_when_and_what() -> None:
    message = read(replace(LETTER, reply_to=Mailbox("", "answers@example.org")))
    assert message["From"] == "The Test <desk@example.org>"
    assert message["Reply-To"] == "answers@example.org"
    assert message["Subject"] == LETTER.subject
    assert message["Date"].datetime == LETTER.moment
    assert message["Content-Language"] == "en"


def test_id_has_the_edition_and_changes_with_the_words() -> None:
    first, second = read(LETTER), read(replace(LETTER, text="Other words"))
    assert first["Message-ID"].startswith("<2021-12-31.")
    assert first["Message-ID"].endswith("@example.org>")
    assert first["Message-ID"] != second["Message-ID"]
    assert message_of(LETTER) == message_of(LETTER)


def test_way_out_is_in_the_headers_where_it_is_an_address() -> None:
    on_web = read(replace(LETTER, unsubscribe="https://example.org/leave"))
    assert on_web["List-Unsubscribe"] == "<https://example.org/leave>"
    assert "List-Unsubscribe-Post" not in on_web  # which of all readers would have left?
    by_mail = read(replace(LETTER, unsubscribe="mailto:leave@example.org"))
    assert by_mail["List-Unsubscribe"] == "<mailto:leave@example.org>"
    assert by_mail["List-Unsubscribe-Post"] is None
    assert read(replace(LETTER, unsubscribe="{{ UnsubscribeURL }}"))["List-Unsubscribe"] is None


def test_message_without_a_sender_names_one_that_cannot_exist() -> None:
    assert read(UNSIGNED)["From"] == "sender@missing.invalid"


def test_domain_in_any_script_is_written_in_ascii() -> None:
    message = read(LETTER, Mailbox("Ö", "desk@bücher.example"))
    assert message["To"].addresses[0].domain == "xn--bcher-kva.example"
