"""Which words of a page are its headline, and which the name of the publication."""

import re
from collections.abc import Sequence
from typing import cast

from lxml.html import HtmlElement

from broadsheet.clipping.addresses import site_host
from broadsheet.clipping.html_page import text_in
from broadsheet.clipping.values import BY, name_of, title_of

# What pages put between a headline and the publication. A colon may be part of the headline, so
# that it counts only where the address has the publication's name too.
BETWEEN = re.compile(r"\s+(?:[|–—·»›-]|::)\s+|\s*[|｜_]\s*")
COLON = re.compile(r"\s*[:：]\s+")
HOME = re.compile(r"(?:(?:https?:)?//[^/?#]+)?(?:\./?|/)?(?:index\.\w+)?", re.IGNORECASE)
LONGEST_NAME = 6  # words


def headline(tree: HtmlElement) -> str:
    """The one headline of the page, or the one within its article; empty if it is not clear."""
    for path in ("//article//h1", "//main//h1", "//h1"):
        elements = cast(Sequence[HtmlElement], tree.xpath(path))[:20]
        found = [title_of(text_in(it)) for it in elements if not _leads_home(it)]
        found = [it for it in dict.fromkeys(found) if it]
        if len(found) == 1:
            return found[0]
    return ""


def _leads_home(element: HtmlElement) -> bool:
    """Whether it is a link to the front page: the publication's name and no headline."""
    addresses = [it.get("href") or "" for it in element.iter("a")]
    return len(addresses) == 1 and bool(HOME.fullmatch(addresses[0]))


def title_element(tree: HtmlElement) -> str:
    """What the `<title>` says, the publication's name included."""
    element = next(tree.iter("title"), None)
    return title_of(text_in(element)) if element is not None else ""


def told_apart(whole: str, title: str, address: str) -> tuple[str, str]:
    """The headline and the publication in the `<title>`, where nothing else names the publication:
    it is what stands beside the `title`, or what the host is called; else empty."""
    for separator in (BETWEEN, COLON):
        first, *rest = separator.split(whole)
        if not rest:
            continue
        for name in (rest[-1], first):
            other = _without(whole, name, separator)
            beside = separator is BETWEEN and _is_beside(whole, title, name)
            if _is_name(name) and (beside or _is_host(name, address)):
                return (other if title in ("", whole) else title), name_of(name)
    return title or whole, ""


def _is_name(text: str) -> bool:
    return bool(name_of(text)) and len(text.split()) <= LONGEST_NAME and not BY.match(text)


def _is_beside(whole: str, title: str, name: str) -> bool:
    """Whether the whole is the title with the name after or before it."""
    if not title or title == whole:
        return False
    return (whole.startswith(title) and whole.endswith(name)) or (
        whole.endswith(title) and whole.startswith(name)
    )


def _is_host(name: str, address: str) -> bool:
    """Whether a name is that of the host: `The Marsh Diary` and `marshdiary.example`."""
    compact = re.sub(r"[\W_]", "", name.casefold())
    label = re.sub(r"[\W_]", "", site_host(address).rpartition(".")[0])
    return bool(label) and compact.removeprefix("the") == label.removeprefix("the")


def without_site(title: str, site: str) -> str:
    """A title without the publication's name at its start or end."""
    for name in (BETWEEN.split(title)[-1], BETWEEN.split(title)[0]):
        if site and name != title and name.casefold() == site.casefold():
            return _without(title, name, BETWEEN)
    return title


def _without(whole: str, name: str, separator: re.Pattern[str]) -> str:
    """The whole without a name at its end or start, and without what stands between."""
    places = [*separator.finditer(whole)]
    if places and whole.endswith(name):
        return whole[: places[-1].start()].strip()
    return whole[places[0].end() :].strip() if places else whole
