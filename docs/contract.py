"""What themes may rely on, as a document: made from the code, so that it cannot be wrong.

What templates are given is looked up in the plans of two sites, the sample and an empty one; what
is in it, in the annotations and docstrings of the classes.
"""

import inspect
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_type_hints

from broadsheet.builds import Progress
from broadsheet.content.texts import TextStore
from broadsheet.digest.catalog import arrange
from broadsheet.files import MEMORY
from broadsheet.pages.edition_mail import mail_page
from broadsheet.pages.plan import groundwork, plan_site
from broadsheet.problems import listed
from broadsheet.rendering.formats import FORMATS
from broadsheet.rendering.templates import Renderer
from broadsheet.site.inputs import read_inputs
from broadsheet.site.outputs import (
    ATOM,
    BOOK,
    BOOK_ARTICLE,
    BOOK_TEMPLATES,
    EDITION_FILE,
    EDITION_TEXT,
    FEED,
    JSON_FEED,
    Page,
)
from broadsheet.themes.chain import CONTRACT, theme_chain
from broadsheet.themes.options import Option, written
from broadsheet.themes.template_trees import blocks, extended, macros
from broadsheet.themes.theme import known_options, read_theme
from broadsheet.translations import Translations
from broadsheet.workers import Workers
from docs.kinds import Kind, classes_in, classes_of, kinds_of, spelled, spelled_annotation
from docs.reference import table
from docs.words import TEMPLATES, VARIABLES

ROOT = Path(__file__).parent.parent
DOCUMENT = Path(__file__).parent / "theme-contract.md"
THEME = "broadsheet"
AS_OF = datetime(2022, 1, 1, tzinfo=UTC)
SETTINGS = "title: T\nurl: https://example.org/\ndescription: D\nlanguage: en\ntimezone: UTC\n"
SETTINGS += "security: {contact: 'mailto:d@e.org', expires: 2030-01-01}\n"
BOOKS = "books: [stories, months]\n"
GONE = "gone: [/old.html]\n"
BARE = "---\ntitle: T\ndate: 2021-01-01\ntags: [t]\nstory: s\nsources: [{name: N, url: 'https://n.example/'}]"
NUMBER = re.compile(r"contract number (\d+)")
INTRODUCTION = """\
<!-- Made from the code by `make docs`. -->
# The theme contract

This page lists everything that a template may rely on: contract number {number}. What is not here
can change without notice. [Themes](themes.md) explains how to make a theme."""


@dataclass(frozen=True, slots=True)
class Contract:
    """What templates are given: the kinds of each variable by template and name, and the classes
    that these values are of or lead to, in order of their names."""

    variables: Mapping[str, Mapping[str, set[Kind]]]
    classes: Sequence[type]

    @property
    def shared(self) -> list[str]:
        """The variables that every template has."""
        return sorted(set.intersection(*(set(given) for given in self.variables.values())))


def contract() -> Contract:
    """What templates are given on the sample site, on an empty one, and on one that has one
    article, no notes and no editions: what is optional is there once, and once not."""
    with TemporaryDirectory() as folder:
        site = Path(folder)
        (site / "content/news").mkdir(parents=True)
        (site / "site.yaml").write_text(SETTINGS, "utf-8")
        pages = [*planned(ROOT, with_mails=True), *planned(site)]
        (site / "site.yaml").write_text(
            f"{SETTINGS}{BOOKS}{GONE}editions: {{every: none}}\n", "utf-8"
        )
        (site / "content/news/bare.md").write_text(f"{BARE}\n---\nT.\n", "utf-8")
        pages += planned(site)
        for more in ("editions: {files: [html, text]}\noffline: true\n", "offline: false\n"):
            (site / "site.yaml").write_text(f"{SETTINGS}{more}", "utf-8")
            pages += planned(site)
        return contract_of(pages)


def planned(root: Path, with_mails: bool = False) -> tuple[Page, ...]:
    """The pages of the site in a folder, and the mails of its editions if they are asked for."""
    with TemporaryDirectory() as folder:
        site = Path(folder)
        shutil.copy(root / "site.yaml", site)
        shutil.copytree(root / "content", site / "content")
        sources = read_inputs(site, Workers(1), Progress())
        catalog = arrange(sources.articles, sources.notes, sources.settings, AS_OF, False)
        with closing(TextStore(site / MEMORY)) as library:
            factory = groundwork(catalog, sources, library).factory
            mailed = catalog.editions if with_mails else ()
            mails = (mail_page(factory, edition) for edition in mailed)
            return (*plan_site(catalog, sources, library, AS_OF).pages, *mails)


def contract_of(pages: Iterable[Page]) -> Contract:
    """What the templates of these pages are given; those of a feed are its entries'."""
    variables: dict[str, dict[str, set[Kind]]] = defaultdict(lambda: defaultdict(set))
    classes: dict[type, None] = {}
    for template, context in _given(pages):
        for name, value in context.items():
            variables[template][name] |= kinds_of(value)
            classes |= dict.fromkeys(classes_of(value))
    reached = _reached(classes)
    return Contract(variables, sorted(reached, key=lambda it: it.__name__))


def _given(pages: Iterable[Page]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each template that is used, with what it is given."""
    for page in pages:
        if page.template in (FEED, ATOM, JSON_FEED):
            shared = {name: page.context[name] for name in ("page", "site")}
            entries = page.context["entries"]
            yield from ((it.template, {**shared, **it.context}) for it in entries if it.template)
        elif page.template == BOOK:
            article = {"article": page.context["articles"][0]}
            for template in BOOK_TEMPLATES:
                more = article if template == BOOK_ARTICLE else {}
                yield template, {**page.context, **more}
        elif page.template in (EDITION_FILE, EDITION_TEXT) or page.template not in FORMATS:
            yield page.template, page.context


def _reached(classes: Iterable[type]) -> set[type]:
    reached: set[type] = set()
    waiting = list(classes)
    while waiting:
        each = waiting.pop()
        if each not in reached:
            reached.add(each)
            waiting += [it for hint in get_type_hints(each).values() for it in classes_in(hint)]
            waiting += _parents(each)
    return reached


def _parents(each: type) -> list[type]:
    return [base for base in each.__bases__ if base is not object]


def options() -> Mapping[str, Option]:
    """The options of the theme that others build on."""
    return known_options(theme_chain(ROOT, THEME, []), [])


def offers() -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The filters, and what templates can name on every page, beside Jinja's own."""
    return _renderer().offers()


def _renderer() -> Renderer:
    return Renderer(read_theme(ROOT, THEME)[0], Translations())


def document() -> str:
    """The whole document, Markdown."""
    found = contract()
    filters, names = offers()
    parts = [
        INTRODUCTION.format(number=CONTRACT),
        "\n".join(_told_templates(found)),
        "### Templates that make no page\n\n" + "\n".join(_told_parts(found)),
        "\n".join(_told_classes(found.classes)),
        "## Filters\n\n" + "\n".join(_told_filters(filters)),
        "## What every template can name\n\n" + "\n".join(_told_names(names)),
        f"## Options of the theme `{THEME}`\n\n" + "\n".join(_told_options(options())),
    ]
    return _linked("\n\n".join(parts) + "\n", found.classes)


def _linked(text: str, classes: Iterable[type]) -> str:
    """The document with a link wherever the second cell of a table's row names a class."""
    name = re.compile(rf"\b({'|'.join(it.__name__ for it in classes)})\b")
    return re.sub(
        r"^(\| `[^|]* \| )([^|]*)",
        lambda row: row[1] + name.sub(lambda it: f"[{it[1]}](#{it[1].casefold()})", row[2]),
        text,
        flags=re.MULTILINE,
    )


def broken_promises(before: str, now: str) -> list[str]:
    """What an earlier document promises and this one does not, although its number is the same."""
    numbers = [int(NUMBER.findall(text)[0]) for text in (before, now)]
    return sorted(_promises(before) - _promises(now)) if numbers[1] <= numbers[0] else []


def _promises(text: str) -> set[str]:
    """The names in a document's tables, each with its heading."""
    promises, heading = set(), ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line.strip("# ")
        elif line.startswith("| `"):
            promises.add(f"{heading}: {line.split(' | ')[0].strip('| ')}")
    return promises


def renew(now: str) -> None:
    """Write the document, unless it breaks a promise of the one that stands: raises SystemExit."""
    before = DOCUMENT.read_text("utf-8") if DOCUMENT.is_file() else now
    broken = broken_promises(before, now)
    if broken:
        told = "raise CONTRACT in broadsheet/themes/chain.py, or, if no release has this document,"
        lost = f"no more in the contract: {'; '.join(broken)}"
        raise SystemExit(f"{lost}\n{told} delete it first")
    DOCUMENT.write_text(now, "utf-8", newline="\n")


def _told_templates(found: Contract) -> Iterator[str]:
    renderer = _renderer()
    yield "## What each template is given\n\nEvery template is given:\n"
    whole = next(iter(found.variables.values()))
    yield from table(("variable", "kind", "what it is"), _rows(whole, found.shared))
    for template, given in sorted(found.variables.items()):
        yield f"\n### `{template}`\n\n{TEMPLATES.get(template, '')}\n"
        own = [name for name in sorted(given) if name not in found.shared]
        if own:
            yield from table(("variable", "kind", "what it is"), _rows(given, own))
        else:
            yield "Nothing more."
        tree = renderer.parsed(template)
        if extended(tree):
            yield f"\nExtends `{extended(tree)}`."


def _rows(given: Mapping[str, set[Kind]], names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for name in names:
        yield f"`{name}`", spelled(given[name]), VARIABLES.get(name, "")


def _told_parts(found: Contract) -> Iterator[str]:
    yield from table(("template", "what it has"), _parts(found))


def _parts(found: Contract) -> Iterator[tuple[str, str]]:
    renderer = _renderer()
    names = (name for name in read_theme(ROOT, THEME)[0].templates if "/" not in name)
    for name in sorted(set(names) - set(found.variables)):
        tree = renderer.parsed(name)
        told = [f"macro `{macro}({', '.join(takes)})`" for macro, takes in macros(tree).items()]
        told += [f"block `{block}`" for block in sorted(blocks(tree))]
        yield f"`{name}`", listed(told) or "what others include"


def _told_classes(classes: Iterable[type]) -> Iterator[str]:
    yield "## What is in the values\n"
    yield "A name of a class is a kind of value; `card.title` reads a field of it."
    for each in classes:
        parents = _parents(each)
        more = "".join(f" Has all that a {it.__name__} has, and:" for it in parents)
        yield f"\n### {each.__name__}\n\n{_doc(each)}{more}\n"
        hints = get_type_hints(each)
        inherited = {field.name for it in parents for field in fields(it)}
        own = [it.name for it in fields(each) if it.name not in inherited]
        rows = [(f"`{name}`", spelled_annotation(hints[name])) for name in own]
        yield from table(("field", "kind"), [*rows, *_properties(each)])


def _properties(each: type) -> Iterator[tuple[str, ...]]:
    for name, value in vars(each).items():
        if isinstance(value, property) and value.fget and not name.startswith("_"):
            yield f"`{name}`", spelled_annotation(get_type_hints(value.fget)["return"])


def _told_filters(filters: Mapping[str, Callable[..., Any]]) -> Iterator[str]:
    rows = [
        (f"`{name}`", spelled_annotation(_first(filters[name])), _doc(filters[name]))
        for name in sorted(filters)
    ]
    yield from table(("filter", "takes", "what it gives"), rows)


def _first(function: Callable[..., Any]) -> Any:
    """The annotation of the value that a filter takes."""
    original = inspect.unwrap(function)
    named = [name for name in inspect.signature(original).parameters if name != "context"]
    return get_type_hints(original).get(named[0], Any) if named else Any


def _told_names(names: Mapping[str, Any]) -> Iterator[str]:
    rows = []
    for name in sorted(names):
        value = names[name]
        if callable(value):
            shown = [it for it in inspect.signature(value).parameters if it != "context"]
            rows.append((f"`{name}({', '.join(shown)})`", _doc(value)))
        else:
            rows.append((f"`{name}`", VARIABLES.get(name, "")))
    yield from table(("name", "what it is"), rows)


def _told_options(known: Mapping[str, Option]) -> Iterator[str]:
    rows = [
        (f"`{it.key}`", it.kind, it.allowed, f"`{written(it.default)}`", it.about)
        for it in known.values()
    ]
    yield from table(("option", "kind", "allowed", "default", "what it changes"), rows)


def _doc(documented: object) -> str:
    """A docstring on one line."""
    return " ".join((inspect.getdoc(documented) or "").split())
