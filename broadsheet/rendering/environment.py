"""How templates are compiled, found and kept: Jinja with fewer steps for each page."""

from collections.abc import Callable, MutableMapping
from typing import Any

import markupsafe
from jinja2 import Environment, Template, TemplateNotFound, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from broadsheet.rendering.contexts import FasterContext
from broadsheet.rendering.kept_modules import KEPT, Keepable, KeptTemplate
from broadsheet.rendering.shared_fragments import SharedFragments
from broadsheet.rendering.sharing import ASK, Sharing, asks

PIECE = "_piece"  # the name by which a compiled template makes a piece of HTML
escaped: Callable[[Any], str] = getattr(markupsafe, "_escape_inner", escape)  # not marked as safe


class FasterTemplates(CodeGenerator):
    """Compiles templates as Jinja does, without steps whose result is always the same.

    `{{ _('Sections') }}` is translated once, when the template is compiled. The result of `link`,
    which is safe in HTML, is not escaped again. A piece of a page is not marked as safe by itself.
    A fragment is asked for by a call of Python, without a macro around it. An attribute is asked
    of a value by Python's own function, and only where there is none by Jinja's.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """The code of a template, with the name of what makes its pieces."""
        super().visit_Template(node, frame)
        self.writeline(f"{PIECE} = environment.{PIECE}")
        environment = self.environment
        if self.name and isinstance(environment, SharingEnvironment):
            self.writeline(f"{KEPT} = {environment.is_keepable(self.name)}")

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:
        """The code of a call with a body; one that asks for a fragment makes it by a function."""
        if not asks(node):
            super().visit_CallBlock(node, frame)
            return
        self.macro_body(node, frame)  # a function of the name `macro`
        self.start_write(frame, node)
        self.write(f"environment.{ASK}(context, macro")
        for given in node.call.args:
            self.write(", ")
            self.visit(given, frame)
        self.write(")")
        self.end_write(frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """The code of an attribute; one of a constant is left to Jinja, which may know it."""
        if not isinstance(node.node, nodes.Name | nodes.Getattr):
            super().visit_Getattr(node, frame)
            return
        self.write("(it if (it := getattr((of := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing")
        self.write(f" else environment.getattr(of, {node.attr!r}))")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        match node:
            case nodes.Call(
                node=nodes.Name(name="_"),
                args=[nodes.Const(value=message)],
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                words: Any = self.environment.globals["_"]
                return str(words(message))
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_link(node):
            self.write("(")
        elif frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write(f"{PIECE}(")
        else:
            super()._output_child_pre(node, frame, finalize)


class SharingEnvironment(Environment):
    """Compiles templates so that what many pages share is rendered once.

    Its templates and global names stay as they are once a template is loaded. So a template is
    found by its name alone, and has all global names in one dict. `linked` are the addresses that
    the fragment which is being rendered links to so far; None outside of one. `fragment` is what a
    compiled template asks for what it shares. `page` is what the page that is being rendered says
    of itself.
    """

    linked: set[str] | None = None
    page: object = None
    code_generator_class = FasterTemplates
    context_class = FasterContext
    template_class = KeptTemplate

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._loaded: dict[str, Template] = {}
        self._fragments = SharedFragments()
        self.fragment = self._fragments.fragment
        self._start()

    def _start(self) -> None:
        self._trees: dict[str, nodes.Template] = {}
        self._changed = set[str]()  # the names of those trees that are wrapped
        self._sharing, self._keepable = (
            Sharing(self, self._tree),
            Keepable(self._tree, self.globals),
        )

    def forget(self) -> None:
        """Forget the fragments, the trees of templates, and what these were imported as."""
        self._fragments.forget()
        self._start()
        for template in self._loaded.values():
            if isinstance(template, KeptTemplate):
                template.forget()

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """All global names of a template, with those that only it has."""
        return {**self.globals, **(d or {})}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """The template of a name; raises TemplateNotFound."""
        known = None if globals else self._loaded.get(name)  # type: ignore[arg-type]
        return super().get_template(name, parent, globals) if known is None else known

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        known = None if globals else self._loaded.get(name)
        if known is None:
            known = self._loaded[name] = super()._load_template(name, globals)
        return known

    @property
    def _piece(self) -> Callable[[object], str]:
        return piece

    def _generate(self, source: nodes.Template, name: str | None, *args: Any, **more: Any) -> Any:
        is_known = self._trees.get(name or "") is source
        if name and is_known:
            self._changed.add(name)
        sharing = self._sharing if is_known else Sharing(self, self._tree)
        sharing.wrap(source, name or "")
        return super()._generate(source, name, *args, **more)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """A template is parsed once for all that import it, and for itself."""
        known = self._trees.get(name or "") if name not in self._changed else None
        if known is None:
            known = super()._parse(source, name, filename)
            if name and name not in self._changed:
                self._trees[name] = known
        return known

    def is_keepable(self, name: str) -> bool:
        """Whether a template may be kept as `kept_modules` does."""
        return self._keepable.is_keepable(name)

    def _tree(self, name: str) -> nodes.Template | None:
        if name in self._trees or self.loader is None:
            return self._trees.get(name)
        try:
            text, path, _ = self.loader.get_source(self, name)
        except TemplateNotFound:
            return None
        return self.parse(text, name, path)


def piece(value: object) -> str:
    """A value as a piece of HTML, escaped where it must be. Unlike what `escape` gives, it is a
    plain text: pieces are joined, and only the whole is marked as safe."""
    kind = type(value)
    if kind is str:
        return escaped(value)
    if kind is Markup:
        return value  # type: ignore[return-value]
    if kind is int or kind is Undefined:  # what an `if` without an `else` may come to
        return str(value)
    return escape(value)


def _is_link(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Filter) and node.name == "link"
