"""The interface's words in the site's language, by gettext's catalogues.

Broadsheet's own stand in `broadsheet/data/locale/`. A site may bring a catalogue of its own, for
another language or for other words: `locale/nl/LC_MESSAGES/broadsheet.po`.
"""

from collections.abc import Iterator
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from broadsheet.files import DATA, LOCALE
from broadsheet.fingerprint import of_bytes
from broadsheet.problems import Problem

DOMAIN = "broadsheet"
BUNDLED = DATA / LOCALE
SAME = {"zh": "zh_Hans", "zh_CN": "zh_Hans", "zh_SG": "zh_Hans"}  # languages by another name


class Translations:
    """The words of one language; `digest` is the fingerprint of all of them."""

    def __init__(self, catalogues: tuple[bytes, ...] = ()) -> None:
        """Words from compiled catalogues; where they differ, an earlier one wins."""
        self.digest = of_bytes(b"".join(catalogues))
        self._catalogues = catalogues
        self._translations: NullTranslations = NullTranslations()
        for content in reversed(catalogues):
            translations = GNUTranslations(BytesIO(content))
            translations.add_fallback(self._translations)
            self._translations = translations

    def __reduce__(self) -> tuple[type["Translations"], tuple[tuple[bytes, ...]]]:
        return Translations, (self._catalogues,)

    def gettext(self, message: str, **values: object) -> str:
        """The translation of an English message, with values for `%(name)s`."""
        found = self._translations.gettext(message)
        return found % values if values else found

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The translation for a number of things, before its values are filled in."""
        return self._translations.ngettext(one, many, number)


def read_translations(root: Path, language: str) -> tuple[Translations, tuple[Problem, ...]]:
    """The words for a site in a language, a BCP 47 tag: the site's own first, then Broadsheet's."""
    own: list[bytes] = []
    problems: list[Problem] = []
    for path in _paths(root / LOCALE, language, "po"):
        shown = path.relative_to(root).as_posix()
        try:
            own.append(_compiled(path.read_bytes()))
        except (OSError, ValueError) as error:
            hint = "open it in a program for translations, such as Poedit"
            problems.append(Problem(shown, 0, f"is not a catalogue of translations: {error}", hint))
    bundled = [path.read_bytes() for path in _paths(BUNDLED, language, "mo")]
    return Translations((*own, *bundled)), tuple(problems)


def _paths(folder: Path, language: str, ending: str) -> Iterator[Path]:
    """The catalogues for a language in a folder, the one that fits its tag best first."""
    parts = language.split("-")
    names = ["_".join(parts[:end]) for end in range(len(parts), 0, -1)]
    for name in dict.fromkeys((*names, *(SAME[it] for it in names if it in SAME))):
        path = folder / name / "LC_MESSAGES" / f"{DOMAIN}.{ending}"
        if path.is_file():
            yield path


def _compiled(content: bytes) -> bytes:
    """A catalogue compiled from the text of its file; raises ValueError if it is not one."""
    from babel.messages.mofile import write_mo  # needed only by sites with their own words
    from babel.messages.pofile import PoFileError, read_po

    compiled = BytesIO()
    try:
        catalogue = read_po(BytesIO(content), abort_invalid=True)
    except PoFileError as error:
        raise ValueError(str(error)) from error
    for message in catalogue:
        for fault in message.check(catalogue):
            raise ValueError(f"{message.id!r}: {fault}")
    write_mo(compiled, catalogue)
    return compiled.getvalue()
