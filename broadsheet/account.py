"""A build's closing account, in the curator's words."""

from collections.abc import Iterator, Sequence

from broadsheet.builds import Account
from broadsheet.problems import SHOWN, Problem
from broadsheet.problems import told as told_problems

MOVED = (
    "an article that was renamed keeps its address, and its mark in feed readers, by its old slug"
    " in the header: slug: NAME; from an old address to a new one lead aliases: [{}]"
)


def told_warnings(warnings: Sequence[Problem], everything: bool) -> Iterator[str]:
    """Warnings as lines; of a kind that comes often, only the first ones and a count."""
    return told_problems(warnings, everything, "warning: ")


def told_reasons(account: Account) -> Iterator[str]:
    """One line for each page rendered: its address and why."""
    width = max((len(address) for address, _ in account.rendered), default=0)
    for address, reason in account.rendered:
        yield f"{address:<{min(width, 60)}}  {reason}"


def told(account: Account, seconds: float) -> Iterator[str]:
    """The account: what came in, what is held back and by which name, what was done."""
    for held in account.held:
        yield f"held: {held.path}  {held.reason}"
    done = account.published
    yield from _told_lost(done.lost)
    yield (
        f"articles: {account.articles_in} in = {account.articles_out} out"
        f" + {len(account.held)} held"
    )
    yield (
        f"files: {len(done.written)} written, {len(done.unchanged)} unchanged,"
        f" {len(done.removed)} removed; {len(account.rendered)} pages rendered"
    )
    yield f"{len(account.warnings)} warnings, 0 problems; {seconds:.2f} seconds"


def _told_lost(addresses: Sequence[str]) -> Iterator[str]:
    for address in addresses[:SHOWN]:
        yield f"gone: {address}  no page stands there any more"
    if len(addresses) > SHOWN:
        yield f"gone: {len(addresses) - SHOWN} more addresses"
    if addresses:
        yield f"  {MOVED.format(addresses[0])}"
