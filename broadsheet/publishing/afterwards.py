"""What follows when a site has reached its readers: it is written down, and others are told."""

from collections.abc import Callable, Iterable, Iterator

from broadsheet.files import LEDGER
from broadsheet.publishing.hook import run_hook
from broadsheet.publishing.indexnow import tell_search_engines
from broadsheet.publishing.ledger import record
from broadsheet.publishing.published_site import Done, PublishedSite
from broadsheet.publishing.untold import is_untold
from broadsheet.publishing.verifying import verify
from broadsheet.publishing.websub import tell_hub

__all__ = ["Done", "PublishedSite", "Step", "after_publish"]

Step = Callable[[PublishedSite], Iterable[Done]]


def recorded(published: PublishedSite) -> Iterator[Done]:
    """Add the addresses of the site to the ledger."""
    count = record(published.root, published.folder)
    if count:
        what = "1 new address" if count == 1 else f"{count} new addresses"
        yield Done("recorded", f"{LEDGER}: {what}; keep it with the site", {"addresses": count})


# Write down what is public; also taken when nothing was to do.
RECORDS: tuple[Step, ...] = (recorded,)
# In this order, when files were put in place or removed, or an earlier publish was cut short.
STEPS: tuple[Step, ...] = (tell_hub, tell_search_engines, run_hook)
LOOKS: tuple[Step, ...] = (verify,)  # look at what is there, whenever that is asked for


def after_publish(published: PublishedSite) -> Iterator[Done]:
    """Take all steps, one by one. One may raise PublishFailed; the site is public all the same."""
    untold = is_untold(published.root, published.setting, published.now)
    is_news = untold or not published.changes.is_empty
    for step in (*RECORDS, *(STEPS if is_news else ()), *LOOKS):
        yield from step(published)
