"""Which addresses of a site lead elsewhere, as a host is told of them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from broadsheet.site.addresses import lite_address
from broadsheet.site.outputs import LITE, Page
from broadsheet.urls import output_path, rooted

REDIRECT = "redirect.html"  # the template of pages that lead elsewhere
LIST = ".host/redirects.json"  # for hosts that are told of each redirect when it is published
# What browsers leave as it is in a path (the path percent-encode set of the URL Standard), but for
# the colon, which some hosts take for the start of a placeholder.
LEFT_BY_BROWSERS = "/!$&'()+,;=@~[]|^"


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address of the site, not percent-encoded, and where it leads: a path on the host, or a
    whole address, percent-encoded."""

    address: str
    target: str


def redirects(pages: Iterable[Page], url: str) -> Iterator[Redirect]:
    """The redirects of a site at `url`: one for each page that leads elsewhere, newest first."""
    for page in pages:
        if page.template == REDIRECT:
            target = page.context["target"]
            there = lite_address(target) if page.theme == LITE else target
            yield Redirect(page.address, rooted(url, there).removesuffix("index.html"))


def base_path(url: str) -> str:
    """The path on its host that a site at `url` has, not percent-encoded; empty for the root."""
    return unquote(urlsplit(url).path).rstrip("/")


def ways_to_ask(address: str) -> tuple[str, ...]:
    """The paths by which readers ask for an address: a folder without its slash, and by its
    file's name, too."""
    if not address.endswith("/"):
        return (address,)
    return (address, address.rstrip("/"), f"{address}index.html")


def ways_to_write(path: str) -> tuple[str, ...]:
    """A path as browsers send it, and fully percent-encoded where that is not the same."""
    return tuple(dict.fromkeys((quote(path, safe=LEFT_BY_BROWSERS), quote(path))))


def encoded(found: Iterable[Redirect]) -> bytes:
    """Redirects as JSON: targets by the paths of the files that stand at their addresses."""
    pairs = {output_path(it.address): it.target for it in found}
    return json.dumps(pairs, indent=0, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def redirects_in(folder: Path) -> Mapping[str, str]:
    """The redirects of a site built for such a host: targets by the paths of files; none for any
    other. Raises ValueError if the list is damaged."""
    try:
        found = json.loads((folder / LIST).read_bytes())
    except FileNotFoundError:
        return {}
    if not isinstance(found, dict):
        raise ValueError(f"{LIST} holds no redirects")
    return {str(path): str(target) for path, target in found.items()}
