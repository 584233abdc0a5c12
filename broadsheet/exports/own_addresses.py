"""Which address on its own site does a post's web address stand for?"""

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from broadsheet.exports.html_cleaning import host_of
from broadsheet.problems import shortened


class Own(NamedTuple):
    """The addresses of a post from the front page of its site, none or one, and a remark if its
    address cannot be kept."""

    addresses: tuple[str, ...]
    remark: str


def own_address(link: str, site: str) -> Own:
    """The address of `link` on the site whose front page is at `site`."""
    if not link:
        return Own((), "")
    if host_of(link) != host_of(site):
        return Own((), f"its link leads to another site: {shortened(link)}")
    parts = urlsplit(link)
    base = unquote(urlsplit(site).path).rstrip("/")
    path = unquote(parts.path)
    if parts.query:
        query = shortened(f"?{parts.query}")
        return Own((), f"its address {query} cannot be kept: a host of files knows no ? in it")
    if not f"{path}/".startswith(f"{base}/"):
        return Own((), f"its address {shortened(path)} is outside of the site")
    inside = path[len(base) :]
    return Own((inside,) if inside.strip("/") else (), "")
