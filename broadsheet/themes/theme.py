"""Reads a theme completely: its templates by name, what they refer to, and its static files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.content.settings import GivenOption
from broadsheet.files import COMPILED, THEMES
from broadsheet.fingerprint import of_value
from broadsheet.problems import Problem
from broadsheet.themes.chain import TEMPLATES, Folder, theme_chain
from broadsheet.themes.options import Option, OptionValue, chosen, options_of
from broadsheet.themes.references import References, Template, digests, references_of
from broadsheet.themes.static_files import Static, statics_of


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

    `given` are the options that the site sets.
    """
    problems: list[Problem] = []
    chain = theme_chain(root, name, problems)
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
    file = root / COMPILED / f"references-{of_value(name)}"
    found = references_of(templates, tuple(options), file) if chain else References({}, {})
    theme = Theme(templates, statics, options, found.references, found.reads)
    return theme, (*problems, *found.problems)


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
