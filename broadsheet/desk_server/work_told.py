"""How builds, publishes and looks at links tell a page of the desk how far they are."""

from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

from broadsheet.builds import Progress
from broadsheet.desk_server.jobs import Tell
from broadsheet.publishing.changes import Changes
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.target import Told

Item = TypeVar("Item")
PAUSE = 0.1  # seconds between two things told: a page is not asked more often


class BuildTold(Progress):
    """Tells of a build."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def reading(self, results: Iterable[Item], count: int) -> Iterable[Item]:
        """Tell how many texts are read."""
        return with_progress(self._tell, "reading texts", results, count)

    def making(self, results: Iterable[Item], count: int) -> Iterable[Item]:
        """Tell how many pages are made."""
        return with_progress(self._tell, "making pages", results, count)

    def drawing(self, results: Iterable[Item], count: int) -> Iterable[Item]:
        """Tell how many images are drawn."""
        return with_progress(self._tell, "drawing images", results, count)

    def waiting(self) -> None:
        """Tell that another build is waited for."""
        self._tell("waiting for another build of this site to end")


class SendingTold(Told):
    """Tells of a publish."""

    def __init__(self, tell: Tell) -> None:
        self._tell, self._done, self._total = tell, 0, 0

    def beginning(self, changes: Changes) -> None:
        """Tell how many files are sent and removed."""
        self._total = len(changes.puts) + len(changes.due)
        self._tell_how_far()

    def putting(self, file: SiteFile) -> None:
        """Tell that a file is sent."""
        self._done += 1
        self._tell_how_far()

    def removing(self, path: str) -> None:
        """Tell that a file is removed."""
        self._done += 1
        self._tell_how_far()

    def _tell_how_far(self) -> None:
        self._tell("sending files", min(self._done, self._total), self._total)


def with_progress(tell: Tell, step: str, results: Iterable[Item], count: int) -> Iterator[Item]:
    """The results one at a time; tells how many there were."""
    told_at = monotonic()
    tell(step, 0, count)
    for done, result in enumerate(results, 1):
        if done == count or monotonic() - told_at > PAUSE:
            tell(step, done, count)
            told_at = monotonic()
        yield result
