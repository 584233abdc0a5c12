"""Writes `_redirects` and `_headers`, as Netlify and Cloudflare Pages read them.

A rule is a line of words, so nothing in one may have a space: paths and targets are
percent-encoded. Where several rules for headers fit a path, a host joins what they say; so no
header stands in two rules that fit one path. Both hosts let browsers ask for every file each time,
but for those that are named here.
"""

from collections.abc import Mapping

from broadsheet.hosting.headers import FOR_A_YEAR
from broadsheet.hosting.redirects import Redirect, ways_to_write
from broadsheet.hosting.served import Served, suffixes_by_type

REDIRECTS, HEADERS = "_redirects", "_headers"
TYPED = ("opml", "webmanifest", "epub", "vtt", "avif", "opus")  # which not every host knows


def netlify_files(served: Served) -> Mapping[str, bytes]:
    """The files for Netlify. The sign `!` asks for a redirect also where a page stands."""
    return {REDIRECTS: _redirects(served.moved, "301!"), HEADERS: _headers(served)}


def cloudflare_files(served: Served) -> Mapping[str, bytes]:
    """The files for Cloudflare Pages, which takes every redirect, also where a page stands."""
    return {REDIRECTS: _redirects(served.moved, "301"), HEADERS: _headers(served)}


def rules_of(redirect: Redirect, status: str = "301") -> tuple[str, ...]:
    """The lines of one redirect: two where browsers encode its path in their own way."""
    return tuple(f"{way} {redirect.target} {status}" for way in ways_to_write(redirect.address))


def _redirects(moved: tuple[Redirect, ...], status: str) -> bytes:
    rules = [line for it in moved for line in rules_of(it, status)]
    return "".join(f"{line}\n" for line in rules).encode()


def _headers(served: Served) -> bytes:
    everywhere = (("Content-Security-Policy", served.policy), *served.headers)
    lines = ["/*", *(f"  {name}: {value}" for name, value in everywhere)]
    lines += ["/static/*", f"  Cache-Control: {FOR_A_YEAR}"]
    types = {suffix: kind for kind, them in suffixes_by_type().items() for suffix in them}
    for suffix in TYPED:
        kind = types[suffix]
        value = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        lines += [f"/*.{suffix}", f"  Content-Type: {value}"]
    return "".join(f"{line}\n" for line in lines).encode()
