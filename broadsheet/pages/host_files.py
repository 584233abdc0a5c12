"""Files for the web host that `site.yaml` names: redirects, headers and what else it is told.

They are files of the site like all others, so every build makes them and every target gets them.
Where a host has no redirects, the pages at old addresses lead on; they stay for the others too, as
the site can be read from disk.
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from broadsheet.content.host_settings import WITHOUT_HEADERS
from broadsheet.content.settings import FILE, Settings
from broadsheet.files import ROOT_FILES
from broadsheet.fingerprint import of_bytes
from broadsheet.hosting.hosts import PROFILES, Host, joined
from broadsheet.hosting.limits import Found, fitting, rules_in, too_many_files, too_many_headers
from broadsheet.hosting.line_rules import HEADERS, REDIRECTS
from broadsheet.hosting.policy import page_policy, safety_headers
from broadsheet.hosting.redirects import base_path, redirects
from broadsheet.hosting.served import Served
from broadsheet.pages.page_factory import PageFactory
from broadsheet.problems import Problem
from broadsheet.site.outputs import Asset, Page
from broadsheet.themes.theme import Theme

WHOLE_PAGE = "article.html"  # it has what all pages of the theme share


def host_files(
    factory: PageFactory,
    theme: Theme,
    own: Mapping[str, bytes],
    pages: Sequence[Page],
    assets: Sequence[Asset],
    gone: Sequence[str] = (),
) -> tuple[list[Asset], Found]:
    """The files for the host, and what the host will not take. `pages` and `assets` are all others
    of the site, `own` the curator's files that these become one with, by their paths; `gone` are
    addresses whose page says that there is nothing any more."""
    settings = factory.settings
    host = PROFILES.get(settings.host)
    problems = tuple(_wrong_hsts(settings))
    if host is None:
        return [], Found(problems)
    taken = rules_in(own.get(f"{ROOT_FILES}/{REDIRECTS}", b""))
    moved, rules = fitting(host.title, host.limits, redirects(pages, settings.url), taken)
    templates = [it.text for it in theme.reached(WHOLE_PAGE).values()]
    policy = page_policy(templates, factory.site, "html" in settings.editions.files)
    served = Served(
        base_path(settings.url), tuple(moved), tuple(gone), safety_headers(settings.hsts), policy
    )
    made = list(_assets(host, served, own))
    files = too_many_files(host.title, host.limits, [*pages, *assets, *made])
    told = sum(rules_in(it.content or b"") for it in made if it.address == f"/{HEADERS}")
    headers = too_many_headers(host.title, host.limits, told)
    return made, Found(
        (*problems, *files.problems, *headers.problems),
        (*rules.warnings, *files.warnings, *headers.warnings),
    )


def _assets(host: Host, served: Served, own: Mapping[str, bytes]) -> Iterator[Asset]:
    for path, made in host.files(served).items():
        content = joined(path, made, own.get(f"{ROOT_FILES}/{path}", b""))
        yield Asset(f"/{path}", f"the configuration of {host.title}", of_bytes(content), content)


def _wrong_hsts(settings: Settings) -> Iterator[Problem]:
    if settings.hsts is None:
        return
    if urlsplit(settings.url).scheme != "https":
        hint = "browsers would not reach the site any more: take hsts out, or serve it by HTTPS"
        yield Problem(FILE, 0, f"hsts needs HTTPS, and the url is {settings.url}", hint)
    if not settings.host or settings.host in WITHOUT_HEADERS:
        text = f"hsts needs a host that sends headers, and host is {settings.host or 'not set'}"
        yield Problem(FILE, 0, text, "take hsts out, and turn HTTPS on in the host's own settings")
