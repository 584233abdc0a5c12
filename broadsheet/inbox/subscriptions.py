"""Which feeds the inbox gathers from: those of `site.yaml`, of lists, and of notes on sources."""

from collections.abc import Iterator
from pathlib import Path

from broadsheet.content.articles import ReadingRules
from broadsheet.content.notes import read_note
from broadsheet.content.settings import FILE, Settings
from broadsheet.files import CONTENT, ContentFile, list_content, read_text
from broadsheet.inbox.items import Subscription
from broadsheet.inbox.opml import read_opml
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.urls import slugify

NOTES = f"{CONTENT}/sources/"
LARGEST = 5_000_000  # bytes of a list of feeds


def subscriptions(root: Path, settings: Settings, rules: ReadingRules) -> tuple[Subscription, ...]:
    """The feeds of the site at `root`, each address once: the first that names it says what is
    known of it. Notes with mistakes are passed over, as the next build names them.

    Raises ProblemsFound for lists that cannot be read and sections that the site does not have.
    """
    problems: list[Problem] = []
    found = [*_of_settings(settings, problems), *_of_lists(root, settings, problems)]
    if problems:
        raise ProblemsFound(problems)
    if settings.inbox.sources:
        found += _of_notes(root, rules)
    first: dict[str, Subscription] = {}
    for it in found:
        first.setdefault(it.address, it)
    return tuple(first.values())


def _of_settings(settings: Settings, problems: list[Problem]) -> Iterator[Subscription]:
    sections = {it.key for it in settings.sections}
    for line, feed in settings.inbox.feeds:
        if feed.section and sections and feed.section not in sections:
            hint = f"one of: {', '.join(sorted(sections))}"
            problems.append(Problem(FILE, line, f"there is no section {feed.section}", hint))
        yield Subscription(
            feed.url, feed.name, feed.section, feed.language, feed.primary, f"{FILE}:{line}"
        )


def _of_lists(root: Path, settings: Settings, problems: list[Problem]) -> Iterator[Subscription]:
    sections = {
        name: it.key for it in settings.sections for name in (slugify(it.key), slugify(it.title))
    }
    for line, path in settings.inbox.opml:
        try:
            outlines = read_opml(_content(root, path))
        except OSError as error:
            problems.append(_unreadable(line, f"{path} cannot be read: {error.strerror}"))
        except ValueError as error:
            problems.append(_unreadable(line, f"{path} {error}"))
        else:
            for it in outlines:
                section = sections.get(slugify(it.folder), "") if it.folder else ""
                yield Subscription(it.address, it.name, section, where=f"{path}:{it.line}")


def _unreadable(line: int, text: str) -> Problem:
    return Problem(FILE, line, text, "name a file in the site's folder that a feed reader exported")


def _content(root: Path, path: str) -> bytes:
    with (root / path).open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError(f"has more than {LARGEST:,} bytes")
    return content


def _of_notes(root: Path, rules: ReadingRules) -> Iterator[Subscription]:
    paths = [path for path in list_content(root).texts if path.startswith(NOTES)]
    for path in paths:
        file = read_text(root, path)
        note = read_note(file, rules).note if isinstance(file, ContentFile) else None
        if note and note.feed:
            yield Subscription(note.feed, note.title, language=note.language, where=path)
