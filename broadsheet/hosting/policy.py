"""Which headers keep readers safe: the pages' own content security policy, and what only headers
can say.

Content-Security-Policy is that of CSP 3; Strict-Transport-Security that of RFC 6797.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from html import unescape

from jinja2 import Environment, StrictUndefined, TemplateError

from broadsheet.site.views import Site

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')
FRAMES = "frame-ancestors 'self'"  # no other site can show this one in a frame
FIT = re.compile(r"[A-Za-z0-9 '*:;/._=+-]*")  # what no host's configuration gives a meaning to
ONE_FILE_NEEDS = {"style-src": "'unsafe-inline'", "img-src": "data:"}


def page_policy(templates: Iterable[str], site: Site, has_one_file: bool) -> str:
    """The policy of a site's pages as a header; templates that may have it come nearest first.

    Where no template has one that can be read, only what pages cannot say themselves is left.
    Where the site offers editions as one file (`has_one_file`), it allows what these need; the
    policy in each other page is stricter, and a browser obeys both.
    """
    written = next((found[1] for it in templates if (found := META.search(it))), "")
    try:
        policy = Environment(undefined=StrictUndefined).from_string(written).render(site=site)
    except TemplateError:
        policy = ""
    parts = [" ".join(it.split()) for it in unescape(policy).split(";")]
    kept = [_for_a_host(it, has_one_file) for it in parts if it]
    whole = "; ".join([*kept, FRAMES])
    return whole if FIT.fullmatch(whole) else FRAMES


def _for_a_host(directive: str, has_one_file: bool) -> str:
    name, *sources = directive.split()
    kept = [it for it in sources if it != "file:"]  # which pages need on disk alone
    more = ONE_FILE_NEEDS.get(name, "") if has_one_file else ""
    return " ".join([name, *kept, *([more] if more else [])])


def safety_headers(hsts: timedelta | None) -> tuple[tuple[str, str], ...]:
    """The headers of all answers besides the policy; `hsts` is how long browsers shall ask by HTTPS
    alone."""
    always = (
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
    )
    if hsts is None:
        return always
    return (*always, ("Strict-Transport-Security", f"max-age={int(hsts.total_seconds())}"))
