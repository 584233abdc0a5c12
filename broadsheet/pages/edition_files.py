"""The files that an edition is offered as besides its page: one HTML file, and plain text.

They are made only where the settings ask for them. A file holds its edition again, with pictures,
so a digest of many years would have twice as many bytes and pages to make for what few readers use.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from broadsheet.pages.page_factory import PageFactory
from broadsheet.site.addresses import one_file_address, plain_text_address
from broadsheet.site.outputs import EDITION_FILE, EDITION_TEXT, InlinePicture, Page
from broadsheet.site.views import EditionView, FileLink

View = Callable[[bool], EditionView]  # whether its links lead to articles' own pages


def file_links(factory: PageFactory, address: str) -> tuple[FileLink, ...]:
    """Links to the files of the edition whose page is at an address."""
    say = factory.translations.gettext
    links = {
        "html": FileLink(
            say("Save for reading offline"), one_file_address(address), "text/html", True
        ),
        "text": FileLink(say("Plain text"), plain_text_address(address), "text/plain", False),
    }
    return tuple(link for kind, link in links.items() if kind in factory.settings.editions.files)


def edition_files(
    factory: PageFactory, page: Page, told: tuple[str, str], view: View
) -> Iterator[Page]:
    """The files of an edition: `page` is its page, `told` its title and what it is about, `view`
    makes its view for elsewhere."""
    for kind in KINDS:
        if kind in factory.settings.editions.files:
            yield KINDS[kind](factory, page, told, view)


def _one_file(factory: PageFactory, page: Page, told: tuple[str, str], view: View) -> Page:
    def shown() -> dict[str, Any]:
        edition = view(False)
        is_full = _is_full(factory)
        pictures = tuple(_pictures(factory, edition)) if is_full else ()
        return {"edition": edition, "pictures": pictures, "left_out": 0}

    return _file(factory, page, told, one_file_address(page.address), EDITION_FILE, shown)


def _plain_text(factory: PageFactory, page: Page, told: tuple[str, str], view: View) -> Page:
    address = plain_text_address(page.address)
    return _file(factory, page, told, address, EDITION_TEXT, lambda: {"edition": view(True)})


KINDS: Mapping[str, Callable[[PageFactory, Page, tuple[str, str], View], Page]] = {
    "html": _one_file,
    "text": _plain_text,
}


def _file(
    factory: PageFactory,
    page: Page,
    told: tuple[str, str],
    address: str,
    template: str,
    shown: Callable[[], dict[str, Any]],
) -> Page:
    title, description = told
    return factory.page(
        address,
        template,
        title,
        f"a file of {page.source}",
        description=description,
        copy_of=page.address,
        more=shown,
        is_full=_is_full(factory),
    )


def _is_full(factory: PageFactory) -> bool:
    return factory.settings.editions.content == "full"


def _pictures(factory: PageFactory, edition: EditionView) -> Iterator[InlinePicture]:
    """The pictures of an edition in the order of reading, each once."""
    shown = list(factory.views.inline_pictures(None, edition.note))
    for part in edition.parts:
        for item in part.items:
            shown += factory.views.inline_pictures(item.article.image, item.article.body)
    yield from {it.address: it for it in shown}.values()
