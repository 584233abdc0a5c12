"""What a parsed template refers to: other templates, blocks, macros and options."""

from collections.abc import Iterable, Iterator, Mapping

from jinja2 import nodes

REFERRING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def referred(tree: nodes.Template) -> Iterator[str]:
    """The names of the templates that it extends, includes or imports."""
    for node in tree.find_all(REFERRING):
        name = name_in(node)
        if name is not None:
            yield name


def name_in(node: nodes.Node) -> str | None:
    """The literal name in an extends, include or import; None when it is computed."""
    named = node.template  # type: ignore[attr-defined]
    is_text = isinstance(named, nodes.Const) and isinstance(named.value, str)
    return str(named.value) if is_text else None


def extended(tree: nodes.Template) -> str:
    """The template that it extends; empty if it extends none."""
    return next((name_in(node) or "" for node in tree.find_all(nodes.Extends)), "")


def blocks(tree: nodes.Template) -> dict[str, int]:
    """The blocks that it has, and their lines."""
    return {block.name: block.lineno for block in tree.find_all(nodes.Block)}


def lost_blocks(tree: nodes.Template, trees: Mapping[str, nodes.Template]) -> dict[str, int]:
    """The blocks, with their lines, that would not be shown: no template that it extends has them,
    and no block of its own contains them. `trees` has all templates by name."""
    shown = inherited_blocks(tree, trees)
    shown.update(name for block in tree.find_all(nodes.Block) for name in _blocks_within(block))
    return {name: line for name, line in blocks(tree).items() if name not in shown}


def _blocks_within(block: nodes.Block) -> Iterator[str]:
    yield from (inner.name for inner in block.find_all(nodes.Block) if inner is not block)


def inherited_blocks(tree: nodes.Template, trees: Mapping[str, nodes.Template]) -> set[str]:
    """The blocks of the template that it extends, and of those further up."""
    found: set[str] = set()
    seen: set[str] = set()
    name = extended(tree)
    while name in trees and name not in seen:
        seen.add(name)
        found |= set(blocks(trees[name]))
        name = extended(trees[name])
    return found


def macros(tree: nodes.Template) -> dict[str, list[str]]:
    """Its macros and the names of their parameters."""
    return {it.name: [argument.name for argument in it.args] for it in tree.find_all(nodes.Macro)}


def options_read(tree: nodes.Template, options: Iterable[str]) -> Iterator[str]:
    """The options that it reads by name; all options if it uses `options` in another way."""
    named, mentions = [], 0
    for it in tree.find_all((nodes.Getattr, nodes.Getitem, nodes.Name)):
        mentions += _is_options(it)
        if isinstance(it, nodes.Getattr) and _is_options(it.node):
            named.append(it.attr)
        elif isinstance(it, nodes.Getitem) and _is_options(it.node):
            named += [it.arg.value] if isinstance(it.arg, nodes.Const) else []
    is_by_name = len(named) == mentions and set(named) <= set(options)
    yield from named if is_by_name else options


def _is_options(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "options"
