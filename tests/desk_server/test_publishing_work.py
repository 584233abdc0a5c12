"""The desk says what a publish would do, and does that when it is agreed to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.desk_server.accounts import Account
from broadsheet.desk_server.publishing_work import Names, account_of_publish, order, publish
from broadsheet.publishing.built_site import Order
from broadsheet.publishing.target import PublishFailed
from tests.sites import SITE_YAML, Site, article, tree

MakeSite = Callable[[str], Site]
NOW = datetime(2022, 1, 1, tzinfo=UTC)
SETTINGS = f"{SITE_YAML}publish:\n  live: {{to: folder, path: ../www}}\n"
ONE = f"-- content/a/one.md --\n{article('One', '2021-01-01')}"
TWO = f"-- content/a/two.md --\n{article('Two', '2021-01-02')}"


NAMES = Names(
    {"2021/01/one.html": "One", "2021/01/two.html": "Two"},
    {"content/a/one.md": "One", "content/a/two.md": "Two"},
)


class Heard:
    """Notes what work says of itself."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: str, done: int = 0, total: int = 0) -> None:
        """Note it."""
        self.texts.append(text)


def wanted(site: Site, name: str = "live") -> Order:
    """A publish of the site to a place of its settings."""
    return order(site.root, name, NOW, {})


def looked(site: Site) -> Account:
    """What a publish would do."""
    return account_of_publish(wanted(site), NAMES, Heard())


def announced(account: Account) -> str:
    """The fingerprint that the account's form carries."""
    assert account.confirm
    return account.confirm.fields["announced"]


def lines(account: Account) -> str:
    """The account as text."""
    parts = (f"{it.heading}\n{chr(10).join(it.lines)}" for it in account.parts)
    return "\n".join([account.headline, *parts])


@pytest.fixture
def one(site: MakeSite) -> Site:
    """A site with one article, and a folder to publish to."""
    return site(f"-- site.yaml --\n{SETTINGS}{ONE}")


def www(site: Site) -> Path:
    """Where it is published."""
    return site.root.parent / "www"


def test_account_says_what_is_new_and_where_it_goes_and_nothing_is_sent(one: Site) -> None:
    told = looked(one)
    assert told.headline.startswith(f"Publishing to live would send {len(one.tree())} files (")
    assert "live: the folder ../www\nReaders find it at https://example.org/" in lines(told)
    assert "\nOne\nand " in lines(told)
    assert not www(one).exists()


def test_publish_sends_what_was_announced(one: Site) -> None:
    heard = Heard()
    done = publish(wanted(one), announced(looked(one)), False, NAMES, heard)
    assert done.headline == "Published to live." and done.confirm is None
    assert tree(www(one)) == one.tree()
    assert heard.texts[0] == "building the site" and "sending files" in heard.texts
    again = looked(one)
    assert again.headline == "live is up to date: nothing would be sent or removed."
    assert again.confirm is None


def test_site_that_changed_since_is_told_again_and_not_sent(one: Site) -> None:
    before = announced(looked(one))
    one.write(TWO)
    told = publish(wanted(one), before, False, NAMES, Heard())
    assert told.headline.startswith("Nothing was sent: the site has changed since you looked.")
    assert "\nTwo\n" in lines(told) and not www(one).exists()
    assert (
        publish(wanted(one), announced(told), False, NAMES, Heard()).headline
        == "Published to live."
    )


def test_changed_and_removed_pages_are_named(one: Site) -> None:
    one.write("-- content/site-root/two.txt --\nTwo\n")
    publish(wanted(one), announced(looked(one)), False, NAMES, Heard())
    (one.root / "content/site-root/two.txt").unlink()
    one.write(f"-- content/a/one.md --\n{article('Other words', '2021-01-01')}")
    told = lines(looked(one))
    assert "Changed: " in told and "\nOne\n" in told
    assert "Removed later, as the site has them no more: 1\ntwo.txt" in told


def test_mass_deletion_needs_a_second_yes(one: Site) -> None:
    one.write("".join(f"-- content/site-root/{it}.txt --\n{it}\n" for it in range(120)))
    publish(wanted(one), announced(looked(one)), False, NAMES, Heard())
    for path in (one.root / "content/site-root").iterdir():
        path.unlink()
    told = looked(one)
    assert told.confirm and "files are meant to leave the site." in told.confirm.tick
    with pytest.raises(PublishFailed, match="files would leave the site"):
        publish(wanted(one), announced(told), False, NAMES, Heard())
    assert (www(one) / "7.txt").is_file()
    assert (
        publish(wanted(one), announced(told), True, NAMES, Heard()).headline == "Published to live."
    )


def test_other_files_at_the_place_are_replaced_only_when_that_was_said_and_ticked(
    one: Site,
) -> None:
    www(one).mkdir()
    (www(one) / "index.html").write_text("mine", "utf-8")
    told = looked(one)
    assert told.is_failure and "files are there that Broadsheet did not publish" in told.headline
    assert "What is there: 1 file\nindex.html" in lines(told) and "--" not in lines(told)
    assert told.confirm and told.confirm.action == "look-publish"
    assert told.confirm.fields == {"target": "live", "take-over": "yes"}
    over = order(one.root, "live", NOW, {}, takes_over=True)
    plan = account_of_publish(over, NAMES, Heard())
    assert plan.confirm and plan.confirm.tick == "Yes, what is at live now may be replaced."
    assert (www(one) / "index.html").read_text("utf-8") == "mine"
    done = publish(over, announced(plan), True, NAMES, Heard())
    assert done.headline == "Published to live." and tree(www(one)) == one.tree()


def test_account_speaks_of_articles_and_leads_to_the_site(one: Site) -> None:
    one.write(f"-- content/a/two.md --\n{article('Two', '2021-01-02', 'draft: true')}")
    names = replace(NAMES, published=frozenset(["content/a/two.md"]))
    told = account_of_publish(wanted(one), names, Heard())
    assert "Taken from readers: 1\nTwo: a draft" in lines(told)
    done = publish(wanted(one), announced(told), False, names, Heard())
    assert done.link == "https://example.org/" and "files were sent (" in lines(done)


def test_other_site_at_the_place_is_named(one: Site) -> None:
    publish(wanted(one), announced(looked(one)), False, NAMES, Heard())
    one.write(f"-- site.yaml --\n{SETTINGS.replace('example.org', 'other.example')}")
    told = looked(one)
    assert told.headline == (
        "Not published to live: another site is published there: https://example.org/."
    )


def test_unknown_place_is_refused(one: Site) -> None:
    with pytest.raises(PublishFailed, match="names no place 'elsewhere'"):
        wanted(one, "elsewhere")
