"""The contexts of templates, which do what Jinja's do in fewer steps.

A page makes several: one for itself, and one for each template that it imports or includes with
its context. Tests compare them with Jinja's.
"""

from collections.abc import Callable, Iterator, MutableMapping
from functools import cached_property
from types import FunctionType
from typing import Any

from jinja2 import Environment
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode, missing
from markupsafe import Markup

Block = Callable[[Context], Iterator[str]]


class FasterContext(Context):
    """Jinja's context, with a short way for what templates do most: they make one for a template
    that they include, look up names, and call macros."""

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Block],
        globals: MutableMapping[str, Any] | None = None,
    ) -> None:
        self.environment, self.name = environment, name
        self.parent, self.vars = parent, {}
        self.exported_vars = set()
        self.blocks = {block: [it] for block, it in blocks.items()}
        self._globals = globals

    @cached_property
    def eval_ctx(self) -> EvalContext:  # type: ignore[override]  # made only where it is asked for
        """Whether values are escaped."""
        return EvalContext(self.environment, self.name)

    @cached_property
    def globals_keys(self) -> set[str]:  # type: ignore[override]  # as above
        """The names that all templates have."""
        return set(self._globals or ())

    def __getitem__(self, key: str) -> Any:
        """The value of a name; raises KeyError."""
        value = self.vars.get(key, missing)
        return self.parent[key] if value is missing else value

    @internalcode
    def call(__self, __called: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What a function or a macro gives; Jinja asks of each anew whether it takes a context."""
        is_function = type(__called) is FunctionType and not hasattr(__called, "jinja_pass_arg")
        if is_function or type(__called) is Macro:  # which do not take the context
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
        if is_function:
            return __called(*args, **kwargs)
        if type(__called) is not Macro:
            return super().call(__called, *args, **kwargs)
        given = _all_arguments(__called, args, kwargs)
        if given is None:
            return __called(__self.eval_ctx, *args, **kwargs)
        made = __called._func(*given)
        return str.__new__(Markup, made) if __self.eval_ctx.autoescape else made


def _all_arguments(
    macro: Macro, args: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, ...] | None:
    """The arguments of a macro in their order, `missing` where it has a default; None where the
    macro takes more than those it names, or is given others."""
    if macro.catch_kwargs or macro.catch_varargs or macro.caller:
        return None
    rest = macro.arguments[len(args) :]
    if len(args) > len(macro.arguments) or (named and not named.keys() <= set(rest)):
        return None
    return (*args, *[named.get(name, missing) for name in rest])
