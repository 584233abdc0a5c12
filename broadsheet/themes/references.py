"""What the templates of a theme refer to, and what is wrong with that.

It takes longer to parse templates than all else that is done with them. As the result depends on
their texts and the engine alone, it is kept in this process and, without problems, between builds.
"""

import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from broadsheet.fingerprint import engine, of_value
from broadsheet.kept import keep, kept
from broadsheet.problems import Problem, did_you_mean
from broadsheet.themes.template_trees import (
    REFERRING,
    extended,
    inherited_blocks,
    lost_blocks,
    name_in,
    options_read,
    referred,
)

MOST = 200  # sets of templates that a process keeps


@dataclass(frozen=True, slots=True, order=True)
class Template:
    """A template's text; `path` names it in messages, relative to the site."""

    path: str
    text: str

    @property
    def digest(self) -> str:
        """Its fingerprint, which is made once in a process."""
        return _digest(self)


@lru_cache(maxsize=2_000)  # all templates of a dozen themes
def _digest(template: Template) -> str:
    return of_value((template.path, template.text))


def digests(templates: Mapping[str, Template]) -> list[tuple[str, str]]:
    """The fingerprints of templates by their names, in order."""
    return sorted((name, it.digest) for name, it in templates.items())


@dataclass(frozen=True, slots=True)
class References:
    """By a template's path, the names that it extends, includes or imports, and the options that it
    reads; and what is wrong."""

    references: Mapping[str, tuple[str, ...]]
    reads: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...] = ()


_known: dict[str, References] = {}  # by their keys, the oldest first


def references_of(
    templates: Mapping[str, Template], options: Sequence[str], file: Path
) -> References:
    """What templates, by all their names, refer to, and which of these options they read; `file`
    keeps it between builds."""
    key = of_value((digests(templates), options, engine()))
    if key not in _known:
        _known[key] = _kept(file, key) or _found(templates, options)
        if len(_known) > MOST:
            del _known[next(iter(_known))]
    found = _known[key]
    if not found.problems and kept(file, key) is None:
        keep(file, key, marshal.dumps((dict(found.references), dict(found.reads))))
    return found


def _kept(file: Path, key: str) -> References | None:
    content = kept(file, key)
    if content is not None:
        with suppress(EOFError, ValueError, TypeError):
            return References(*marshal.loads(content))
    return None


def _found(templates: Mapping[str, Template], options: Sequence[str]) -> References:
    problems: list[Problem] = []
    trees = _parsed(templates.values(), problems)
    named = {name: trees[it.path] for name, it in templates.items() if it.path in trees}
    for path, tree in trees.items():
        problems += _reference_problems(path, tree, named)
        problems += _block_problems(path, tree, named)
    return References(
        references={path: tuple(referred(tree)) for path, tree in trees.items()},
        reads={path: tuple(options_read(tree, options)) for path, tree in trees.items()},
        problems=tuple(problems),
    )


def _parsed(templates: Iterable[Template], problems: list[Problem]) -> dict[str, nodes.Template]:
    """Parsed templates by path; adds syntax errors to `problems`."""
    trees = {}
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    for template in {it.path: it for it in templates}.values():
        try:
            trees[template.path] = environment.parse(template.text, filename=template.path)
        except TemplateSyntaxError as error:
            text = error.message or "is not a template"
            problems.append(Problem(template.path, error.lineno, text))
    return trees


def _reference_problems(
    path: str, tree: nodes.Template, trees: Mapping[str, nodes.Template]
) -> Iterator[Problem]:
    for node in tree.find_all(REFERRING):
        name = name_in(node)
        if name is None:
            text = "uses a computed template name"
            yield Problem(path, node.lineno, text, "write the name in quotes")
        elif name not in trees:
            text = f"there is no template {name}"
            yield Problem(path, node.lineno, text, did_you_mean(name, trees))


def _block_problems(
    path: str, tree: nodes.Template, trees: Mapping[str, nodes.Template]
) -> Iterator[Problem]:
    """Problems for blocks of a template that Jinja would leave out without a word."""
    parent = extended(tree)
    for name, line in lost_blocks(tree, trees).items() if parent in trees else ():
        text = f"there is no block {name} in {parent}, so it shows nothing"
        yield Problem(path, line, text, did_you_mean(name, inherited_blocks(tree, trees)))
