"""What themes may rely on is documented, and the document is what the code does."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from jinja2 import meta, nodes

from broadsheet.cli import main
from broadsheet.files import theme_folders
from broadsheet.output.manifest import LISTS, SAID
from broadsheet.rendering.templates import Renderer
from broadsheet.site.outputs import Page
from broadsheet.themes.chain import CONTRACT
from broadsheet.themes.theme import Theme, read_theme
from broadsheet.translations import Translations
from docs.contract import (
    DOCUMENT,
    Contract,
    broken_promises,
    contract,
    contract_of,
    document,
    offers,
    renew,
)
from docs.kinds import kinds_of, spelled, spelled_annotation
from docs.words import TEMPLATES, VARIABLES
from tests.sites import SITE_YAML, Site, article

ROOT = Path(__file__).parents[2]
BUNDLED = sorted(path.parent.name for path in theme_folders(ROOT)[1].glob("*/theme.yaml"))


@pytest.fixture(scope="module")
def found() -> Contract:
    """What templates are given."""
    return contract()


def test_document_is_what_the_code_says(accept: bool) -> None:
    now = document()
    if accept:
        renew(now)
    told = "run `make docs`, or pytest with --accept, and read the difference"
    assert now == DOCUMENT.read_text("utf-8"), told


def test_what_leaves_the_contract_needs_a_new_number() -> None:
    number = f"contract number {CONTRACT}"
    now = document()
    assert broken_promises(now, now) == []
    poorer = now.replace("| `second` |", "| `third` |")
    assert broken_promises(now, poorer) == ["`front.html`: `second`"]
    assert broken_promises(now, poorer.replace(number, f"contract number {CONTRACT + 1}")) == []


def test_document_has_words_for_all_that_templates_are_given(found: Contract) -> None:
    given = {name for variables in found.variables.values() for name in variables}
    values = {name for name, value in offers()[1].items() if not callable(value)}
    assert (given | values) == set(VARIABLES), "write or remove a sentence in docs/words.py"
    assert set(found.variables) == set(TEMPLATES), "write or remove a sentence in docs/words.py"


def test_explain_has_words_for_nothing_that_no_page_is_given(found: Contract) -> None:
    given = {name for variables in found.variables.values() for name in variables}
    assert SAID.keys() - given == {"engine", "theme", "template", "channel", "sitemaps"}
    assert LISTS - given == set()


def test_every_class_filter_and_function_of_the_contract_explains_itself(found: Contract) -> None:
    filters, names = offers()
    explained = [*found.classes, *filters.values(), *filter(callable, names.values())]
    of_python = tuple(f"{it.__name__}(" for it in found.classes)  # what a dataclass says by itself
    assert [it for it in explained if (it.__doc__ or "(").startswith(("(", *of_python))] == []


@pytest.mark.parametrize("name", BUNDLED)
def test_every_variable_that_a_bundled_template_reads_is_in_the_contract(
    name: str, found: Contract
) -> None:
    theme = read_theme(ROOT, name)[0]
    renderer, known = Renderer(theme, Translations()), set(offers()[1])
    for template, given in found.variables.items():
        read = set()
        for reached in closure(theme, template):
            tree = renderer.parsed(reached)
            read |= meta.find_undeclared_variables(tree) - set(defined(tree))
        assert read - known <= set(given), template


def defined(tree: nodes.Template) -> Iterator[str]:
    """The names that a template imports or sets for its blocks."""
    for node in tree.body:
        if isinstance(node, nodes.FromImport):
            yield from (it if isinstance(it, str) else it[1] for it in node.names)
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.Macro):
            yield node.name
        elif isinstance(node, nodes.Assign):
            yield from (it.name for it in node.find_all(nodes.Name) if it.ctx == "store")


def closure(theme: Theme, template: str) -> Iterator[str]:
    """A template's name, and those of all that it refers to."""
    seen, waiting = set(), [template]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            yield name
            waiting += theme.references[theme.templates[name].path]


def test_kinds_are_told_in_words() -> None:
    assert spelled(kinds_of("a") | kinds_of(None)) == "text or none"
    assert spelled(kinds_of((1, 2)) | kinds_of(())) == "list of number"
    assert spelled(kinds_of(())) == "list"
    assert spelled(kinds_of((("a", (True,)),))) == "list of pair of text and list of true or false"
    assert spelled_annotation(tuple[str, ...] | None) == "list of text or none"
    assert spelled_annotation(tuple[tuple[str, int], ...]) == "list of pair of text and number"
    assert spelled_annotation(dict[str, int]) == "mapping"


def test_variable_that_pages_are_given_once_is_in_the_contract() -> None:
    pages = [Page("/a", "x.html", {"a": "b"}, ""), Page("/b", "x.html", {"a": None, "c": 1}, "")]
    assert {key: spelled(it) for key, it in contract_of(pages).variables["x.html"].items()} == {
        "a": "text or none",
        "c": "number",
    }


GUIDE = ROOT / "docs/themes.md"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def test_every_step_of_the_guide_works(site: Callable[[str], Site]) -> None:
    made = site(
        f"-- content/a/x.md --\n{article('X', '2021-01-01')}"
        "-- content/pages/about.md --\n---\ntitle: About\n---\nUs.\n"
    )
    place = ["--site", str(made.root)]
    for language, text in BLOCK.findall(GUIDE.read_text("utf-8")):
        if language == "sh":
            for line in text.splitlines():
                assert CliRunner().invoke(main, [*line.split()[1:], *place]).exit_code == 0, line
        else:
            (path, *_) = re.findall(r"[\w./]+", text)
            before = SITE_YAML if path == "site.yaml" else ""
            made.write(f"-- {path} --\n{before}{text}").build()
    assert "<p>Written by The Test.</p>" in made.page("about.html")
    (margin,) = (made.public / "static").glob("margin.*.css")
    assert "body { margin: 0 2rem }" in margin.read_text()
    shown = CliRunner().invoke(main, ["theme", "list", *place]).stdout
    assert 'accent: "#004080"  (default "#234d20"' in shown
