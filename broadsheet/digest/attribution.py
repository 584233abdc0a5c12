"""What can be measured of an article's credits: how much it quotes, how old it is, its links."""

from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from broadsheet.content.articles import Article
from broadsheet.dates import PartialDate
from broadsheet.text.markup import Body

QUOTED_AT_LEAST = 40  # words; a shorter quotation is never too long
TRACKING = ("utm_", "mtm_", "pk_", "at_", "fbclid", "gclid", "mc_cid", "mc_eid", "cmpid", "igshid")


def too_much_quoted(body: Body, most: int) -> int:
    """The per cent of a text that is quotation where that is more than `most`, otherwise 0."""
    if body.quoted >= QUOTED_AT_LEAST and body.quoted * 100 > body.words * most:
        return body.quoted * 100 // body.words
    return 0


def last_day_of_change(article: Article) -> date:
    """The last day on which an article was published, updated or corrected."""
    changes = (article.date, article.updated, *(it.date for it in article.corrections))
    return max(change.at.date() for change in changes if change)


def first_day(when: PartialDate) -> date:
    """The first day that a date can mean which may lack its day and month."""
    return date(when.year, when.month or 1, when.day or 1)


def same_page(url: str) -> str:
    """A key that is equal for web addresses that differ only in how readers found the page."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    kept = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not pair[0].lower().startswith(TRACKING)
    ]
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"{host}{port}{parts.path.rstrip('/')}?{urlencode(sorted(kept))}"
