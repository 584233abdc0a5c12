"""The command that makes a credited draft from a report."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from broadsheet.clipping.clipper import Archiving, Clipper, Drafted
from broadsheet.clipping.draft import Choices
from broadsheet.clipping.kept_copies import Archive
from broadsheet.clipping.known import read_known
from broadsheet.clipping.origins import (
    SAVE_IT,
    STDIN,
    Clipping,
    NotClipped,
    from_file,
    from_stream,
    from_web,
    is_web,
)
from broadsheet.clipping.sections import UnknownSection, section_folder
from broadsheet.commands.draft_options import filed_under, tags_of
from broadsheet.commands.editing import open_in_editor
from broadsheet.commands.outcome import PROBLEMS
from broadsheet.commands.site_options import in_site
from broadsheet.content.fields import is_web_address
from broadsheet.content.settings import Settings
from broadsheet.content.site_settings import site_settings
from broadsheet.dates import Moment, date_advice, fixed, parse_moment
from broadsheet.fetching.client import Client, FetchFailed, Refused, user_agent
from broadsheet.site.inputs import reading_rules


@dataclass(frozen=True, slots=True)
class Site:
    """The site that drafts are written into, and its settings."""

    root: Path
    settings: Settings


@click.command("clip", short_help="Make a credited draft from a report.")
@click.argument("origins", nargs=-1, required=True, metavar="URL|FILE|-...")
@filed_under("the first of site.yaml")
@click.option("--date", "date", default="", metavar="DATE", help="The day of the draft (today).")
@click.option(
    "--url", "address", default="", metavar="URL", help="Where a FILE or pasted text came from."
)
@click.option("--archive", is_flag=True, help="Ask the Internet Archive to keep a copy.")
@click.option("--again", is_flag=True, help="Write a draft although the address is covered.")
@click.option("--edit", is_flag=True, help="Open the drafts in your editor.")
@in_site
def clip_command(
    origins: Sequence[str],
    section: str,
    story: str,
    tags: Sequence[str],
    date: str,
    address: str,
    archive: bool,
    again: bool,
    edit: bool,
    root: Path,
) -> None:
    """Make a credited draft from a report: a web address, a saved page, or a pasted text.

    The draft holds the report's credit, an empty place for your own words, and below it the
    report's key paragraphs and quotations, which no build shows. A file that ends in .txt and
    what comes from standard input (-) may be a text copied with all that stood around it.

    Exit status: 0 all clipped or covered already; 1 something was not clipped, or there are
    problems in site.yaml; 2 wrong arguments; 3 a bug in Broadsheet.
    """
    _check_address(address, origins)
    site = Site(root, site_settings(root))
    choices = _choices(site, section, story, tags_of(tags), date)
    today = datetime.now(site.settings.timezone).date()
    known = read_known(root, reading_rules(site.settings))
    agent = user_agent(site.settings.url)
    with ExitStack() as stack:
        client = stack.enter_context(Client(agent))
        keeper = stack.enter_context(Client(agent, robots=False)) if archive else None
        archiving = Archiving(keeper, Archive()) if keeper else None
        clipper = Clipper(root, choices, known, today, again, archiving)
        results = [it for origin in origins for it in _clipped(origin, clipper, client, address)]
    _account(results)
    paths = [it.path for it in results if isinstance(it, Drafted) and it.path]
    if edit and paths:
        open_in_editor([root / path for path in paths])
    if not all(isinstance(it, Drafted) for it in results):
        sys.exit(PROBLEMS)


def _check_address(address: str, origins: Sequence[str]) -> None:
    if not address:
        return
    if len(origins) > 1 or is_web(origins[0]):
        raise click.BadParameter("it is for one file or pasted text", param_hint="--url")
    if not is_web_address(address):
        raise click.BadParameter("write it as https://example.org/news", param_hint="--url")


def _choices(site: Site, section: str, story: str, tags: tuple[str, ...], date: str) -> Choices:
    zone = site.settings.timezone
    try:
        moment = parse_moment(date, zone) if date else _today(datetime.now(UTC).astimezone(zone))
    except (ValueError, OverflowError):
        raise click.BadParameter(date_advice(date), param_hint="--date") from None
    try:
        folder = section_folder(site.root, site.settings, section)
    except UnknownSection as error:
        raise click.BadParameter(str(error), param_hint="--section") from None
    settings = site.settings
    of_site = settings.markdown.raw_html, settings.permalink, settings.url
    return Choices(folder, moment, story, tags, *of_site)


def _today(now: datetime) -> Moment:
    return Moment(fixed(now), has_time=False)


def _clipped(
    origin: str, clipper: Clipper, client: Client, address: str
) -> Iterator[Drafted | NotClipped]:
    """What comes of one thing to clip, each told at once: a page that fails stops no other."""
    try:
        for drafted in clipper.draft(_read(origin, clipper, client, address)):
            _tell(drafted)
            yield drafted
    except NotClipped as error:
        yield _told_failure(origin, error)
    except (Refused, FetchFailed) as error:
        yield _told_failure(origin, NotClipped(error.why, SAVE_IT))
    except OSError as error:
        yield _told_failure(origin, NotClipped(error.strerror or str(error)))


def _read(origin: str, clipper: Clipper, client: Client, address: str) -> Clipping:
    if origin == STDIN:
        return from_stream(sys.stdin.buffer, clipper.today, address)
    if is_web(origin):
        return from_web(origin, client, clipper.today)
    return from_file(Path(origin), clipper.today, address)


def _told_failure(origin: str, error: NotClipped) -> NotClipped:
    name = "standard input" if origin == STDIN else origin
    click.echo(f"{name}: not clipped: {error.why}", err=True)
    if error.hint:
        click.echo(f"    {error.hint}", err=True)
    return error


def _tell(drafted: Drafted) -> None:
    if drafted.path:
        click.echo(drafted.path)
    else:
        click.echo(f"no draft of: {drafted.report.title}")
    for line in _remarks(drafted):
        click.echo(f"    {line}")


def _remarks(drafted: Drafted) -> Iterator[str]:
    yield from (str(it) for it in drafted.covered)
    if not drafted.path:
        yield "--again writes a second draft"
        return
    if not drafted.report.url:
        yield "no address was found: complete its sources, or clip it again with --url"
    copy = drafted.copy
    if copy and not copy.was_saved:
        kept = f"an earlier copy is named: {copy.url}" if copy.url else "there is no earlier copy"
        yield f"the archive saved no copy: {copy.why}; {kept}"


def _account(results: Sequence[Drafted | NotClipped]) -> None:
    drafted = [it for it in results if isinstance(it, Drafted)]
    written = sum(bool(it.path) for it in drafted)
    parts = (
        (written, "draft written" if written == 1 else "drafts written"),
        (len(drafted) - written, "covered already"),
        (len(results) - len(drafted), "not clipped"),
    )
    click.echo(", ".join(f"{count} {what}" for count, what in parts if count))
