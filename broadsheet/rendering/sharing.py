"""Which parts of a template come out alike on many pages, read from what the template names.

A run of nodes is shared if it names nothing but the site, the theme and, of its page, the folder
and the language. A macro is shared if that is so but for what it is given. Each is wrapped in a
call of `SharedFragments.fragment`. Theme authors need say nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count, groupby
from typing import Any, NamedTuple

from jinja2 import Environment, nodes

from broadsheet.themes.template_trees import extended, name_in

ASK = "fragment"  # the environment's function that a compiled template asks for a fragment
SITE = frozenset(["site", "options"])
PLACE = frozenset(["language", "direction", "is_lite", "section"])  # of a page, with its folder
FUNCTIONS = frozenset(["_", "ngettext", "static", "static_address"])
RESERVED = SITE | FUNCTIONS | {"page"}
OF_PLACE = frozenset(  # filters that use the page, but only its place
    ["link", "absolute", "long_date", "short_date", "month", "date_line", "partial_date"]
    + ["language_name"]
)
PARTS = (  # nodes that depend on nothing but the nodes within them
    *(nodes.Output, nodes.TemplateData, nodes.Const, nodes.Literal, nodes.Compare, nodes.Operand),
    *(nodes.BinExpr, nodes.UnaryExpr, nodes.CondExpr, nodes.Concat, nodes.Pair, nodes.Keyword),
    *(nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.If, nodes.Test),
)
WORTH = 5  # a smaller fragment is rendered faster than it is looked up
WEIGHTS: Mapping[type[nodes.Node], int] = {
    nodes.Filter: 1,
    nodes.Call: 1,
    nodes.If: 1,
    nodes.For: 3,
}

TreeOf = Callable[[str], nodes.Template | None]


class Owned(NamedTuple):
    """A macro, and the template that has it."""

    macro: nodes.Macro
    tree: nodes.Template


class Sharing:
    """Finds what the templates of one environment share; `tree_of` parses one by its name."""

    def __init__(self, environment: Environment, tree_of: TreeOf) -> None:
        self._filters, self._tree_of = environment.filters, tree_of
        self._judged: dict[tuple[int, str], bool] = {}
        self._callables: dict[int, dict[str, Owned]] = {}

    def wrap(self, tree: nodes.Template, name: str) -> None:
        """Wrap what pages share in the template of this name: changes its tree."""
        if any(it.name in RESERVED and it.ctx != "load" for it in tree.find_all(nodes.Name)):
            return
        names = (f"{name} {number}" for number in count())
        macros = list(tree.find_all(nodes.Macro))
        fit = [it for it in macros if self._is_shared_macro(it, tree)]  # judged before any changes
        for macro in fit:
            if _weight([macro]) >= WORTH:
                given: list[nodes.Expr] = [nodes.Name(it.name, "load") for it in macro.args]
                macro.body = [_asked(next(names), given, macro.body)]
        if not extended(tree):
            tree.body = self._wrapped(tree.body, tree, names)
        for block in tree.find_all(nodes.Block):
            block.body = self._wrapped(block.body, tree, names)

    def _wrapped(
        self, body: list[nodes.Node], tree: nodes.Template, names: Iterator[str]
    ) -> list[nodes.Node]:
        """A body with its shared runs wrapped, also those within its loops and conditions."""
        found: list[nodes.Node] = []
        for is_shared, run in groupby(_single(body), lambda it: self._is_shared(it, tree)):
            members = list(run)
            if is_shared and _weight(members) >= WORTH:
                found.append(_asked(next(names), [], _joined(members)))
                continue
            for node in members if not is_shared else ():
                if isinstance(node, nodes.For | nodes.If):
                    node.body = self._wrapped(node.body, tree, names)
                    node.else_ = self._wrapped(node.else_, tree, names)
            found += members
        return _joined(found)

    def _is_shared(
        self, node: nodes.Node, tree: nodes.Template, local: frozenset[str] = frozenset()
    ) -> bool:
        """Whether a node comes out alike on many pages, given what the `local` names stand for."""
        match node:
            case nodes.Name(name=name, ctx="load"):
                return name in local or name in SITE
            case nodes.Name():
                return True
            case nodes.Getattr(node=nodes.Name(name="page"), attr=attribute):
                return "page" not in local and attribute in PLACE
            case nodes.Filter(name=name):
                is_fit = name in OF_PLACE or not _sees_page(self._filters.get(name))
                within: Iterable[nodes.Node] = node.iter_child_nodes()
                return is_fit and node.node is not None and self._all(within, tree, local)
            case nodes.Call(node=called):
                is_fit = self._is_shared_call(called, tree)
                within = node.iter_child_nodes(exclude=("node",))
                return is_fit and self._all(within, tree, local)
            case nodes.For():
                targets = {it.name for it in node.target.find_all(nodes.Name)}
                targets |= {node.target.name} if isinstance(node.target, nodes.Name) else set()
                return self._all(node.iter_child_nodes(), tree, local | targets | {"loop"})
        return isinstance(node, PARTS) and self._all(node.iter_child_nodes(), tree, local)

    def _all(
        self, within: Iterable[nodes.Node], tree: nodes.Template, local: frozenset[str]
    ) -> bool:
        return all(self._is_shared(it, tree, local) for it in within)

    def _is_shared_call(self, called: nodes.Node, tree: nodes.Template) -> bool:
        match called:
            case nodes.Name(name=name) if name in FUNCTIONS:
                return True
            case nodes.Name(name=name):
                found = self._callable(tree, name)
            case nodes.Getattr(node=nodes.Name(name=module), attr=attribute):
                found = self._callable(tree, f"{module}.{attribute}")
            case _:
                found = None
        return found is not None and self._is_shared_macro(*found)

    def _is_shared_macro(self, macro: nodes.Macro, tree: nodes.Template) -> bool:
        key = (id(tree), macro.name)
        if key not in self._judged:
            self._judged[key] = False  # for one that calls itself
            given = frozenset(it.name for it in macro.args)
            is_fit = not given & RESERVED
            parts = (*macro.defaults, *macro.body)
            self._judged[key] = is_fit and self._all(parts, tree, given)
        return self._judged[key]

    def _callable(self, tree: nodes.Template, name: str) -> Owned | None:
        if id(tree) not in self._callables:
            self._callables[id(tree)] = dict(self._all_callables(tree))
        return self._callables[id(tree)].get(name)

    def _all_callables(self, tree: nodes.Template) -> Iterator[tuple[str, Owned]]:
        """The macros that a template can call, by the names that it has for them."""
        for imported in tree.find_all((nodes.FromImport, nodes.Import)):
            other = self._tree_of(name_in(imported) or "")
            if other is None:
                continue
            for macro in other.find_all(nodes.Macro):
                for here in _names_here(imported, macro.name):
                    yield here, Owned(macro, other)
        for macro in tree.find_all(nodes.Macro):
            yield macro.name, Owned(macro, tree)


def _sees_page(function: object) -> bool:
    """Whether Jinja hands a filter the context, and with it the page."""
    passed = getattr(function, "jinja_pass_arg", None)
    return function is None or (passed is not None and passed.name == "context")


def _names_here(imported: nodes.Node, name: str) -> Iterator[str]:
    """The names that an import gives to the macro `name` of the template that it imports."""
    if isinstance(imported, nodes.Import):
        yield f"{imported.target}.{name}"
    elif isinstance(imported, nodes.FromImport):
        for it in imported.names:
            theirs, here = it if isinstance(it, tuple) else (it, it)
            if theirs == name:
                yield here


def _weight(body: Iterable[nodes.Node]) -> int:
    """How many expressions a body has."""
    found = [it for node in body for it in (node, *node.find_all(tuple(WEIGHTS)))]
    return sum(WEIGHTS.get(type(it), 0) for it in found)


def _asked(name: str, given: list[nodes.Expr], body: list[nodes.Node]) -> nodes.CallBlock:
    """A call that asks for a fragment by its name, and renders the body if it is new."""
    fragment = nodes.EnvironmentAttribute(ASK)
    asked: Any = nodes.Call(fragment, [nodes.Const(name), *given], [], None, None)
    block = nodes.CallBlock(asked, [], [], body)
    line = body[0].lineno if body else 1
    for node in (block, asked, asked.node, *asked.args):
        node.lineno, node.environment = line, body[0].environment if body else None
    return block


def _single(body: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """A body whose every output shows one thing."""
    for node in body:
        if isinstance(node, nodes.Output):
            yield from (nodes.Output([it], lineno=it.lineno) for it in node.nodes)
        else:
            yield node


def _joined(body: list[nodes.Node]) -> list[nodes.Node]:
    """A body in which what is shown in a row is one output again, as Jinja compiles it best."""
    found: list[nodes.Node] = []
    for is_output, run in groupby(body, lambda it: isinstance(it, nodes.Output)):
        members = list(run)
        if is_output:
            shown = [it for output in members for it in output.nodes]  # type: ignore[attr-defined]
            members = [nodes.Output(shown, lineno=members[0].lineno)]
        found += members
    return found


def asks(block: nodes.CallBlock) -> bool:
    """Whether a call block asks for a fragment."""
    called = block.call.node
    return isinstance(called, nodes.EnvironmentAttribute) and called.name == ASK
