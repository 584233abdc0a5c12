"""The engine's packages stand in the order that the docs show, and imports follow it."""

import ast
import re
from functools import cache
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.sites import ROOT

ENGINE = ROOT / "broadsheet"
ROW = re.compile(r"^\| `(\w+)/` \|", re.MULTILINE)
FRONT_DOOR = frozenset(["cli", "__main__"])  # starts the commands, so it may import all of them


def packages() -> list[str]:
    """The packages in the order of docs/architecture.md; first the root, which has no name."""
    return ["", *ROW.findall((ROOT / "docs/architecture.md").read_text("utf-8"))]


@cache
def modules() -> dict[str, set[str]]:
    """Every module of the engine by its dotted name within `broadsheet`, with what it imports."""
    paths = [path for path in sorted(ENGINE.rglob("*.py")) if path.stem != "__init__"]
    named = {".".join(path.relative_to(ENGINE).with_suffix("").parts): path for path in paths}
    return {name: imports(ast.parse(path.read_text("utf-8"))) for name, path in named.items()}


def imports(tree: ast.Module) -> set[str]:
    """The engine's modules that a module imports, wherever in it."""
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.removeprefix("broadsheet.") for name in named if name.startswith("broadsheet.")}


def package(module: str) -> str:
    """The package that a module stands in."""
    return module.rpartition(".")[0]


def test_docs_name_every_package() -> None:
    folders = {path.parent.name for path in ENGINE.glob("*/__init__.py")}
    assert set(packages()) == {"", *folders}


def test_readme_has_the_same_map() -> None:
    assert ROW.findall((ROOT / "README.md").read_text("utf-8")) == packages()[1:]


def test_package_imports_only_from_those_before_it() -> None:
    order = {name: place for place, name in enumerate(packages())}
    wrong = [
        f"broadsheet.{name} imports broadsheet.{other}, which stands further down"
        for name, imported in modules().items()
        if name not in FRONT_DOOR
        for other in imported
        if order[package(other)] > order[package(name)]
    ]
    assert wrong == []


def test_nothing_imports_the_front_door() -> None:
    wrong = [name for name, imported in modules().items() if imported & FRONT_DOOR]
    assert set(wrong) <= FRONT_DOOR


@pytest.mark.parametrize("name", packages())
def test_package_has_no_import_cycle(name: str) -> None:
    inside = {
        module: {it for it in imported if package(it) == name}
        for module, imported in modules().items()
        if package(module) == name
    }
    try:
        list(TopologicalSorter(inside).static_order())
    except CycleError as error:
        pytest.fail(f"imports go round in a circle: {' > '.join(error.args[1])}")


def test_module_whose_name_starts_with_an_underscore_serves_its_package_alone() -> None:
    wrong = [
        f"{name} imports {other}"
        for name, imported in modules().items()
        for other in imported
        if other.rpartition(".")[2].startswith("_") and package(other) != package(name)
    ]
    assert wrong == []


def test_package_says_in_one_sentence_what_happens_in_it_and_holds_nothing_else() -> None:
    for path in ENGINE.glob("*/__init__.py"):
        tree = ast.parse(path.read_text("utf-8"))
        told = ast.get_docstring(tree) or ""
        assert len(tree.body) == 1 and told.endswith(".") and "\n" not in told, path


def test_every_test_file_of_a_package_stands_in_a_folder_of_its_name() -> None:
    known = {path.stem.removeprefix("test_") for path in (ROOT / "tests").glob("test_*.py")}
    astray = [name for name in modules() if package(name) and name.rpartition(".")[2] in known]
    assert astray == []


def test_no_file_is_over_400_lines_and_no_function_over_40() -> None:
    long = []
    for path in [
        path
        for name in ("broadsheet", "benchmarks", "docs", "tests")
        for path in (ROOT / name).rglob("*.py")
    ]:
        text = path.read_text("utf-8")
        if len(text.splitlines()) > 400:
            long.append(path.name)
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if (node.end_lineno or 0) - node.lineno >= 40:
                long.append(f"{path.name}: {node.name}")
    assert long == []
