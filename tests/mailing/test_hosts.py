"""Drafts and sends at list hosts, by their documented APIs; see list_host.py for what stands in."""

from collections.abc import Mapping

import pytest

from broadsheet.content.mail_settings import (
    ButtondownTarget,
    KeilaTarget,
    Kind,
    ListmonkTarget,
    MailTarget,
)
from broadsheet.mailing.host_words import quoted, quoted_but
from broadsheet.mailing.place import InDoubt, MailPlace, NotSent
from broadsheet.mailing.places import opened
from tests.mailing.letters import LETTER
from tests.mailing.list_host import ListHost, list_host

TOKEN = "t0ken-of-the-host"
SECRETS = {"BROADSHEET_READERS_TOKEN": TOKEN, "BROADSHEET_READERS_USER": "desk"}
AUTHORIZATION = {
    "listmonk": f"token desk:{TOKEN}",
    "buttondown": f"Token {TOKEN}",
    "keila": f"Bearer {TOKEN}",
}
MAKE = {
    "listmonk": ("POST", "/api/campaigns"),
    "buttondown": ("POST", "/v1/emails"),
    "keila": ("POST", "/api/v1/campaigns"),
}
START = {
    "listmonk": ("PUT", "/api/campaigns/12/status"),
    "buttondown": ("PATCH", "/v1/emails/em_1a2b"),
    "keila": ("POST", "/api/v1/campaigns/mc_12345/actions/send"),
}
KINDS = list(MAKE)


def place(kind: str, url: str, secrets: Mapping[str, str] = SECRETS) -> MailPlace:
    """A list host at an address, as the settings describe it."""
    kinds: dict[str, Kind] = {
        "listmonk": ListmonkTarget(url, (1, 3)),
        "buttondown": ButtondownTarget(url),
        "keila": KeilaTarget(url, "ms_1", "sgm_1"),
    }
    return opened(MailTarget("readers", 1, kind, kinds[kind]), secrets)


@pytest.mark.parametrize("kind", KINDS)
def test_draft_is_made_and_nothing_is_started(kind: str) -> None:
    host = ListHost(AUTHORIZATION[kind])
    with list_host(host) as url:
        assert place(kind, url).draft(LETTER) in ("12", "em_1a2b", "mc_12345")
    assert MAKE[kind] in host.asked
    assert START[kind] not in host.asked
    assert len(host.campaigns) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_send_makes_a_draft_and_starts_it(kind: str) -> None:
    host = ListHost(AUTHORIZATION[kind])
    with list_host(host) as url:
        place(kind, url).send(LETTER)
    assert host.asked[-2:] == [MAKE[kind], START[kind]]
    (campaign,) = host.campaigns
    states = campaign.get("status"), campaign.get("sent_at")
    assert states in (("running", None), ("about_to_send", None), (None, "soon"))


def test_listmonk_gets_a_template_that_adds_nothing_once() -> None:
    host = ListHost(AUTHORIZATION["listmonk"])
    with list_host(host) as url:
        place("listmonk", url).draft(LETTER)
        place("listmonk", url).draft(LETTER)
    (template,) = host.templates
    assert template["body"] == '{{ template "content" . }}'
    assert [it["template_id"] for it in host.campaigns] == [3, 3]
    campaign = host.campaigns[0]
    assert (campaign["lists"], campaign["content_type"]) == ([1, 3], "html")
    assert campaign["from_email"] == "The Test <desk@example.org>"
    assert campaign["body"] == LETTER.html
    assert campaign["altbody"].endswith("Unsubscribe: {{ UnsubscribeURL }}\n")
    assert campaign["altbody"].startswith('Words {{ "{{" }} and }} braces')


def test_buttondown_is_told_that_it_is_html_and_which_version_is_meant() -> None:
    host = ListHost(AUTHORIZATION["buttondown"])
    with list_host(host) as url:
        place("buttondown", url).draft(LETTER)
    assert host.campaigns[0]["body"].startswith("<!-- buttondown-editor-mode: fancy -->\n<!DOCTYPE")
    assert host.campaigns[0]["subject"] == 'The Test: 31 December {{ "{{" }} 2021 }}'
    assert host.versions == ["2026-04-01"]


def test_keila_is_asked_to_track_nobody() -> None:
    host = ListHost(AUTHORIZATION["keila"])
    with list_host(host) as url:
        place("keila", url).draft(LETTER)
    campaign = host.campaigns[0]
    assert campaign["settings"] == {"type": "html", "do_not_track": True}
    assert (campaign["sender_id"], campaign["segment_id"]) == ("ms_1", "sgm_1")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("answer", "raised", "told"),
    [
        ((400, b'{"message": "bad list"}'), NotSent, "refused: 400"),
        ((302, b""), NotSent, "look at the address"),
        ((401, f'{{"key": "{TOKEN}"}}'.encode()), NotSent, "look at the key"),
        ((500, b"oops \x1b[31m"), InDoubt, "failed: 500 oops"),
        ((200, b"<html>"), InDoubt, "did not answer in JSON"),
        ((200, b'{"id": "../x", "data": {"id": null}}'), InDoubt, "did not say what it made"),
        ((200, b"[" * 100_000), InDoubt, "did not answer in JSON"),
        (None, InDoubt, "broke off"),
    ],
)
def test_answer_that_is_not_a_yes_is_told_without_secrets(
    kind: str, answer: tuple[int, bytes] | None, raised: type[Exception], told: str
) -> None:
    host = ListHost(AUTHORIZATION[kind], fails={MAKE[kind]: answer})
    with list_host(host) as url, pytest.raises(raised, match=told) as found:
        place(kind, url).draft(LETTER)
    assert TOKEN not in str(found.value)
    assert "\x1b" not in str(found.value)


@pytest.mark.parametrize("kind", KINDS)
def test_campaign_that_was_made_and_does_not_start_is_a_doubt(kind: str) -> None:
    host = ListHost(AUTHORIZATION[kind], fails={START[kind]: (400, b"{}")})
    with list_host(host) as url, pytest.raises(InDoubt, match="was made and"):
        place(kind, url).send(LETTER)


@pytest.mark.parametrize("kind", KINDS)
def test_host_that_is_not_there_and_key_that_is_missing_are_told(kind: str) -> None:
    with list_host(ListHost("")) as url:
        pass
    with pytest.raises(NotSent, match="cannot be reached"):
        place(kind, url).draft(LETTER)
    with pytest.raises(NotSent, match="BROADSHEET_READERS_TOKEN is not set"):
        place(kind, url, {"BROADSHEET_READERS_USER": "desk"})
    with pytest.raises(NotSent, match="signs that no key has"):
        place(kind, url, {**SECRETS, "BROADSHEET_READERS_TOKEN": "a\r\nX: b"})


@pytest.mark.parametrize("kind", KINDS)
def test_host_sends_its_tests_itself(kind: str) -> None:
    with pytest.raises(NotSent, match="sends tests itself"):
        place(kind, "http://127.0.0.1:1").test(LETTER, "me@example.org")


@pytest.mark.parametrize("kind", KINDS)
def test_place_does_not_show_its_key(kind: str) -> None:
    assert TOKEN not in repr(place(kind, "http://127.0.0.1:1"))


def test_words_are_quoted_so_that_hosts_fill_in_nothing_but_ours() -> None:
    assert quoted("{% if %} {# x #} {one}") == '{{ "{%" }} if %} {{ "{#" }} x #} {one}'
    assert quoted_but("{{ a }} {{ b }}", "{{ b }}") == '{{ "{{" }} a }} {{ b }}'
