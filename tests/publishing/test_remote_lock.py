"""Of several publishers, one holds a folder."""

from collections.abc import Iterable, Mapping
from threading import Barrier, Lock, Thread

import pytest

from broadsheet.publishing.remote_lock import DEAD_AFTER, Holder, hold, is_dead, this_process
from broadsheet.publishing.target import Overtaken

ADA = Holder("ada@desk", "a" * 12, 1)
GONE = 2**22 + 1  # above the highest number of a process


class Folder:
    """A folder in memory; each look at it is a second later."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}
        self.now = 1000

    def enter(self, name: str) -> None:
        """Write a lock."""
        self.now += 1
        self.names[name] = self.now

    def locks(self) -> Mapping[str, int]:
        """All locks."""
        return dict(self.names)

    def leave(self, names: Iterable[str]) -> None:
        """Remove locks."""
        for name in names:
            self.names.pop(name, None)


def test_lock_is_left_where_nobody_else_is() -> None:
    folder = Folder()
    name = hold(folder, ADA, "live", "host", lambda seconds: None)
    assert list(folder.names) == [name] and name.startswith("lock-ada@desk-")


def test_publisher_waits_until_the_other_one_leaves() -> None:
    folder, waited = Folder(), []
    other = hold(folder, ADA, "live", "host", lambda seconds: None)

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            folder.leave([other])

    own = hold(folder, Holder("bob@lap", "b" * 12, 2), "live", "host", wait)
    assert list(folder.names) == [own] and len(waited) == 3


def test_publisher_is_refused_where_the_other_one_stays() -> None:
    folder = Folder()
    other = hold(folder, ADA, "live", "host", lambda seconds: None)
    with pytest.raises(Overtaken) as caught:
        hold(folder, Holder("bob@lap", "b" * 12, 2), "live", "host", lambda seconds: None)
    assert "ada@desk (process 1) is publishing there" in str(caught.value)
    assert "delete the folder .broadsheet-publishing on host" in str(caught.value)
    assert list(folder.names) == [other]


def test_of_many_that_come_at_once_one_at_a_time_holds() -> None:
    folder, holding, most, guard = Folder(), [0], [0], Lock()
    start = Barrier(6)

    def publish(number: int) -> None:
        start.wait()
        try:
            name = hold(folder, Holder("x", f"{number:012}", 1), "t", "h", lambda seconds: None)
        except Overtaken:
            return
        with guard:
            holding[0] += 1
            most[0] = max(most[0], holding[0])
        with guard:
            holding[0] -= 1
        folder.leave([name])

    threads = [Thread(target=publish, args=[number]) for number in range(6)]
    for it in threads:
        it.start()
    for it in threads:
        it.join()
    assert most == [1] and folder.names == {}


def test_lock_is_dead_when_its_process_here_has_ended_or_after_a_long_silence() -> None:
    here = this_process()
    assert not is_dead(here.lock_name(), 0, here)
    assert is_dead(Holder("x", here.machine, GONE).lock_name(), 0, here)
    assert not is_dead(Holder("x", "0" * 12, GONE).lock_name(), DEAD_AFTER, here)
    assert is_dead(Holder("x", "0" * 12, GONE).lock_name(), DEAD_AFTER + 1, here)
    assert not is_dead("lock-what is this", 0, here)
