"""Reads a theme completely: its templates by name, what they refer to, and its static files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from broadsheet.content.settings import GivenOption
from broadsheet.files import THEMES
from broadsheet.fingerprint import of_value
from broadsheet.problems import Problem, did_you_mean
from broadsheet.themes.chain import TEMPLATES, Folder, theme_chain
from broadsheet.themes.options import Option, OptionValue, chosen, options_of
from broadsheet.themes.static_files import Static, statics_of
from broadsheet.themes.template_trees import (
    REFERRING,
    extended,
    inherited_blocks,
    lost_blocks,
    name_in,
    options_read,
    referred,
)


@dataclass(frozen=True, slots=True)
class Template:
    """A template's text; `path` names it in messages, relative to the site."""

    path: str
    text: str


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
        reached: dict[str, str] = {}
        waiting = [*names]
        while waiting:
            template = self.templates.get(waiting.pop())
            if template and template.path not in reached:
                reached[template.path] = template.text
                waiting += self.references.get(template.path, ())
        statics = {name: it.address for name, it in self.statics.items()}
        read = sorted({key for path in reached for key in self.reads.get(path, ())})
        options = [(key, self.options.get(key)) for key in read]
        return of_value((sorted(reached.items()), statics, options))


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
    references, reads = _references(templates, options, problems) if chain else ({}, {})
    return Theme(templates, statics, options, references, reads), tuple(problems)


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


def _references(
    templates: Mapping[str, Template], options: Iterable[str], problems: list[Problem]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """For each template, by path, the names that it refers to, and the options that it reads. Adds
    to `problems`."""
    trees = _parsed(templates.values(), problems)
    named = {name: trees[it.path] for name, it in templates.items() if it.path in trees}
    for path, tree in trees.items():
        problems += _reference_problems(path, tree, named)
        problems += _block_problems(path, tree, named)
    references = {path: tuple(referred(tree)) for path, tree in trees.items()}
    return references, {path: tuple(options_read(tree, options)) for path, tree in trees.items()}


def _parsed(templates: Iterable[Template], problems: list[Problem]) -> dict[str, nodes.Template]:
    """Parsed templates by path; adds syntax errors to `problems`."""
    trees = {}
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    for template in {it.path: it for it in templates}.values():
        try:
            trees[template.path] = environment.parse(template.text, filename=template.path)
        except TemplateSyntaxError as error:
            text = error.message or "is not a template"
            problems.append(Problem(template.path, error.lineno, text))
    return trees


def _reference_problems(
    path: str, tree: nodes.Template, trees: Mapping[str, nodes.Template]
) -> Iterator[Problem]:
    for node in tree.find_all(REFERRING):
        name = name_in(node)
        if name is None:
            text = "uses a computed template name"
            yield Problem(path, node.lineno, text, "write the name in quotes")
        elif name not in trees:
            text = f"there is no template {name}"
            yield Problem(path, node.lineno, text, did_you_mean(name, trees))


def _block_problems(
    path: str, tree: nodes.Template, trees: Mapping[str, nodes.Template]
) -> Iterator[Problem]:
    """Problems for blocks of a template that Jinja would leave out without a word."""
    parent = extended(tree)
    for name, line in lost_blocks(tree, trees).items() if parent in trees else ():
        text = f"there is no block {name} in {parent}, so it shows nothing"
        yield Problem(path, line, text, did_you_mean(name, inherited_blocks(tree, trees)))
