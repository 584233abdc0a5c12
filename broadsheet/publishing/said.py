"""What a publish did or would do, in words."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from broadsheet.counted import counted
from broadsheet.publishing.changes import Changes
from broadsheet.publishing.last_publish import due
from broadsheet.publishing.publisher import Wish

SHOWN = 20  # files of a list
UNITS = ("kB", "MB", "GB", "TB")
EXAMPLE_URL = (
    "note: url in site.yaml is an example, {url}; before readers come, set it to the address of\n"
    "    your site, and publish once with --take-over"
)


def dry_lines(plan: Changes, wish: Wish, everything: bool) -> Iterator[str]:
    """What a publish would do; `everything` names all files."""
    if plan.is_empty:
        yield f"{wish.setting.name} is up to date: nothing would be sent or removed"
        return
    if plan.puts:
        yield f"would send {sent(plan)}:"
        width = max(len(it.path) for it in plan.puts)
        rows = [f"{it.path:<{min(width, 60)}}  {size(it.size)}" for it in plan.puts]
        yield from _listed(rows, everything)
    if plan.due:
        yield f"would remove {counted(len(plan.due), 'file')}:"
        yield from _listed(plan.due, everything)
    leaving = [path for path in plan.leaving if path not in frozenset(plan.due)]
    if leaving:
        yield f"would remove {counted(len(leaving), 'file')} later, by {_when(plan, wish)}:"
        yield from _listed(leaving, everything)
    if plan.is_mass_deletion and not wish.allow_deletions:
        yield "so many files leave the site that a publish asks first, or needs --allow-deletions"
    yield "nothing was changed"


def done_lines(plan: Changes, wish: Wish, seconds: float) -> Iterator[str]:
    """What a publish did."""
    if plan.is_empty:
        yield f"{wish.setting.name} is up to date: nothing was sent"
        yield from staying_lines(plan, wish)
        yield f"looked in {seconds:.2f} seconds: {wish.url}"
    else:
        yield f"sent {sent(plan)}, removed {len(plan.due)}"
        yield from staying_lines(plan, wish)
        yield f"published in {seconds:.2f} seconds: {wish.url}"


def back_lines(name: str, moment: str) -> Iterator[str]:
    """What the way back did; `moment` is when that release was published, or empty."""
    which = f"published at {told_moment(moment)}" if moment else "that was there before the first"
    yield f"{name} is back at the release {which}{'' if moment else ' publish'}"
    yield "the next publish goes forward again; one with --if-changed waits until the site differs"


def is_example(url: str) -> bool:
    """Whether nobody can be at an address: RFC 2606 keeps names under `.example` for documents."""
    return (urlsplit(url).hostname or "").endswith(".example")


def sent(plan: Changes) -> str:
    """How much is sent."""
    return f"{counted(len(plan.puts), 'file')} ({size(sum(it.size for it in plan.puts))})"


def size(count: int) -> str:
    """A number of bytes in words."""
    if count < 1000:
        return f"{count} bytes"
    value, units = count / 1000, iter(UNITS)
    unit = next(units)
    while value >= 1000 and unit != UNITS[-1]:
        value, unit = value / 1000, next(units)
    return f"{value:.1f} {unit}"


def told_moment(moment: str) -> str:
    """A moment in ISO 8601 as a person is told it, to the minute in UTC; another text as it is."""
    try:
        return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    except ValueError:
        return moment


def staying_lines(plan: Changes, wish: Wish) -> Iterator[str]:
    """How many files stay for now, though the site has them no more."""
    if plan.after.gone:
        count = counted(len(plan.after.gone), "file")
        stays = "stays" if len(plan.after.gone) == 1 else "stay"
        yield f"{count} that the site no longer has {stays} until {_when(plan, wish)}"


def _when(plan: Changes, wish: Wish) -> str:
    """When the first of the files that left the site is removed."""
    first = due(plan.after, wish.setting.delete_after)
    return f"the first publish after {told_moment(first)}" if first else "you remove them"


def _listed(rows: Sequence[str] | Iterable[str], everything: bool) -> Iterator[str]:
    rows = tuple(rows)
    shown = rows if everything else rows[:SHOWN]
    yield from (f"    {row}" for row in shown)
    if len(rows) > len(shown):
        yield f"    and {len(rows) - len(shown)} more; --explain lists them"
