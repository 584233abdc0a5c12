"""The schemas accept what a build accepts, and refuse the mistakes that it refuses."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from broadsheet.commands.new_site import make_site
from broadsheet.content.front_matter import FIELDS, read_front_matter
from broadsheet.content.settings import UTC, read_settings
from broadsheet.drafting.schema import FILES, KEYS, kind_of, schema
from broadsheet.problems import ProblemLog
from tests.sites import ROOT

MISTAKES = ROOT / "tests/mistakes"
# Mistakes that no schema can see: in the text, beside the file, in YAML itself, in other files.
UNSEEN = frozenset(
    "anchor-reused apostrophe-in-quotes colon-in-source colon-in-title conflict-in-front-matter"
    " conflict-in-settings conflict-in-text control-character empty-front-matter"
    " fragment-to-nothing image-of-a-phone image-outside image-without-file link-to-nothing no-date"
    " no-front-matter open-front-matter open-quote open-quote-then-closed repeated-key"
    " tab-in-front-matter theme-options unclear-date yaml-tag".split()
)
SEEN = sorted(
    path.name for path in MISTAKES.iterdir() if path.suffix != ".txt" and path.stem not in UNSEEN
)


class Yaml12(yaml.SafeLoader):
    """YAML as editors read it, by version 1.2: no dates, and only true and false are flags."""


Yaml12.yaml_implicit_resolvers = {}
for tag, form, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{form})$"), [*first])


def as_editors_read(path: Path) -> Any:
    """The YAML of a settings file or of a text's front matter."""
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        text = text.split("\n---")[0].removeprefix("---\n")
    return yaml.load(text, Loader=Yaml12)


def faults(kind: str, value: object) -> list[str]:
    """What a schema finds wrong with a value; both versions of JSON Schema find the same."""
    shape = dict(schema(kind))
    found = sorted(it.message for it in Draft7Validator(shape).iter_errors(value))
    del shape["$schema"]
    assert found == sorted(it.message for it in Draft202012Validator(shape).iter_errors(value))
    return found


@pytest.mark.parametrize("kind", FILES)
def test_schema_is_one_in_both_versions(kind: str) -> None:
    Draft7Validator.check_schema(schema(kind))
    Draft202012Validator.check_schema(
        {**schema(kind), "$schema": Draft202012Validator.META_SCHEMA["$id"]}
    )


def test_every_key_has_its_description() -> None:
    for kind, fields in KEYS.items():
        properties: Any = schema(kind)["properties"]
        assert {key: it["description"] for key, it in properties.items()} == {
            key: field.about for key, field in fields.items()
        }


def test_keys_within_keys_are_described_too() -> None:
    article: Any = schema("article")["properties"]
    source = article["sources"]["items"]
    assert source["additionalProperties"] is False and source["required"] == ["name", "url"]
    assert source["properties"]["access"]["enum"] == ["free", "registration", "paywall", None]
    assert "example" in str(source["properties"]["url"]["examples"])


def test_files_of_the_sample_site_and_of_new_sites_have_no_fault(tmp_path: Path) -> None:
    make_site(tmp_path / "new", samples=True)
    checked = 0
    for root in (ROOT, tmp_path / "new", ROOT / "tests/arabic"):
        assert faults("site", as_editors_read(root / "site.yaml")) == []
        for path in sorted((root / "content").rglob("*.md")):
            kind = kind_of(path.relative_to(root).as_posix())
            assert (path, faults(kind, as_editors_read(path))) == (path, [])
            checked += 1
    assert checked > 60


def test_golden_sites_have_no_fault() -> None:
    for path in sorted((ROOT / "tests/golden").glob("*/content/**/*.md")):
        kind = kind_of("/".join(path.parts[path.parts.index("content") :]))
        assert (path, faults(kind, as_editors_read(path))) == (path, [])


@pytest.mark.parametrize(
    "name",
    sorted(it.name for it in MISTAKES.iterdir() if it.suffix != ".txt" and it.stem not in UNSEEN),
)
def test_mistake_that_a_build_refuses_is_refused(name: str) -> None:
    kind = "article" if name.endswith(".md") else "site"
    assert faults(kind, as_editors_read(MISTAKES / name))


def accepted(text: str) -> bool:
    """Whether a build accepts this front matter."""
    log = ProblemLog("x.md")
    return read_front_matter(text, log, UTC) is not None


SAID = {
    "title": ["A", "2026", "true", "''", "[a]", "{a: b}", "1.10", "no", "null", "~"],
    "date": ["2026-01-31", "2026-01-31 09:00", "2026-01-31T09:00:30Z", "31.1.2026", "soon"],
    "updated": [
        "2026-01-31 09:00 +0200",
        "2026-01-31 09:00 +02:00",
        "2026-13-01",
        "2026-01-31 25:00",
    ],
    "tags": ["[a, 2026, true]", "a", "[]", "['']", "[{a: b}]"],
    "author": ["Ann", "[Ann, Bo]", "{a: b}", "2026"],
    "lead": ["true", "yes", "No", "OFF", "maybe", "1", "[true]"],
    "untitled": ["true", "no", "maybe", ""],
    "draft": ["True", "'true'", "on", "tRUE", ""],
    "slug": ["a-b", "2026", "A-b", "a b", "a/b", "a.b", "ö"],
    "aliases": ["[/a.html]", "[/a/]", "[a]", "[/a/../b]", "[//a]", "['/a?b']", "[/.a]", "/a"],
    "language": ["en", "pt-BR", "zh-Hans", "French", "e", "en_GB"],
    "expires": ["2027-01-01", "2027"],
    "extra": ["{a: {b: [c]}}", "a", "[a]", "{}"],
    "via": ["{name: Ann}", "Ann", "{name: Ann, url: https://e.org/}", "{url: https://e.org/}"],
    "story": ["bridge", "2026", "[bridge]"],
    "sources": [
        "[{name: N, url: https://e.org/}]",
        "[{name: N, url: e.org}]",
        "[{name: N, url: 'https://e.org/a b'}]",
        "[{name: N, url: 'https:///e'}]",
        "[{name: N}]",
        "[{name: N, url: https://e.org/, date: 2026-01}]",
        "[{name: N, url: https://e.org/, date: 2026}]",
        "[{name: N, url: https://e.org/, date: 0}]",
        "[{name: N, url: https://e.org/, access: paywall, author: [A, B]}]",
        "[{name: N, url: https://e.org/, access: closed}]",
        "[{name: N, url: https://e.org/, link: x}]",
        "{name: N, url: https://e.org/}",
    ],
    "image": ["{file: a.jpg, alt: A}", "a.jpg", "{file: a.jpg}"],
    "corrections": ["[{date: 2026-01-31, text: T}]", "[{text: T}]", "T", "[T]"],
    "id": ["x", "2026", "[x]"],
    "summary": ["S", "", "[S]"],
    "section": ["world", "[world]"],
}
# To Broadsheet a text, to an editor nothing.
NOTHING = {("title", "null"), ("title", "~")}


def test_every_key_of_an_article_is_tried() -> None:
    assert set(SAID) == set(FIELDS)


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in SAID.items() for value in values]
)
def test_schema_and_build_agree(key: str, value: str) -> None:
    if (key, value) in NOTHING:
        return
    text = f"{key}: {value}\n" if key == "title" else f"title: T\n{key}: {value}\n"
    found = faults("article", yaml.load(text, Loader=Yaml12))
    assert (found == []) == accepted(text), found


@given(st.sampled_from(sorted(SAID)), st.text(st.characters(max_codepoint=0x2FF), max_size=12))
def test_schema_finds_no_fault_in_a_text_that_a_build_accepts(key: str, value: str) -> None:
    text = yaml.safe_dump({"title": "T", key: value}, allow_unicode=True)
    if value.strip() and accepted(text):
        assert faults("article", yaml.load(text, Loader=Yaml12)) == []


@pytest.mark.parametrize(
    ("line", "is_right"),
    [
        ("per_page: 20", True),
        ("per_page: '20'", True),
        ("per_page: 0", False),
        ("per_page: many", False),
        ("lite: yes", True),
        ("offline: true", True),
        ("offline: 'no'", True),
        ("offline: 14", True),
        ("offline: '14'", True),
        ("offline: 0", False),
        ("offline: 101", False),
        ("offline: always", False),
        ("permalink: /{year}/{slug}/", True),
        ("permalink: /{year}/", False),
        ("theme: My Theme", False),
        ("theme_options: {accent: '#8a1c1c', count: 3}", True),
        ("theme_options: {accent: }", False),
        ("sections: [{key: world, title: World}]", True),
        ("sections: [world]", False),
        ("editions: {every: week}", True),
        ("editions: {every: year}", False),
        ("images: {widths: [480, 960], quality: 70}", True),
        ("images: {quality: 101}", False),
        ("security: {contact: 'mailto:a@example.org', expires: 2027-12-31}", True),
        ("security: {contact: a, expires: 2027}", False),
        ("tags: {aliases: {golang: Go}, slugs: {C++: cpp}}", True),
        ("tags: {slugs: {C++: C++}}", False),
        ("editions:", True),
        ("color: red", False),
    ],
)
def test_settings_are_checked_as_a_build_checks_them(line: str, is_right: bool) -> None:
    text = (
        "title: T\nurl: https://example.org/\ndescription: D\nlanguage: en\ntimezone: UTC\n"
        f"{line}\n"
    )
    assert (read_settings(text.encode())[1].problems == []) is is_right
    assert (faults("site", yaml.load(text, Loader=Yaml12)) == []) is is_right


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("content/world/2026-01-31-a.md", "article"),
        ("content/2026-01-31-a.md", "article"),
        ("content/pages/about.md", "page"),
        ("content/pages/help/about.md", "page"),
        ("content/stories/a.md", "story"),
    ],
)
def test_kind_of_a_file_follows_from_its_folder(path: str, kind: str) -> None:
    assert kind_of(path) == kind
