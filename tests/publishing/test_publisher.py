"""A publish from the first look at a target to what follows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.publishing import afterwards
from broadsheet.publishing.afterwards import Done, PublishedSite
from broadsheet.publishing.publisher import Wish, published
from broadsheet.publishing.said import done_lines, dry_lines, size
from broadsheet.publishing.target import PublishFailed, Told
from tests.publishing.plain import DAY, NOON, Plain, publish

LATE = NOON + DAY


@pytest.fixture
def one(tmp_path: Path) -> Plain:
    """A site, built and published."""
    made = Plain(tmp_path / "site").build(one="The first page.")
    made.publish()
    return made


def followed(wish: Wish) -> list[Done]:
    """Publish; what follows."""
    with published(wish, Told(), lambda _: False) as (_, steps):
        return list(steps)


def test_steps_that_follow_see_what_is_public(one: Plain, monkeypatch: pytest.MonkeyPatch) -> None:
    def tell(site: PublishedSite) -> Iterator[Done]:
        for it in site.changed:
            yield Done("told", it.path, {"bytes": len(site.target.read(it.path) or b"")})

    monkeypatch.setattr(afterwards, "STEPS", (tell,))
    one.build(one="Changed.")
    expected = [Done("told", it, {"bytes": 8}) for it in ("pages/one.html", "index.html")]
    assert followed(one.wish()) == expected
    assert followed(one.wish()) == []


def test_what_is_public_is_recorded_though_nothing_was_sent(
    one: Plain, monkeypatch: pytest.MonkeyPatch
) -> None:
    def note(site: PublishedSite) -> Iterator[Done]:
        yield Done("noted", "", {"files": len(site.files)})

    monkeypatch.setattr(afterwards, "RECORDS", (note,))
    assert followed(one.wish()) == [Done("noted", "", {"files": 3})]


def test_step_that_fails_leaves_the_site_public(
    one: Plain, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: PublishedSite) -> Iterator[Done]:
        raise PublishFailed("nobody answers")
        yield

    monkeypatch.setattr(afterwards, "STEPS", (fail,))
    one.build(one="Changed.")
    with pytest.raises(PublishFailed, match="nobody answers"):
        followed(one.wish())
    assert (one.www / "pages/one.html").read_text() == "Changed."
    assert publish(one.wish()).is_empty


def test_publish_is_told_in_words(one: Plain) -> None:
    wish = one.build(two="Another page.").wish()
    plan = publish(wish)
    assert list(done_lines(plan, wish, 1.234)) == [
        "sent 2 files (26 bytes), removed 0",
        "1 file that the site no longer has stays until the first publish after"
        " 2026-11-27 12:00 UTC",
        "published in 1.23 seconds: https://example.org/",
    ]
    wish = one.wish(LATE)
    plan = publish(wish)
    assert next(done_lines(plan, wish, 0)) == "sent 0 files (0 bytes), removed 1"


def test_removals_are_listed_in_advance(one: Plain) -> None:
    one.build(two="Another page.").publish()
    wish = one.build(three="").wish(LATE)
    with published(wish, Told(), lambda _: False) as (plan, _):
        said = list(dry_lines(plan, wish, everything=False))
    assert said == [
        "would send 2 files (0 bytes):",
        "    pages/three.html  0 bytes",
        "    index.html        0 bytes",
        "would remove 1 file:",
        "    pages/one.html",
        "would remove 1 file later, by the first publish after 2026-11-28 12:00 UTC:",
        "    pages/two.html",
        "nothing was changed",
    ]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1500, "1.5 kB"),
        (2_340_000, "2.3 MB"),
        (5 * 10**15, "5000.0 TB"),
    ],
)
def test_sizes_are_short(count: int, words: str) -> None:
    assert size(count) == words
