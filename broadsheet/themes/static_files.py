"""The static files of a chain of themes. The nearest theme wins. Some files are templates.

A static file `options.css.jinja` becomes `options.css`: it is rendered once for the site and sees
only the theme's `options`. Options of free text are left out, as no escaping is right for every
kind of file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from jinja2 import Environment, FunctionLoader, TemplateSyntaxError

from broadsheet.files import THEMES
from broadsheet.fingerprint import of_bytes
from broadsheet.problems import Problem, innermost
from broadsheet.themes.chain import RENDERED, STATIC, Folder
from broadsheet.themes.options import OptionValue
from broadsheet.themes.unknown_names import Unknown


@dataclass(frozen=True, slots=True)
class Static:
    """A file that pages refer to, at an address that carries its digest."""

    address: str
    content: bytes


def statics_of(
    chain: Sequence[Folder], values: Mapping[str, OptionValue], problems: list[Problem]
) -> dict[str, Static]:
    """The static files of a chain of themes, by the names that templates use.

    `values` are the options that a static template sees. Adds to `problems`.
    """
    statics: dict[str, Static] = {}
    for folder in chain:
        for name, path in folder.files(STATIC).items():
            if name not in statics:
                content = _content(folder, path, values, problems)
                statics[name] = Static(_address(name, content), content)
    return statics


def _address(own: str, content: bytes) -> str:
    name = PurePosixPath(own)
    return f"/static/{name.with_name(f'{name.stem}.{of_bytes(content)[:10]}{name.suffix}')}"


def _content(
    folder: Folder, path: Path, values: Mapping[str, OptionValue], problems: list[Problem]
) -> bytes:
    shown = f"{THEMES}/{folder.name}/{path.relative_to(folder.path).as_posix()}"
    content = path.read_bytes()
    if path.suffix != RENDERED:
        if path.with_name(path.name + RENDERED).is_file():
            text = f"is beside {path.name}{RENDERED}, which becomes {path.name}"
            problems.append(Problem(shown, 0, text, "remove one of the two"))
        return content
    try:
        return _rendered(content.decode("utf-8-sig"), shown, values, problems)
    except UnicodeDecodeError:
        problems.append(Problem(shown, 0, "cannot be read as UTF-8 text"))
        return b""


def _rendered(
    text: str, shown: str, values: Mapping[str, OptionValue], problems: list[Problem]
) -> bytes:
    try:
        return _filled(text, shown, tuple((key, type(it), it) for key, it in values.items()))
    except TemplateSyntaxError as error:
        problems.append(Problem(shown, error.lineno, error.message or "is not a template"))
    except Exception as error:  # a template can raise anything
        _, line = innermost(error.__traceback__, frozenset([shown])) or (shown, 0)
        problems.append(Problem(shown, line, str(error) or type(error).__name__))
    return b""


@lru_cache(maxsize=50)  # a preview builds again and again, with the same themes
def _filled(text: str, shown: str, values: tuple[tuple[str, type, OptionValue], ...]) -> bytes:
    """A static template filled with options, each with its type: to a cache, 1 is the same as true.

    Raises what the template raises.
    """
    environment = Environment(
        loader=FunctionLoader(lambda name: (text, shown, None) if name == shown else None),
        autoescape=False,  # no allowed value has a meaning in CSS or a script
        undefined=Unknown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return (
        environment.get_template(shown).render(options={key: it for key, _, it in values}).encode()
    )
