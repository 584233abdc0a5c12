"""Compiled templates are kept between builds, and never show what is no longer so."""

from collections.abc import Callable

import pytest

from broadsheet.files import COMPILED
from broadsheet.rendering import compiled
from broadsheet.themes import references
from tests.sites import SITE_YAML, Site, article

SIGN = "<b>{{ site.title }}</b>{{ _('Sections') }}{{ site.url }}{{ site.language }}"
OWN = f"""\
-- content/a.md --
{article("One", "2021-05-01")}
-- content/b.md --
{article("Two", "2020-05-01")}
-- themes/own/theme.yaml --
name: own
extends: broadsheet
contract: 1
-- themes/own/templates/parts.html --
{{% macro sign() %}}{SIGN}{{% endmacro %}}
-- themes/own/templates/year.html --
{{% import "parts.html" as parts with context %}}{"{{ parts.sign() }}" * 9}
"""
SETTINGS = f"{SITE_YAML}theme: own\n"


@pytest.fixture
def own(site: Callable[[str], Site]) -> Site:
    """A site whose theme shows an imported macro on a page, built."""
    made = site(f"-- site.yaml --\n{SETTINGS}{OWN}")
    made.build()
    return made


def forget_as_a_new_process_does() -> None:
    """Let the next build find compiled templates in files alone."""
    compiled._codes.clear()
    references._known.clear()


def kept_files(site: Site) -> dict[str, bytes]:
    """The files that keep compiled templates."""
    return {it.name: it.read_bytes() for it in sorted((site.root / COMPILED).iterdir())}


def test_macro_that_comes_to_depend_on_the_page_is_not_shared_by_those_that_import_it(
    own: Site,
) -> None:
    parts = own.root / "themes/own/templates/parts.html"
    text = parts.read_text("utf-8").replace("site.title", "page.address")
    parts.write_text(text, "utf-8")
    forget_as_a_new_process_does()
    own.build()
    for year in (2020, 2021):
        assert f"<b>/archive/{year}.html</b>" in own.page(f"archive/{year}.html")


def test_translation_that_changed_shows(own: Site) -> None:
    own.write(f"-- site.yaml --\n{SETTINGS.replace('language: en', 'language: de')}")
    forget_as_a_new_process_does()
    own.build()
    assert "</b>Ressorts" in own.page("archive/2021.html")


def test_kept_templates_are_not_compiled_again(own: Site) -> None:
    before = kept_files(own)
    forget_as_a_new_process_does()
    (own.public / "archive/2021.html").unlink()
    own.build()
    assert compiled._codes
    assert kept_files(own) == before


@pytest.mark.parametrize("content", [b"", b"no code at all", b"\x00" * 400])
def test_damaged_files_of_compiled_templates_only_cost_time(own: Site, content: bytes) -> None:
    page, before = own.page("archive/2021.html"), kept_files(own)
    for name in before:
        (own.root / COMPILED / name).write_bytes(content)
    (own.public / "archive/2021.html").unlink()
    forget_as_a_new_process_does()
    own.build()
    assert own.page("archive/2021.html") == page
    assert any(kept_files(own)[name] == before[name] for name in before)


def test_file_whose_code_was_cut_off_is_not_run(own: Site) -> None:
    page = own.page("archive/2021.html")
    for path in (own.root / COMPILED).iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    (own.public / "archive/2021.html").unlink()
    forget_as_a_new_process_does()
    own.build()
    assert own.page("archive/2021.html") == page


def test_build_does_without_a_place_for_compiled_templates(own: Site) -> None:
    page = own.page("archive/2021.html")
    for path in (own.root / COMPILED).iterdir():
        path.unlink()
    (own.root / COMPILED).rmdir()
    (own.root / COMPILED).write_text("in the way", "utf-8")
    (own.public / "archive/2021.html").unlink()
    forget_as_a_new_process_does()
    own.build()
    assert own.page("archive/2021.html") == page
