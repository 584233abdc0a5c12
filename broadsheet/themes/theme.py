"""Reads a theme completely: its templates by name, what they refer to, and its static files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time_ns

from broadsheet.content.given_options import GivenOption
from broadsheet.files import COMPILED, THEMES, signatures_below
from broadsheet.fingerprint import of_value
from broadsheet.problems import Problem
from broadsheet.themes.chain import TEMPLATES, Folder, place_of, theme_chain
from broadsheet.themes.options import Option, OptionValue, chosen, options_of
from broadsheet.themes.references import References, Template, digests, references_of
from broadsheet.themes.static_files import Static, statics_of

MOST = 20  # themes that a process keeps


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with everything it extends, read completely.

    `templates` has each name twice: `article.html` means the nearest theme's, `NAME/article.html`
    that of the theme NAME. `statics` has the nearest theme's files by name. `references` has, by a
    template's path, the names that it extends, includes or imports, `reads` the options it reads.
    """

    templates: Mapping[str, Template]
    statics: Mapping[str, Static]
    options: Mapping[str, OptionValue]
    references: Mapping[str, tuple[str, ...]]
    reads: Mapping[str, tuple[str, ...]]

    def fingerprint(self) -> str:
        """The fingerprint of everything in it that can affect a page."""
        texts = {name: template.text for name, template in self.templates.items()}
        statics = {name: it.address for name, it in self.statics.items()}
        return of_value((texts, statics, dict(self.options)))

    def template_fingerprint(self, *names: str) -> str:
        """What stands for all that can show in a page of these templates: themselves, those they
        refer to, the options they read, and the addresses of the static files."""
        reached = self.reached(*names)
        statics = {name: it.address for name, it in self.statics.items()}
        paths = {template.path for template in reached.values()}
        read = sorted({key for path in paths for key in self.reads.get(path, ())})
        options = [(key, self.options.get(key)) for key in read]
        return of_value((digests(reached), statics, options))

    def reached(self, *names: str) -> dict[str, Template]:
        """These templates and all that they refer to, by the names that stand for them."""
        reached: dict[str, Template] = {}
        waiting = [*names]
        while waiting:
            name = waiting.pop()
            template = self.templates.get(name)
            if template and name not in reached:
                reached[name] = template
                waiting += self.references.get(template.path, ())
        return reached


def read_theme(
    root: Path, name: str, given: Sequence[GivenOption] = ()
) -> tuple[Theme, tuple[Problem, ...]]:
    """The theme `name` of the site at `root`, or one that comes with Broadsheet.

    `given` are the options that the site sets. A theme without problems is not read again in a
    process for as long as its files look the same.
    """
    own = root if (root / THEMES).is_dir() else None
    key = (own, name, repr(given))
    known = _known.get(key)
    if known is not None and known.looks == _looks(known.places, root):
        _references(root, name, known.theme.templates, known.theme.options)  # kept at this site too
        return known.theme, ()
    problems: list[Problem] = []
    chain = theme_chain(root, name, problems)
    places = {folder.name: folder.path for folder in chain}
    looks = _looks(places, root)
    theme = _read(root, name, chain, given, problems)
    if looks and not problems:
        _known[key] = _Known(places, looks, theme)
        if len(_known) > MOST:
            del _known[next(iter(_known))]
    return theme, tuple(problems)


@dataclass(frozen=True, slots=True)
class _Known:
    """A theme that was read, with the folders of its chain by their names, and how these looked."""

    places: Mapping[str, Path]
    looks: str
    theme: Theme


_known: dict[tuple[Path | None, str, str], _Known] = {}  # the oldest first


def _looks(places: Mapping[str, Path], root: Path) -> str:
    """How all files in the folders of themes look; empty where that cannot be trusted, as a file
    has just changed, or where a theme stands elsewhere now."""
    if any(place_of(root, name) != place for name, place in places.items()):
        return ""
    now = time_ns()
    seen = [(place, *it) for place in places.values() for it in signatures_below(place)]
    if not all(signature.has_rested(now) for _, _, signature in seen):
        return ""
    return of_value([(str(place), path, str(signature)) for place, path, signature in seen])


def _read(
    root: Path,
    name: str,
    chain: Sequence[Folder],
    given: Sequence[GivenOption],
    problems: list[Problem],
) -> Theme:
    """The theme whose chain this is; adds to `problems`."""
    before = len(problems)
    declared = known_options(chain, problems)
    is_whole = len(problems) == before and bool(chain) and not chain[-1].extends
    options = chosen(declared, given if is_whole else (), problems)
    templates: dict[str, Template] = {}
    for folder in chain:
        for own, template in _templates(folder, problems):
            templates.setdefault(own, template)
            templates[f"{folder.name}/{own}"] = template
    safe = {key: value for key, value in options.items() if declared[key].kind != "text"}
    statics = statics_of(chain, safe, problems)
    found = _references(root, name, templates, options) if chain else References({}, {})
    problems += found.problems
    return Theme(templates, statics, options, found.references, found.reads)


def _references(
    root: Path, name: str, templates: Mapping[str, Template], options: Mapping[str, OptionValue]
) -> References:
    file = root / COMPILED / f"references-{of_value(name)}"
    return references_of(templates, tuple(options), file)


def known_options(chain: Sequence[Folder], problems: list[Problem]) -> dict[str, Option]:
    """All options of a chain of themes, by key, with the nearest theme's defaults."""
    farthest_first = reversed(chain)
    return options_of(((it.name, it.file, it.declared) for it in farthest_first), problems)


def _templates(folder: Folder, problems: list[Problem]) -> Iterator[tuple[str, Template]]:
    for own, path in folder.files(TEMPLATES).items():
        shown = f"{THEMES}/{folder.name}/{TEMPLATES}/{own}"
        try:
            yield own, Template(shown, path.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError):
            problems.append(Problem(shown, 0, "cannot be read as UTF-8 text"))
