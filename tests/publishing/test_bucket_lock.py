"""Two publishers of one bucket: one waits or is refused, whatever the service can do."""

from datetime import timedelta
from itertools import count

import pytest

from broadsheet.publishing.bucket_lock import LOCK, RENEWED, STALE
from broadsheet.publishing.changes import changes
from broadsheet.publishing.remote_manifest import NAME, RemoteManifest
from broadsheet.publishing.target import Overtaken, PublishFailed, Told
from tests.publishing.bucket_place import Place
from tests.publishing.bucket_servers import Answer, Request, cut_at
from tests.publishing.small_sites import NOW, Meanwhile, publish, small_site, written

CONDITIONS = frozenset(["if-match", "if-none-match"])


def not_there(request: Request) -> Answer | None:
    """Refuses conditional writes, as some services do that have none."""
    names = {name.lower() for name in request.headers}
    return Answer(501) if request.is_write and CONDITIONS & names else None


def test_second_publisher_is_refused_while_one_is_at_work(place: Place) -> None:
    def from_elsewhere() -> None:
        with pytest.raises(Overtaken, match="is at work; wait for its end"):
            place.publish(small_site(2), "elsewhere")

    site = small_site(1)
    with place.opened() as target:
        publish(target, site, place.root / "public", Meanwhile(from_elsewhere))
    assert place.paths() == {*site, NAME}


def test_second_publisher_from_the_same_folder_is_refused_before_it_asks(place: Place) -> None:
    with place.opened(), pytest.raises(Overtaken, match="from this folder"), place.opened():
        pytest.fail("it was not refused")


def test_publisher_that_was_overtaken_is_refused(place: Place) -> None:
    site = small_site(2)
    with place.opened() as late:
        late.manifest()
        place.publish(site, "elsewhere")
        made = written(small_site(1), place.root / "late")
        found = changes(made, RemoteManifest(), "", NOW, timedelta(0))
        with pytest.raises(Overtaken, match="publish again"):
            late.carry_out(found, place.root / "late", Told())
    assert place.paths() == {*site, NAME}


def test_lock_of_a_killed_publish_is_taken_over_from_the_same_folder_at_once(place: Place) -> None:
    place.proxy.begin_again(cut_at(6, is_done=False))
    with pytest.raises(PublishFailed):
        place.publish(small_site(1))
    place.proxy.begin_again()
    with pytest.raises(Overtaken):
        place.publish(small_site(1), "elsewhere")
    place.publish(small_site(1))
    assert LOCK not in place.paths()


def test_lock_that_was_not_renewed_for_long_is_taken_over_from_anywhere(place: Place) -> None:
    place.proxy.begin_again(cut_at(6, is_done=False))
    with pytest.raises(PublishFailed):
        place.publish(small_site(1))
    place.proxy.begin_again()
    site, folder = small_site(2), place.root / "public"
    with place.opened("elsewhere", now=NOW + STALE) as target, pytest.raises(Overtaken):
        publish(target, site, folder)
    with place.opened("elsewhere", now=NOW + STALE + timedelta(seconds=1)) as target:
        publish(target, site, folder)
    assert place.paths() == {*site, NAME}


def test_publisher_whose_lock_was_taken_over_stops(place: Place) -> None:
    minutes = (NOW + number * RENEWED for number in count())

    def from_elsewhere() -> None:
        with place.opened("elsewhere", now=NOW + 2 * STALE) as other:
            publish(other, small_site(2), place.root / "other")

    with (
        place.opened(clock=lambda: next(minutes)) as target,
        pytest.raises(Overtaken),
    ):
        publish(target, small_site(1), place.root / "public", Meanwhile(from_elsewhere))
    assert {path: place.read(path) for path in small_site(2)} == small_site(2)


def test_lock_that_says_nonsense_is_respected_and_named(place: Place) -> None:
    place.store.put(LOCK, b'{"machine": "<b>\\u001b[31m", "renewed": 5}')
    with pytest.raises(Overtaken, match=r"from another machine .* delete \.broadsheet-lock\.json"):
        place.publish(small_site(1))


@pytest.mark.parametrize("drop", [frozenset(), CONDITIONS])
def test_service_without_conditional_writes_has_a_lock_too(
    place: Place, drop: frozenset[str]
) -> None:
    place.proxy.drop = drop
    place.proxy.begin_again(not_there)
    waits: list[float] = []
    refused: list[str] = []

    def from_elsewhere() -> None:
        with pytest.raises(Overtaken) as error:
            place.publish(small_site(2), "elsewhere")
        refused.append(str(error.value))

    site = small_site(1)
    with place.opened(wait=waits.append) as target:
        publish(target, site, place.root / "public", Meanwhile(from_elsewhere))
    assert place.paths() == {*site, NAME}
    assert len(waits) == len(refused) == 1


def test_of_two_that_begin_at_once_without_conditional_writes_one_is_refused(place: Place) -> None:
    place.proxy.begin_again(not_there)

    def other_writes_too(_: float) -> None:
        place.store.put(LOCK, b'{"token": "of another"}')

    with (
        place.opened(wait=other_writes_too) as target,
        pytest.raises(Overtaken, match="another publish has begun"),
    ):
        publish(target, small_site(1), place.root / "public")
    assert place.paths() == {LOCK}
