"""Which addresses of a site are gone for good."""

from collections.abc import Iterable

from broadsheet.content.gone_settings import Gone
from broadsheet.site.outputs import GONE, Page


def gone_addresses(pages: Iterable[Page], gone: Iterable[Gone]) -> tuple[str, ...]:
    """The addresses that are gone for good, in order: a host that can answers them with status 410.

    `gone` is what the settings say; `pages` are those of the site. What has its address again is
    not among them. Of files that no page stands for, only those that the settings name are known.
    """
    found = {it.address for it in gone if not it.is_pattern}
    there: set[str] = set()
    for page in pages:
        is_gone = page.template == GONE and page.context["is_final"]
        (found if is_gone else there).add(page.address)
    return tuple(sorted(found - there))
