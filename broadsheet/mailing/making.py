"""Makes the mail of an edition out of the site's files."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from pathlib import Path

from broadsheet.building.collecting import without_collecting
from broadsheet.builds import Progress
from broadsheet.content.settings import Settings
from broadsheet.content.texts import TextStore
from broadsheet.digest.catalog import Catalog, arrange
from broadsheet.digest.editions import Edition
from broadsheet.files import MEMORY
from broadsheet.mailing.fitting import LIMIT, most_that_fits
from broadsheet.mailing.letter import Letter
from broadsheet.mailing.markup import for_mail, unsubscribe_mark
from broadsheet.pages.edition_mail import mail_page, most_detail, text_page, with_detail
from broadsheet.pages.page_factory import PageFactory
from broadsheet.pages.plan import groundwork
from broadsheet.periods import PERIODS, period_named
from broadsheet.problems import Problem, ProblemsFound, did_you_mean
from broadsheet.rendering.plain_edition import render_text
from broadsheet.rendering.templates import Renderer
from broadsheet.site.addresses import edition_address
from broadsheet.site.inputs import Inputs, read_inputs
from broadsheet.site.mail_views import MailView
from broadsheet.site.outputs import Page
from broadsheet.site.views import EditionView
from broadsheet.translations import Translations
from broadsheet.urls import output_path
from broadsheet.workers import Workers

LATEST = "latest"


class NoSuchEdition(Exception):
    """The site has no edition of that key; the text says so, and which there are."""


@dataclass(frozen=True, slots=True)
class Made:
    """A mail, and what the curator should know before it is sent, each as one sentence."""

    letter: Letter
    remarks: tuple[str, ...]


def make_letter(
    root: Path,
    key: str,
    as_of: Callable[[tzinfo], datetime],
    unsubscribe: Callable[[Settings], str],
) -> Made:
    """The mail of an edition, by its key, a day in it, or `latest`.

    `unsubscribe` says how readers leave. Raises ProblemsFound for mistakes in the site, and
    NoSuchEdition.
    """
    with without_collecting(), closing(TextStore(root / MEMORY)) as text_store:
        inputs = read_inputs(root, Workers(None), Progress())
        settings = inputs.settings
        now = as_of(settings.timezone).astimezone(settings.timezone)
        catalog = arrange(inputs.articles, inputs.notes, settings, now, False)
        edition = _edition(catalog, key, settings.editions.every)
        ground = groundwork(catalog, inputs, text_store)
        if ground.problems:
            raise ProblemsFound(ground.problems)
        return _made(_Making(root, inputs, ground.factory, edition, unsubscribe(settings)), now)


@dataclass(frozen=True, slots=True)
class _Making:
    """What a mail is made of."""

    root: Path
    inputs: Inputs
    factory: PageFactory
    edition: Edition
    unsubscribe: str


def _made(making: _Making, now: datetime) -> Made:
    inputs, edition, factory = making.inputs, making.edition, making.factory
    settings = inputs.settings
    renderer = Renderer(inputs.themes[""], inputs.translations, making.root)
    page, html = _html(making, renderer)
    text = render_text(text_page(factory, edition), renderer).decode("utf-8-sig")
    letter = Letter(
        key=edition.period.key,
        subject=_subject(settings.mail.subject, page, settings.title),
        html=html,
        text=text + _ending(making.unsubscribe, inputs.translations),
        moment=max(it.date.at for it in edition.articles),
        sender=settings.mail.sender,
        reply_to=settings.mail.reply_to,
        unsubscribe=making.unsubscribe,
        site_url=settings.url,
        language=settings.language,
    )
    return Made(letter, (*_remarks_on_size(page), *_remarks(making, now)))


def _edition(catalog: Catalog, key: str, every: str) -> Edition:
    if every == "none":
        raise NoSuchEdition("the site has no editions; set editions: {every: day} in site.yaml")
    if not catalog.editions:
        raise NoSuchEdition("no edition has been published yet")
    if key == LATEST:
        return catalog.editions[-1]
    by_key = {it.period.key: it for it in catalog.editions}
    period = period_named(key, every)
    found = by_key.get(period.key if period else key)
    if found is None:
        hint = did_you_mean(key, (*list(by_key)[-5:], LATEST))
        raise NoSuchEdition(f"there is no edition {key}; {hint}")
    return found


def _html(making: _Making, renderer: Renderer) -> tuple[Page, str]:
    """The mail as it fits, and its HTML."""
    mark = unsubscribe_mark() if making.unsubscribe else ""
    whole = mail_page(making.factory, making.edition, mark)

    @cache
    def at(detail: int) -> tuple[Page, str]:
        page = with_detail(whole, detail)
        return page, for_mail(renderer.part(page, page.template, page.context), making.unsubscribe)

    detail = most_that_fits(lambda it: len(at(it)[1].encode()), most_detail(whole))
    if detail < 0:
        note = making.edition.note
        path = note.path if note else "themes/"
        text = f"the mail is over {LIMIT // 1000} kB before the first article"
        raise ProblemsFound([Problem(path, 0, text, "shorten the note on the edition")])
    return at(detail)


def _subject(pattern: str, page: Page, title: str) -> str:
    edition: EditionView = page.context["edition"]
    first = next((item.article.title for part in edition.parts for item in part.items), "")
    named: Mapping[str, str] = {
        "site": title,
        "edition": edition.title,
        "dates": edition.dates,
        "number": edition.number,
        "first": first,
    }
    return " ".join(pattern.format(**named).split())


def _ending(unsubscribe: str, translations: Translations) -> str:
    """The last lines of a text, for readers who want no more."""
    if not unsubscribe:
        return ""
    return f"\n{translations.gettext('Unsubscribe')}: {unsubscribe}\n"


def _remarks_on_size(page: Page) -> Iterator[str]:
    mail: MailView = page.context["mail"]
    forms = [item.form for part in mail.parts for item in part.items]
    is_full = page.context["is_full"]
    shortened = sum(it != ("full" if is_full else "summary") for it in forms) + mail.left_out
    if shortened:
        whole = len(forms) + mail.left_out - shortened
        told = "whole" if is_full else "with its summary" if whole == 1 else "with their summaries"
        yield (
            f"the mail would be over {LIMIT // 1000} kB: the first {whole} articles are {told},"
            f" {shortened} are shorter, with a link"
        )


def _remarks(making: _Making, now: datetime) -> Iterator[str]:
    edition, inputs = making.edition, making.inputs
    settings, period = inputs.settings, edition.period
    of_day = PERIODS[settings.editions.every]
    ours = [it for it in inputs.articles if of_day(it.date.at.date()) == period]
    drafts = sorted(it.path for it in ours if it.draft)
    later = sorted(it.path for it in ours if not it.draft and it.date.at > now)
    if drafts:
        yield f"the edition leaves out drafts: {', '.join(drafts)}"
    if later:
        yield f"the edition leaves out what is scheduled for later: {', '.join(later)}"
    if period.first != period.last and now.date() <= period.last:
        yield f"the edition goes on until {period.last}"
    page = output_path(edition_address(period.key))
    if not (making.root / "public" / page).is_file():
        yield "its page is not in public/: build and publish the site, or links lead nowhere"
    if not settings.url.startswith("https://"):
        yield "the site's address is not https: many mail programs will not show its pictures"
