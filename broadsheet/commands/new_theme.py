"""A new theme's first files, and copies of its parent's files to change."""

from collections.abc import Sequence
from pathlib import Path

from broadsheet.files import THEMES, theme_folders
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.themes.chain import CONTRACT, CONTRACT_COMMAND, TEMPLATES, Folder, theme_chain
from broadsheet.themes.overrides import Refused, keep_originals, originals_of
from broadsheet.urls import slugify

FILE = f"""\
# A theme of this site. A file in templates/ or static/ takes the place of its parent's file of
# that name, and `broadsheet theme new {{name}} --copy article.html` copies one to change. To change
# a part of one only, write a template that extends the parent's own, such as templates/page.html:
#
#   {{{{% extends "{{parent}}/page.html" %}}}}
#   {{{{% block content %}}}}{{{{{{{{ super() }}}}}}}}<p>A line more.</p>{{{{% endblock %}}}}
#
# What templates can show: {CONTRACT_COMMAND}
name: {{name}}
extends: {{parent}}
contract: {CONTRACT}
"""


def make_theme(root: Path, name: str, parent: str, copies: Sequence[str]) -> list[str]:
    """Make the theme `name` of the site at `root`, and copy files of its parents into it.

    A theme that exists already gets only the copies and keeps its parent. Returns the paths of the
    new files. Overwrites nothing: raises Refused. Raises ProblemsFound if a theme is wrong.
    """
    folder = root / THEMES / name
    is_new = not folder.exists()
    if is_new:
        _check_name(root, name)
    elif not copies:
        raise Refused(f"{THEMES}/{name} is there already; name a file to copy with --copy")
    chain = _sound_chain(root, parent) if is_new else _sound_chain(root, name)[1:]
    files = originals_of(chain, copies) if copies and chain else []
    taken = [file.place for file in files if (folder / file.place).exists()]
    if taken:
        raise Refused(f"{THEMES}/{name}/{taken[0]} is there already; nothing was copied")
    (folder / TEMPLATES).mkdir(parents=True, exist_ok=True)
    made = [file.place for file in files]
    if is_new:
        text = FILE.format(name=name, parent=parent)
        (folder / "theme.yaml").write_text(text, "utf-8", newline="\n")
        made.insert(0, "theme.yaml")
    for file in files:
        (folder / file.place).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.place).write_bytes(file.content)
    keep_originals(folder, files)
    return [f"{THEMES}/{name}/{place}" for place in made]


def _check_name(root: Path, name: str) -> None:
    if not name or name != slugify(name) or not name.isascii():
        raise Refused(f"a theme cannot be named {name}; use small letters, digits and hyphens")
    if (theme_folders(root)[1] / name).exists():
        raise Refused(f"{name} is a theme of Broadsheet; choose another name")


def _sound_chain(root: Path, name: str) -> tuple[Folder, ...]:
    problems: list[Problem] = []
    chain = theme_chain(root, name, problems)
    if problems:
        raise ProblemsFound(problems)
    return chain
