"""The chain of themes: which file a template name means, and what it refers to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jinja2 import Environment, TemplateSyntaxError, nodes

from broadsheet.fields import Field, Place, read_fields, read_text
from broadsheet.files import THEMES, theme_folders
from broadsheet.fingerprint import of_bytes, of_value
from broadsheet.problems import Problem, Report, did_you_mean
from broadsheet.settings import UTC
from broadsheet.yaml_text import YamlFault, read_yaml

EXTENSIONS = ("jinja2.ext.i18n",)  # beside Jinja's own words: gettext's, and {% trans %}
FIELDS = {
    "name": Field(read_text, "the folder's name", required=True),
    "extends": Field(read_text, "the theme whose templates it builds on"),
}


@dataclass(frozen=True, slots=True)
class Template:
    """A template's text; `path` names it in problems, relative to the site."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Static:
    """A file that pages refer to, at an address that carries its digest."""

    address: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with all it builds on, read whole.

    `templates` knows each name twice: `article.html` is the nearest theme's, `NAME/article.html`
    that theme's own. `statics` is by name, the nearest theme's first. `references` are the names
    that a template extends, includes or imports, by its path.
    """

    templates: Mapping[str, Template]
    statics: Mapping[str, Static]
    references: Mapping[str, tuple[str, ...]]

    def fingerprint(self) -> str:
        """What stands for everything in it that can show in a page."""
        texts = {name: template.text for name, template in self.templates.items()}
        return of_value((texts, {name: it.address for name, it in self.statics.items()}))

    def look(self, name: str) -> str:
        """What stands for all that can show in a page of one template: the template, those it
        refers to, and the addresses of the static files."""
        reached: dict[str, str] = {}
        waiting = [name]
        while waiting:
            template = self.templates.get(waiting.pop())
            if template and template.path not in reached:
                reached[template.path] = template.text
                waiting += self.references.get(template.path, ())
        statics = {name: it.address for name, it in self.statics.items()}
        return of_value((sorted(reached.items()), statics))


@dataclass(frozen=True, slots=True)
class Folder:
    """One theme's own folder; `path` is where it stands on this disk."""

    name: str
    path: Path
    extends: str


def read_theme(root: Path, name: str) -> tuple[Theme, tuple[Problem, ...]]:
    """The theme `name` of the site at `root`, or one that comes with Broadsheet."""
    problems: list[Problem] = []
    chain = tuple(_chain(root, name, problems))
    templates: dict[str, Template] = {}
    statics: dict[str, Static] = {}
    for folder in chain:
        for own, template in _templates(folder, problems):
            templates.setdefault(own, template)
            templates[f"{folder.name}/{own}"] = template
        for own, static in _statics(folder):
            statics.setdefault(own, static)
    references = _references(templates, problems) if chain else {}
    return Theme(templates, statics, references), tuple(problems)


def _chain(root: Path, name: str, problems: list[Problem]) -> Iterator[Folder]:
    seen: list[str] = []
    asked_in = "site.yaml"
    while name:
        if name in seen:
            text = f"themes extend one another in a circle: {' → '.join([*seen, name])}"
            problems.append(Problem(asked_in, 0, text, "take one extends out"))
            return
        folder = _folder(root, name, asked_in, problems)
        if folder is None:
            return
        yield folder
        seen.append(name)
        name, asked_in = folder.extends, f"{THEMES}/{name}/theme.yaml"


def _folder(root: Path, name: str, asked_in: str, problems: list[Problem]) -> Folder | None:
    for folder in theme_folders(root):
        if (folder / name / "theme.yaml").is_file():
            return _described(name, folder / name, problems)
    known = {path.parent.name for each in theme_folders(root) for path in each.glob("*/theme.yaml")}
    text = f"there is no theme {name}: no file {THEMES}/{name}/theme.yaml"
    problems.append(Problem(asked_in, 0, text, did_you_mean(name, known)))
    return None


def _described(name: str, path: Path, problems: list[Problem]) -> Folder | None:
    report = Report(f"{THEMES}/{name}/theme.yaml")
    values = None
    try:
        value = read_yaml((path / "theme.yaml").read_text("utf-8-sig"))
        if value is None:
            report.problem(0, "is empty", f"it needs a line: name: {name}")
        else:
            values = read_fields(value, FIELDS, Place("", report, UTC))
    except YamlFault as fault:
        report.problem(fault.line, fault.text, fault.hint)
    except (OSError, UnicodeDecodeError):
        report.problem(0, "cannot be read as UTF-8 text")
    problems += report.problems
    return None if values is None else Folder(name, path, values.get("extends", ""))


def _templates(folder: Folder, problems: list[Problem]) -> Iterator[tuple[str, Template]]:
    for own, path in _files(folder.path / "templates"):
        shown = f"{THEMES}/{folder.name}/templates/{own}"
        try:
            yield own, Template(shown, path.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError):
            problems.append(Problem(shown, 0, "cannot be read as UTF-8 text"))


def _statics(folder: Folder) -> Iterator[tuple[str, Static]]:
    for own, path in _files(folder.path / "static"):
        content = path.read_bytes()
        name = PurePosixPath(own)
        digested = name.with_name(f"{name.stem}.{of_bytes(content)[:10]}{name.suffix}")
        yield own, Static(f"/static/{digested}", content)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in paths:
        if not path.name.startswith(".") and not path.name.endswith("~"):
            yield path.relative_to(folder).as_posix(), path


def _references(
    templates: Mapping[str, Template], problems: list[Problem]
) -> dict[str, tuple[str, ...]]:
    """The names that each template refers to, by its path; reports what is wrong with any."""
    references = {}
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, extensions=EXTENSIONS
    )
    for template in {it.path: it for it in templates.values()}.values():
        try:
            tree = environment.parse(template.text, filename=template.path)
        except TemplateSyntaxError as error:
            text = error.message or "is not a template"
            problems.append(Problem(template.path, error.lineno, text))
            continue
        problems += _reference_problems(template, tree, templates)
        references[template.path] = tuple(_referred(tree))
    return references


def _referred(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        named = node.template  # type: ignore[attr-defined]
        if isinstance(named, nodes.Const) and isinstance(named.value, str):
            yield named.value


def _reference_problems(
    template: Template, tree: nodes.Template, templates: Mapping[str, Template]
) -> Iterator[Problem]:
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        named = node.template  # type: ignore[attr-defined]
        if not isinstance(named, nodes.Const) or not isinstance(named.value, str):
            text = "names a template by something computed"
            yield Problem(template.path, node.lineno, text, "write the name out, in quotes")
        elif named.value not in templates:
            text = f"there is no template {named.value}"
            yield Problem(template.path, node.lineno, text, did_you_mean(named.value, templates))
