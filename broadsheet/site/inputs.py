"""Reads and checks everything a site is made from: settings, themes, words, texts, pictures."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from broadsheet.builds import Progress
from broadsheet.content.articles import Article, Reading, ReadingRules
from broadsheet.content.host_settings import HOSTS
from broadsheet.content.ledger import Ledger, read_ledger
from broadsheet.content.notes import Note, NoteReading
from broadsheet.content.reading import Before, FileRead, Texts, read_all, reading_steps
from broadsheet.content.settings import FILE, Settings, read_settings
from broadsheet.content.store import FILE as STORE
from broadsheet.content.store import Store, opened_store
from broadsheet.files import LEDGER, MEMORY, ROOT_FILES, Content, list_content, read_bytes
from broadsheet.images.pictures import Original, PictureReading, is_picture
from broadsheet.problems import Problem, ProblemLog, ProblemsFound
from broadsheet.site.outputs import LITE
from broadsheet.text.markup import Body
from broadsheet.themes.theme import Theme, read_theme
from broadsheet.translations import Translations, read_translations
from broadsheet.workers import Workers

Item = TypeVar("Item")
Check = Callable[[Mapping[str, Body], Content], Iterable[Problem]]
OF_ANY_TEXT = 1_000  # bytes of text that are read in the time that each file takes besides


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a site is made from, without problems; `themes` by the names that pages use.

    `ledger` are the addresses that were published; None before the first time. `digests` are
    fingerprints of the bytes of all texts and pictures, by their paths; a build needs them to tell
    what has changed, a preview does not have them. `changed` are those whose bytes changed since
    the store had the stamp `stored`. `host_rules` are the curator's own files for the host, which
    Broadsheet adds its rules to, by their paths.
    """

    settings: Settings
    themes: Mapping[str, Theme]
    translations: Translations
    content: Content
    articles: tuple[Article, ...]
    notes: tuple[Note, ...]
    pictures: tuple[Original, ...]
    stamp: str  # of the store
    warnings: tuple[Problem, ...]
    digests: Mapping[str, str] = field(default_factory=dict)
    stored: str = ""
    changed: frozenset[str] = frozenset()
    ledger: Ledger | None = None
    host_rules: Mapping[str, bytes] = field(default_factory=dict)


def read_inputs(
    root: Path,
    workers: Workers,
    progress: Progress,
    fault: str = "",
    check: Check = lambda *_: (),
    content: Content | None = None,
) -> Inputs:
    """Read all sources; `fault` says that the store was set aside, `content` is what there is under
    `content/` if that was listed a moment ago. Raises ProblemsFound with all that is wrong in any
    of them, and what `check` finds then in their texts."""
    settings, report = read_settings(bytes_of(root, FILE))
    themes, theme_problems = read_themes(root, settings)
    translations, translation_problems = read_translations(root, settings.language)
    content = content or list_content(root)
    ledger, ledger_log = ledger_of(root, content)
    with opened_store(root / MEMORY) as store:
        texts = read_content(root, content, settings, store, workers, progress)
        stamp = store.stamp()
    problems = [*report.problems, *theme_problems, *translation_problems, *content.problems]
    problems += [*ledger_log.problems, *texts.all_problems()]
    if problems:
        raise ProblemsFound((*problems, *check(bodies_of(texts.readings), content)))
    warnings = (warning for reading in texts.readings for warning in reading.warnings)
    return Inputs(
        settings=settings,
        themes=themes,
        translations=translations,
        content=content,
        articles=tuple(it.article for it in _of(Reading, texts.readings) if it.article),
        notes=tuple(it.note for it in _of(NoteReading, texts.readings) if it.note),
        pictures=tuple(it.picture for it in _of(PictureReading, texts.readings) if it.picture),
        stamp=stamp,
        warnings=(*warnings, *_told(store.fault or fault)),
        digests=texts.digests,
        stored=texts.stored,
        changed=texts.changed,
        ledger=ledger,
        host_rules=host_rules(root, settings, content),
    )


def _told(fault: str) -> list[Problem]:
    """A warning that the store was set aside, if there was a fault."""
    return [Problem(f"{MEMORY}/{STORE}", 0, fault)] if fault else []


def ledger_of(root: Path, content: Content) -> tuple[Ledger | None, ProblemLog]:
    """The addresses that were published, None before the first time; and what is wrong there."""
    if content.ledger is None:
        return None, ProblemLog(LEDGER)
    return read_ledger(bytes_of(root, LEDGER))


def host_rules(root: Path, settings: Settings, content: Content) -> Mapping[str, bytes]:
    """The curator's files that become one with what Broadsheet writes for the host, by their
    paths. Raises OSError."""
    named = (f"{ROOT_FILES}/{name}" for name in HOSTS.get(settings.host, ()))
    return {path: read_bytes(root, path) for path in named if path in content.root}


def read_content(
    root: Path,
    content: Content,
    settings: Settings,
    store: Store,
    workers: Workers,
    progress: Progress,
) -> Texts:
    """All texts and pictures; the workers read those that are not in the store."""
    pictures = {path: it for path, it in content.media.items() if is_picture(path)}
    signatures, rules = {**content.texts, **pictures}, reading_rules(settings)

    def read(paths: Sequence[str], before: Before) -> Iterable[FileRead]:
        steps = reading_steps(root, rules, before)
        weights = [OF_ANY_TEXT + signatures[path].size for path in paths]
        return progress.reading(workers.map(steps, paths, weights), len(paths))

    return read_all(root, signatures, rules, store, read, content.seen_ns)


def read_themes(root: Path, settings: Settings) -> tuple[dict[str, Theme], list[Problem]]:
    """The site's theme, and that of the text-only edition if there is one."""
    read = {"": read_theme(root, settings.theme, settings.theme_options)}
    if settings.lite:
        read[LITE] = read_theme(root, "plain")
    problems = [problem for _, found in read.values() for problem in found]
    return {key: theme for key, (theme, _) in read.items()}, list(dict.fromkeys(problems))


def _of(kind: type[Item], readings: Iterable[object]) -> Iterator[Item]:
    return (it for it in readings if isinstance(it, kind))


def bodies_of(readings: Sequence[object]) -> dict[str, Body]:
    """The texts that are or may be published, by their paths: all but drafts."""
    texts, notes_read = [*_of(Reading, readings)], [*_of(NoteReading, readings)]
    bodies = {it.path: it.body for it in texts if it.body}
    bodies |= {it.path: it.body for it in notes_read if it.body}
    articles = [it.article for it in texts if it.article and not it.article.draft]
    notes = [it.note for it in notes_read if it.note]
    bodies |= {article.path: article.body for article in articles}
    bodies |= {note.path: note.body for note in notes}
    return dict(sorted(bodies.items()))


def bytes_of(root: Path, path: str) -> bytes | None:
    """The bytes of a file of the site; None if there is none."""
    try:
        return read_bytes(root, path)
    except FileNotFoundError:
        return None


def reading_rules(settings: Settings) -> ReadingRules:
    """The part of the settings that reading a text depends on."""
    return ReadingRules(
        zone=settings.timezone,
        language=settings.language,
        authors=settings.author,
        site_url=settings.url,
        raw_html=settings.markdown.raw_html,
    )
