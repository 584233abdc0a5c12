"""Imported templates, each of which is run once for all pages that import it.

An import `with context` runs the template anew. One that has nothing but macros, and names nothing
of the context but the site and the page, comes out the same for as long as the site is the same, if
its macros see the page that is being rendered whenever they are called.
"""

from collections.abc import Callable, Collection, Mapping
from operator import is_
from typing import Any

from jinja2 import Template, nodes
from jinja2.environment import TemplateModule
from jinja2.meta import find_undeclared_variables

from broadsheet.rendering.contexts import FasterContext
from broadsheet.themes.template_trees import name_in

KEPT = "_is_kept"  # the name by which a compiled template says that it may be kept
PAGE = "page"
LASTING = ("site", "options", "_", "ngettext", "static", "static_address")
NAMED = {PAGE, *LASTING}
IMPORTS = (nodes.Import, nodes.FromImport)

TreeOf = Callable[[str], nodes.Template | None]


class KeptContext(FasterContext):
    """The context of a module that is kept. Its page is the one that is being rendered."""

    environment: Any  # which knows that page

    def __getitem__(self, key: str) -> Any:
        """The value of a name; raises KeyError."""
        return self.environment.page if key == PAGE else super().__getitem__(key)

    def resolve_or_missing(self, key: str) -> Any:
        """The value of a name, or Jinja's sign that it has none."""
        return self.environment.page if key == PAGE else super().resolve_or_missing(key)

    def get_all(self) -> dict[str, Any]:
        """All values by their names."""
        return {**super().get_all(), PAGE: self.environment.page}


class KeptTemplate(Template):
    """A template that remembers what it was imported as last."""

    _last: tuple[tuple[object, ...], TemplateModule] | None = None

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The whole text for the page among these values."""
        environment: Any = self.environment
        before = environment.page
        values = dict(*args, **kwargs)
        environment.page = values.get(PAGE)
        try:
            return super().render(values)
        finally:
            environment.page = before

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
        own = locals and not locals.keys().isdisjoint(NAMED)  # names that mean something else here
        environment: Any = self.environment
        page = environment.page
        if own or page is None or vars.get(PAGE) is not page:
            return super().make_module(vars, shared, locals)
        lasting = tuple(map(vars.get, LASTING))
        last = self._last
        if last is not None and all(map(is_, last[0], lasting)):
            return last[1]
        given = {**self.globals, **{name: vars[name] for name in NAMED if name in vars}}
        context = KeptContext(self.environment, given, self.name, self.blocks, self.globals)
        module = TemplateModule(self, context)
        self._last = (lasting, module)
        return module

    def forget(self) -> None:
        """Forget the module, with the site that it was made for."""
        self._last = None


class Keepable:
    """Finds which templates may be kept as modules; `tree_of` parses one by its name.

    One that names another of the `global_names` is not kept: a page may have such a name too.
    """

    def __init__(self, tree_of: TreeOf, global_names: Collection[str]) -> None:
        self._tree_of, self._global_names = tree_of, global_names
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
        names = list(tree.find_all(nodes.Name))
        if any(it.name in NAMED and it.ctx != "load" for it in names):
            return False
        if any(it.name in self._global_names and it.name not in NAMED for it in names):
            return False
        return find_undeclared_variables(tree) <= NAMED


def _is_definition(node: nodes.Node) -> bool:
    """Whether a node defines names, and shows no value."""
    if isinstance(node, nodes.Output):
        return all(isinstance(it, nodes.TemplateData) for it in node.nodes)
    return isinstance(node, nodes.Macro | nodes.Import | nodes.FromImport)
