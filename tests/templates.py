"""Templates are compiled once in a test run, not once in each build.

Most of what a tiny site costs to build is Jinja reading the default theme. What comes of that is a
function of the template's text, of how its environment is set up, and of the translations that are
compiled into it, so all builds of a test run may share it. A changed template is another text.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, nodes

_parse, _compile, _find_all = Environment.parse, Environment.compile, nodes.Template.find_all
_trees: dict[Hashable, nodes.Template] = {}
_codes: dict[Hashable, list["Compiled"]] = {}


@dataclass(frozen=True)
class Compiled:
    """A template's code, and the translations that were asked for while it was compiled."""

    code: Any
    translations: dict[str, str]

    def fits(self, environment: Environment) -> bool:
        """Whether that environment has the same translations."""
        asked = self.translations.items()
        return all(str(environment.globals["_"](text)) == it for text, it in asked)  # type: ignore


def compile_once() -> None:
    """From now on, in this process and in those that are forked from it."""
    Environment.parse = _parse_once  # type: ignore[method-assign]
    Environment.compile = _compile_once  # type: ignore[method-assign, assignment]
    nodes.Template.find_all = _find_all_once  # type: ignore[method-assign, assignment]


def _set_up(environment: Environment) -> Hashable:
    """All but the translations that the code of a template depends on, besides its text."""
    return (
        environment.code_generator_class,
        environment.autoescape,
        environment.trim_blocks,
        environment.lstrip_blocks,
        environment.undefined,
        frozenset(environment.filters.items()),
        frozenset(environment.tests.items()),
    )


def _parse_once(
    self: Environment, source: str, name: str | None = None, filename: str | None = None
) -> nodes.Template:
    key = (_set_up(self), source, name, filename)
    if key not in _trees:
        _trees[key] = _parse(self, source, name, filename)
        _trees[key].__dict__["found"] = {}
    return _trees[key]


def _find_all_once(self: nodes.Template, kinds: Any) -> Iterator[nodes.Node]:
    found = self.__dict__.get("found")
    if found is None:  # it is about to be compiled, which changes it
        return _find_all(self, kinds)
    if kinds not in found:
        found[kinds] = list(_find_all(self, kinds))
    return iter(found[kinds])


def _compile_once(
    self: Environment,
    source: Any,
    name: str | None = None,
    filename: str | None = None,
    **more: Any,
) -> Any:
    known = _codes.setdefault((_set_up(self), source, name, filename, *more.items()), [])
    fitting = next((it for it in known if it.fits(self)), None)
    if fitting is None:
        fitting = _compiled(self, source, name, filename, more)
        known.append(fitting)
    return fitting.code


def _compiled(
    environment: Environment, source: Any, name: str | None, filename: str | None, more: Any
) -> Compiled:
    translate: Any = environment.globals.get("_")
    asked: dict[str, str] = {}

    def noted(message: str, **values: object) -> Any:
        answer = translate(message, **values)
        asked[message] = str(answer)
        return answer

    if translate is not None:
        environment.globals["_"] = noted
    try:
        return Compiled(_compile(environment, source, name, filename, **more), asked)
    finally:
        if translate is not None:
            environment.globals["_"] = translate
