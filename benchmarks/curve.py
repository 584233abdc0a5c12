"""How do time and memory grow with the site?

One build from nothing for each size, then one after an edit. The memory is looked at seldom, within
the same run, so a short peak may be missed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.measure import timed, timed_with_memory
from benchmarks.peers import Peer
from benchmarks.stories import from_nothing, one_body_edited

COPIES = (1, 5, 20, 44)  # the last makes a hundred thousand articles of the usual corpus
COLUMNS = (
    *("copies", "articles", "files", "program", "from nothing, s", "memory MiB"),
    *("ms per article", "the smallest = 1", "one edit, s"),
)


@dataclass(frozen=True)
class Point:
    """What one size costs a program."""

    copies: int
    program: str
    articles: int
    files: int
    seconds: float
    memory: float
    edit: float

    @property
    def per_article(self) -> float:
        """Milliseconds for each article."""
        return 1000 * self.seconds / self.articles


def points(peers: Sequence[Peer], copies: int) -> Iterator[Point]:
    """Measure one size with each program."""
    for peer in peers:
        articles = len(peer.articles())
        from_nothing(peer, 0)
        seconds, memory = timed_with_memory(peer.command(), peer.site)
        one_body_edited(peer, 0)
        edit = timed(peer.command(), peer.site).wall
        yield Point(copies, peer.name, articles, peer.files(), seconds, memory, edit)


def curve_table(found: Sequence[Point], machine: str) -> str:
    """The curve as a table in Markdown."""
    first: dict[str, Point] = {}
    for it in found:
        first.setdefault(it.program, it)
    lines = [f"One run each. {machine}.", ""]
    lines += [f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    for it in found:
        growth = it.per_article / first[it.program].per_article
        cells = [it.copies, it.articles, it.files, it.program, f"{it.seconds:.1f}"]
        cells += [f"{it.memory:.0f}", f"{it.per_article:.2f}", f"{growth:.2f}", f"{it.edit:.2f}"]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"
