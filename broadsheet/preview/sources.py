"""Everything a site is made from as it stood when it was last looked at, mistakes included."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from stat import S_ISREG
from typing import TypeVar

from broadsheet.content.articles import Reading
from broadsheet.content.ledger import Ledger
from broadsheet.content.notes import NoteReading
from broadsheet.content.settings import FILE, Settings, read_settings
from broadsheet.files import (
    CONTENT,
    LEDGER,
    LOCALE,
    THEMES,
    Content,
    StatSignature,
    list_content,
    read_bytes,
)
from broadsheet.images.pictures import PictureReading, is_picture
from broadsheet.preview.readings import Readings, body_of, readings_of
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.site.dead_links import dead_links
from broadsheet.site.inputs import (
    Inputs,
    bodies_of,
    host_rules,
    ledger_of,
    read_themes,
    reading_rules,
)
from broadsheet.themes.theme import Theme
from broadsheet.translations import Translations, read_translations
from broadsheet.workers import Workers

Part = TypeVar("Part")
TRIES = 3  # of reading what vanishes while it is read


class Sources:
    """The files of one site, as values. `look` brings them up to date and never raises for them."""

    def __init__(self, root: Path, workers: Workers) -> None:
        self._root, self._workers = root, workers
        self.settings, _ = read_settings(None)
        self.themes: Mapping[str, Theme] = {}
        self.translations = Translations()
        self.content = Content({}, {}, ())
        self.ledger: Ledger | None = None
        self.readings: Readings = {}
        self._settings_bytes: bytes | None = b""
        self._problems: dict[str, tuple[Problem, ...]] = {}

    def look(self, paths: Collection[str] | None) -> None:
        """Look again at the files at these paths, or at everything."""
        before = self.settings
        if self._may_differ(FILE, paths):
            self._look_at_settings()
        theme_is_other = _theme_settings(before) != _theme_settings(self.settings)
        if theme_is_other or self._may_differ(THEMES, paths):
            self._look_at_themes()
        if before.language != self.settings.language or self._may_differ(LOCALE, paths):
            self._look_at_words()
        has_new_rules = reading_rules(before) != reading_rules(self.settings)
        if has_new_rules or self._may_differ(CONTENT, paths):
            self._look_at_texts(paths, {} if has_new_rules else self.readings)

    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong in them."""
        found = [problem for part in self._problems.values() for problem in part]
        found += [problem for it in self.readings.values() for problem in it.problems()]
        if found:
            bodies = bodies_of([it.reading for it in self.readings.values()])
            found += dead_links(bodies, self.content)
        return ProblemsFound(found).problems

    def inputs(self) -> Inputs:
        """What the site is laid out from; there must be no problems."""
        readings = [it.reading for it in self.readings.values()]
        articles = (it.article for it in readings if isinstance(it, Reading))
        notes = (it.note for it in readings if isinstance(it, NoteReading))
        pictures = (it.picture for it in readings if isinstance(it, PictureReading))
        told = (it.warnings for it in readings if not isinstance(it, Problem))
        return Inputs(
            settings=self.settings,
            themes=self.themes,
            translations=self.translations,
            content=self.content,
            articles=tuple(it for it in articles if it),
            notes=tuple(it for it in notes if it),
            pictures=tuple(it for it in pictures if it),
            stamp="",
            warnings=tuple(warning for warnings in told for warning in warnings),
            ledger=self.ledger,
            host_rules=host_rules(self._root, self.settings, self.content),
        )

    def texts(self) -> dict[str, tuple[str, str]]:
        """The texts by the paths of their files, each with its fingerprint and as HTML."""
        found = {}
        for path, seen in self.readings.items():
            body = body_of(seen.reading)
            if body and not isinstance(seen.reading, Problem):
                found[path] = body.digest, seen.reading.html
        return found

    def _may_differ(self, part: str, paths: Collection[str] | None) -> bool:
        has_problems = bool(self._problems.get(part))
        return paths is None or has_problems or any(_is_below(part, path) for path in paths)

    def _look_at_settings(self) -> None:
        try:
            content = read_bytes(self._root, FILE)
        except FileNotFoundError:
            content = None
        except OSError as error:
            self._problems[FILE] = (_unread(FILE, error),)
            return
        if content != self._settings_bytes or FILE in self._problems:
            settings, log = read_settings(content)
            self._settings_bytes = content
            self._problems[FILE] = tuple(log.problems)
            if not log.problems:
                del self._problems[FILE]
                self.settings = _previewed(settings)

    def _look_at_themes(self) -> None:
        def read() -> tuple[Mapping[str, Theme], list[Problem]]:
            return read_themes(self._root, self.settings)

        themes, self._problems[THEMES] = _tried(read, THEMES, (self.themes, []))
        if not self._problems[THEMES] and themes != self.themes:
            self.themes = themes

    def _look_at_words(self) -> None:
        def read() -> tuple[Translations, tuple[Problem, ...]]:
            return read_translations(self._root, self.settings.language)

        found, self._problems[LOCALE] = _tried(read, LOCALE, (self.translations, ()))
        if not self._problems[LOCALE] and found.digest != self.translations.digest:
            self.translations = found

    def _look_at_texts(self, paths: Collection[str] | None, before: Readings) -> None:
        rules = reading_rules(self.settings)
        for _ in range(TRIES):
            self._list(paths)
            signatures = {**self.content.texts, **_pictures(self.content)}
            doubted = () if paths is None else paths
            self.readings = readings_of(
                self._root, signatures, doubted, before, rules, self._workers
            )
            gone = [path for path, it in self.readings.items() if isinstance(it.reading, Problem)]
            if all((self._root / path).exists() for path in gone):
                return
            paths, before = None, self.readings

    def _list(self, paths: Collection[str] | None) -> None:
        """List the content, or look only at known files if no others can have changed."""
        is_known = paths is not None and not self._problems.get(CONTENT)
        known = _still_there(self._root, paths or (), self.content) if is_known else None
        if known is not None:
            texts = {**self.content.texts, **known}
            self.content = replace(self.content, texts=texts, problems=())
            return

        def read() -> tuple[Content, tuple[Problem, ...]]:
            content = list_content(self._root)
            return content, content.problems

        self.content, self._problems[CONTENT] = _tried(read, CONTENT, (self.content, ()))

        def read_published() -> tuple[Ledger | None, Collection[Problem]]:
            ledger, log = ledger_of(self._root, self.content)
            return ledger, log.problems

        self.ledger, self._problems[LEDGER] = _tried(read_published, LEDGER, (self.ledger, ()))


def _still_there(
    root: Path, paths: Collection[str], content: Content
) -> dict[str, StatSignature] | None:
    """The signatures of the texts at these paths as they are now; None where content was added or
    taken away, or where a file changed that is no text."""
    found = {}
    for path in paths:
        if not _is_below(CONTENT, path):
            continue
        if path not in content.texts:
            return None
        try:
            status = (root / path).lstat()
        except OSError:
            return None
        if not S_ISREG(status.st_mode):
            return None
        found[path] = StatSignature.of(status)
    return found


def _pictures(content: Content) -> dict[str, StatSignature]:
    return {path: signature for path, signature in content.media.items() if is_picture(path)}


def _previewed(settings: Settings) -> Settings:
    """The settings of a preview: a browser keeps nothing of it offline, as another site may be at
    its address tomorrow, and throws away what it has."""
    return replace(settings, offline=False) if settings.offline else settings


def _theme_settings(settings: Settings) -> object:
    return settings.theme, settings.theme_options, settings.lite


def _is_below(folder: str, path: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def _tried(
    read: Callable[[], tuple[Part, Collection[Problem]]],
    path: str,
    before: tuple[Part, Collection[Problem]],
) -> tuple[Part, tuple[Problem, ...]]:
    """What was read, and what is wrong in it; a file that vanishes meanwhile is no mistake."""
    fault: OSError = FileNotFoundError()
    for _ in range(TRIES):
        try:
            found, problems = read()
        except OSError as error:
            fault = error
        else:
            return found, tuple(problems)
    return before[0], (_unread(path, fault),)


def _unread(path: str, error: OSError) -> Problem:
    return Problem(path, 0, f"cannot be read: {error.strerror or error}")
