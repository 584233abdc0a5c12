"""The README's map of the code is true, and modules import from smaller levels only."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| (\d+) \| `([\w.]+)` \|", re.MULTILINE)


def levels() -> dict[str, int]:
    """The level of each module by the README's map."""
    text = (ROOT / "README.md").read_text("utf-8")
    return {name: int(level) for level, name in ROW.findall(text)}


def modules() -> dict[str, ast.Module]:
    """Every module of the engine, parsed."""
    folder = ROOT / "broadsheet"
    paths = [path for path in sorted(folder.rglob("*.py")) if path.stem != "__init__"]
    named = {".".join(path.relative_to(folder).with_suffix("").parts): path for path in paths}
    return {name: ast.parse(path.read_text("utf-8")) for name, path in named.items()}


def imports(tree: ast.Module) -> set[str]:
    """The engine's modules that a module imports."""
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.removeprefix("broadsheet.") for name in named if name.startswith("broadsheet.")}


def test_map_lists_every_module() -> None:
    assert set(levels()) == set(modules())


def test_modules_import_from_smaller_levels_only() -> None:
    level = levels()
    wrong = [
        f"{name} ({level[name]}) imports {other} ({level[other]})"
        for name, tree in modules().items()
        for other in imports(tree)
        if level[other] >= level[name]
    ]
    assert wrong == []


def test_no_file_is_over_400_lines_and_no_function_over_40() -> None:
    long = []
    for path in [
        path
        for name in ("broadsheet", "benchmarks", "docs")
        for path in (ROOT / name).rglob("*.py")
    ]:
        text = path.read_text("utf-8")
        if len(text.splitlines()) > 400:
            long.append(path.name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 40:
                long.append(f"{path.name}: {node.name}")
    assert long == []
