"""The desk says what a mail would be and whom it goes to, and sends it when that is agreed to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from broadsheet.desk_server.accounts import Account
from broadsheet.desk_server.mailing_work import MailWish, account_of_mail, send_mail
from broadsheet.mailing.place import NotSent
from broadsheet.mailing.sending import SentBefore
from tests.commands.test_mail import SECRETS, TOKEN, with_targets
from tests.desk_server.test_publishing_work import Heard, announced, lines
from tests.mailing.list_host import ListHost, list_host
from tests.sites import Site

MakeSite = Callable[[str], Site]
NOW = datetime(2022, 1, 1, tzinfo=UTC)


@contextmanager
def at_host(site: MakeSite) -> Iterator[tuple[MailWish, ListHost]]:
    """A wish to make a draft at a host on this machine."""
    host = ListHost(f"Token {TOKEN}")
    with list_host(host) as url:
        made = site(with_targets(f"readers: {{to: buttondown, url: '{url}'}}"))
        yield MailWish(made.root, "latest", "readers", "draft", "", NOW, SECRETS), host


def agreed(wish: MailWish) -> Account:
    """Look, then do it."""
    return send_mail(wish, announced(account_of_mail(wish, Heard())), Heard())


def test_account_says_which_edition_goes_to_whom_and_nothing_is_sent(site: MakeSite) -> None:
    with at_host(site) as (wish, host):
        told = account_of_mail(wish, Heard())
        assert "A draft of the edition 2021-12-31 would be made at readers" in told.headline
        assert "Subject: The Test: The last day" in lines(told)
        assert "By: readers (buttondown)" in lines(told)
        assert TOKEN not in repr(told) and host.campaigns == []


def test_draft_is_made_once_and_a_second_one_has_to_be_meant(site: MakeSite) -> None:
    with at_host(site) as (wish, host):
        done = agreed(wish)
        assert done.headline == "A draft is at readers (em_1a2b): look at it and send it there."
        told = account_of_mail(wish, Heard())
        assert "Sent before" in lines(told)
        assert told.confirm and told.confirm.tick.startswith("Yes, once more")
        with pytest.raises(SentBefore):
            agreed(wish)
        agreed(replace(wish, again=True))
        assert len(host.campaigns) == 2


def test_whole_list_has_to_be_ticked(site: MakeSite) -> None:
    with at_host(site) as (wish, host):
        to_list = replace(wish, way="list")
        told = account_of_mail(to_list, Heard())
        assert told.confirm and "every reader on the list of readers" in told.confirm.tick
        assert agreed(to_list).headline == "Sent to the list of readers (em_1a2b)."
        assert host.campaigns[0]["status"] == "about_to_send"


def test_mail_that_changed_since_is_told_again_and_not_sent(site: MakeSite) -> None:
    with at_host(site) as (wish, host):
        told = send_mail(wish, "another", Heard())
        assert told.headline.startswith("Nothing was sent: the mail has changed since you looked.")
        assert host.campaigns == []
        assert send_mail(wish, announced(told), Heard()).headline.startswith("A draft is at")


def test_address_of_a_test_is_checked_first(site: MakeSite) -> None:
    with at_host(site) as (wish, _), pytest.raises(NotSent, match="as me@"):
        account_of_mail(replace(wish, way="test", address="nobody"), Heard())


def test_unknown_place_is_refused(site: MakeSite) -> None:
    with at_host(site) as (wish, _), pytest.raises(NotSent, match="names no place 'x'"):
        account_of_mail(replace(wish, place="x"), Heard())
