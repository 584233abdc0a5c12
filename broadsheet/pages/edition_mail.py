"""What the mail of an edition shows: the edition, and as much of each article as there is room for.

A mail is no page of the site. Its template has the edition as feeds have it, with whole links.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from broadsheet.digest.editions import Edition
from broadsheet.pages.editions import edition_summary, edition_title, edition_view
from broadsheet.pages.page_factory import PageFactory
from broadsheet.site.addresses import edition_address
from broadsheet.site.mail_views import MailItem, MailPart, MailView
from broadsheet.site.outputs import EDITION_MAIL, EDITION_TEXT, Page
from broadsheet.site.views import EditionItem, EditionView

PREHEADER = 140  # characters; no list of mails shows more
FORMS = ("title", "summary", "full")


def mail_page(factory: PageFactory, edition: Edition, unsubscribe: str = "") -> Page:
    """The mail of an edition with all that it can have."""
    page = _page(factory, edition, EDITION_MAIL)
    view: EditionView = page.context["edition"]
    preheader = _begun(edition_summary(edition))
    mail = MailView(_parts(view, _most(page), _is_full(page)), 0, preheader, unsubscribe)
    return replace(page, context={**page.context, "mail": mail})


def text_page(factory: PageFactory, edition: Edition) -> Page:
    """The plain text of an edition."""
    return _page(factory, edition, EDITION_TEXT)


def with_detail(page: Page, detail: int) -> Page:
    """The mail with less of its edition, from nothing at `detail` 0 to all at `most_detail(page)`.

    With more detail, first the titles come in, one after another, then the summaries in their
    place, then the texts.
    """
    view, mail = page.context["edition"], page.context["mail"]
    count = len(_items(view))
    parts = _parts(view, detail, _is_full(page))
    shown = replace(mail, parts=parts, left_out=max(0, count - detail))
    return replace(page, context={**page.context, "mail": shown})


def most_detail(page: Page) -> int:
    """The detail at which a mail has all of its edition."""
    return _most(page)


def _page(factory: PageFactory, edition: Edition, template: str) -> Page:
    address = edition_address(edition.period.key)
    return factory.page(
        address,
        template,
        edition_title(factory, edition),
        f"the mail of the edition {edition.period.key}",
        description=edition_summary(edition),
        copy_of=address,
        edition=edition_view(factory, edition, "", in_feed=True),
        is_full=factory.settings.editions.content == "full",
    )


def _is_full(page: Page) -> bool:
    return bool(page.context["is_full"])


def _most(page: Page) -> int:
    return len(_items(page.context["edition"])) * (3 if _is_full(page) else 2)


def _items(view: EditionView) -> Sequence[EditionItem]:
    return [item for part in view.parts for item in part.items]


def _parts(view: EditionView, detail: int, is_full: bool) -> tuple[MailPart, ...]:
    places = {id(item): place for place, item in enumerate(_items(view))}
    count = len(places)

    def shown(items: Sequence[EditionItem]) -> Iterator[MailItem]:
        for item in items:
            rank = (detail - places[id(item)] - 1) // count  # below 0: it is left out
            if rank >= 0:
                yield MailItem(item.article, FORMS[min(rank, 2 if is_full else 1)])

    parts = [MailPart(part.section, tuple(shown(part.items))) for part in view.parts]
    return tuple(part for part in parts if part.items)


def _begun(text: str) -> str:
    """The beginning of a text, cut between words where there are spaces."""
    line = " ".join(text.split())
    if len(line) <= PREHEADER:
        return line
    cut = line[:PREHEADER]
    return f"{cut.rpartition(' ')[0] or cut}…"
