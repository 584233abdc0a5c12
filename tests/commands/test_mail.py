"""The command `mail`, as a curator uses it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broadsheet.cli import main
from tests.mailing.letters import DIGEST
from tests.mailing.list_host import ListHost, list_host
from tests.mailing.mail_server import Desk, mail_server
from tests.sites import AS_OF, Site, tree

Make = Callable[[str], Site]
TOKEN = "t0ken-of-the-host"
SECRETS = {"BROADSHEET_READERS_TOKEN": TOKEN}


def with_targets(targets: str) -> str:
    """The digest, with places that send."""
    return DIGEST.replace("mail:\n", f"mail:\n  targets:\n    {targets}\n")


def run(made: Site, *arguments: str) -> Result:
    """The result of the command, as of the moment of tests."""
    command = ["mail", "--site", str(made.root), "--as-of", AS_OF, *arguments]
    return CliRunner().invoke(main, command, env=SECRETS)


def test_three_files_are_written_and_nothing_is_sent(site: Make) -> None:
    digest = site(DIGEST)
    result = run(digest)
    folder = digest.root / "mail/2021-12-31"
    assert result.exit_code == 0, result.output
    assert set(tree(folder)) == {"edition.html", "edition.txt", "edition.eml"}
    assert result.stdout.splitlines()[0] == "The Test: The last day (9 kB)"
    assert not (digest.root / "content/mailed.txt").exists()


def test_files_go_where_they_are_wanted(site: Make, tmp_path: Path) -> None:
    assert run(site(DIGEST), "2021-12-31", "--output", str(tmp_path / "out")).exit_code == 0
    assert (tmp_path / "out/edition.eml").read_bytes().startswith(b"From: The Test <desk@")


def test_list_host_gets_a_draft_once_and_no_output_has_the_key(site: Make) -> None:
    host = ListHost(f"Token {TOKEN}")
    with list_host(host) as url:
        digest = site(with_targets(f"readers: {{to: buttondown, url: '{url}'}}"))
        first = run(digest, "--send", "readers")
        second = run(digest, "--send", "readers", "--yes")
        third = run(digest, "--send", "readers", "--again")
    assert (first.exit_code, second.exit_code, third.exit_code) == (0, 1, 0)
    assert "a draft is at readers (em_1a2b): look at it and send it there" in first.stdout
    assert "not sent: a draft of the edition 2021-12-31 was made at readers" in second.stderr
    assert len(host.campaigns) == 2
    assert "{{ unsubscribe_url }}" in host.campaigns[0]["body"]
    files = b"".join(it.read_bytes() for it in digest.root.rglob("*") if it.is_file())
    assert TOKEN not in first.output + second.output + third.output
    assert TOKEN.encode() not in files


def test_whole_list_gets_it_only_with_yes(site: Make) -> None:
    host = ListHost(f"Token {TOKEN}")
    with list_host(host) as url:
        digest = site(with_targets(f"readers: {{to: buttondown, url: '{url}'}}"))
        result = run(digest, "--send", "readers", "--yes")
        again = run(digest, "--send", "readers", "--yes")
    assert (result.exit_code, again.exit_code) == (0, 1)
    assert host.campaigns[0]["status"] == "about_to_send"
    assert "2021-12-31 readers sent " in (digest.root / "content/mailed.txt").read_text("utf-8")
    assert "was sent to readers (em_1a2b)" in again.stderr


def test_doubt_is_told_and_stands_in_the_way(site: Make) -> None:
    host = ListHost(f"Token {TOKEN}", fails={("POST", "/v1/emails"): None})
    with list_host(host) as url:
        digest = site(with_targets(f"readers: {{to: buttondown, url: '{url}'}}"))
        result = run(digest, "--send", "readers", "--yes")
        host.fails.clear()
        again = run(digest, "--send", "readers", "--yes")
    assert (result.exit_code, again.exit_code) == (1, 1)
    assert "it is not known whether the edition 2021-12-31 went out" in result.stderr
    assert "may have gone out" in again.stderr
    assert host.campaigns == []


def test_test_goes_to_one_address_as_often_as_wanted(site: Make) -> None:
    desk = Desk()
    with mail_server(desk, None) as port:
        target = f"letter: {{to: smtp, host: localhost, port: {port}, security: none}}"
        digest = site(with_targets(target))
        results = [run(digest, "--send", "letter", "--test", "me@example.org") for _ in range(2)]
    assert [it.exit_code for it in results] == [0, 0]
    assert [it.rcpt_tos for it in desk.taken] == [["me@example.org"]] * 2
    assert not (digest.root / "content/mailed.txt").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["soon"], "there is no edition soon"),
        (["--yes"], "--test, --yes and --again go with --send PLACE"),
        (["--send", "reader"], "there is no place reader; did you mean readers?"),
        (["--send", "readers", "--test", "me"], "write it as me@example.org"),
        (["--send", "readers", "--test", "a@b.c", "--yes"], "choose one"),
    ],
)
def test_wrong_arguments_are_told(site: Make, arguments: list[str], told: str) -> None:
    result = run(site(with_targets("readers: {to: buttondown}")), *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_site_without_places_says_where_to_read_on(site: Make) -> None:
    result = run(site(DIGEST), "--send", "readers")
    assert "site.yaml names no place that sends; docs/mail.md shows how" in result.stderr
