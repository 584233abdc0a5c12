"""Imported templates, each of which is run once for all that import it for one page.

An import `with context` runs the template anew. One that has nothing but macros, and names nothing
of the context but the site and the page, comes out the same for as long as these two are the same:
for all imports of a page, and for all chapters of books and texts of feeds, which share a head.
"""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Template, nodes
from jinja2.environment import TemplateModule
from jinja2.meta import find_undeclared_variables

from broadsheet.themes.template_trees import name_in

KEPT = "_is_kept"  # the name by which a compiled template says that it may be kept
NAMED = ("site", "page", "options", "_", "ngettext", "static", "static_address")
IMPORTS = (nodes.Import, nodes.FromImport)

TreeOf = Callable[[str], nodes.Template | None]


class KeptTemplate(Template):
    """A template that remembers what it was imported as last."""

    _last: tuple[tuple[object, ...], TemplateModule] | None = None

    def make_module(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> TemplateModule:
        """What the template is as a module, with these values."""
        is_kept = self.root_render_func.__globals__.get(KEPT, False)
        if not is_kept or not shared or vars is None:
            return super().make_module(vars, shared, locals)
        given = {**vars, **locals} if locals and not locals.keys().isdisjoint(NAMED) else vars
        named = tuple(map(given.get, NAMED))
        last = self._last
        if last is not None and all(map(_is_same, last[0], named)):
            return last[1]
        module = super().make_module(vars, shared, locals)
        self._last = (named, module)
        return module

    def forget(self) -> None:
        """Forget the module, with the page that it was made for."""
        self._last = None


def _is_same(one: object, other: object) -> bool:
    return one is other


class Keepable:
    """Finds which templates may be kept as modules; `tree_of` parses one by its name."""

    def __init__(self, tree_of: TreeOf) -> None:
        self._tree_of = tree_of
        self._judged: dict[str, bool] = {}

    def is_keepable(self, name: str) -> bool:
        """Whether the template of this name, and all that it imports, has nothing but macros that
        name no more than the site and the page."""
        if name not in self._judged:
            self._judged[name] = False  # for one that imports itself
            tree = self._tree_of(name)
            self._judged[name] = tree is not None and self._is_keepable(tree)
        return self._judged[name]

    def _is_keepable(self, tree: nodes.Template) -> bool:
        if not all(map(_is_definition, tree.body)) or any(
            tree.find_all((nodes.Include, nodes.Block))
        ):
            return False
        imported = [name_in(it) for it in tree.find_all(IMPORTS)]
        if not all(name and self.is_keepable(name) for name in imported):
            return False
        if any(it.name in NAMED and it.ctx != "load" for it in tree.find_all(nodes.Name)):
            return False
        return find_undeclared_variables(tree) <= set(NAMED)


def _is_definition(node: nodes.Node) -> bool:
    """Whether a node defines names, and shows no value."""
    if isinstance(node, nodes.Output):
        return all(isinstance(it, nodes.TemplateData) for it in node.nodes)
    return isinstance(node, nodes.Macro | nodes.Import | nodes.FromImport)
