"""The interface's words in every language, and in a site's own."""

import shutil
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from broadsheet.translations import BUNDLED, DOMAIN, read_translations
from tests.content.test_notes import problems
from tests.html_checker import said_of
from tests.sites import SITE_YAML, Site, article, found

Make = Callable[[str], Site]
ROOT = Path(__file__).parent.parent
LANGUAGES = sorted(path.name for path in BUNDLED.iterdir() if path.is_dir())
TEMPLATES = ("themes/**.html", "themes/**.css")
SOURCES = [("broadsheet/**.py", "python"), *((it, "jinja2") for it in TEMPLATES)]
OPTIONS = {it: {"trimmed": "true", "extensions": "jinja2.ext.i18n"} for it in TEMPLATES}
ONE = f"-- content/a/x.md --\n{article('X', '2021-01-01')}"


@cache
def words_used() -> frozenset[object]:
    """Every message in templates and code."""
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "_say": None}
    return frozenset(
        message for *_, message, _, _ in extract_from_dir(ROOT, SOURCES, OPTIONS, keywords=keywords)
    )


def written(language: str) -> Catalog:
    """A language's catalogue, as translators write it."""
    content = (BUNDLED / language / "LC_MESSAGES" / f"{DOMAIN}.po").read_bytes()
    return read_po(BytesIO(content))


def in_language(tag: str) -> str:
    """A site's settings in a language."""
    return f"-- site.yaml --\n{SITE_YAML.replace('language: en', f'language: {tag}')}"


def test_nine_languages_are_there() -> None:
    assert LANGUAGES == ["ar", "de", "es", "fa", "fr", "hi", "ja", "zh_Hans"]  # and English


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated_and_none_is_left_over(language: str) -> None:
    catalogue = written(language)
    messages = [message for message in catalogue if message.id]
    assert {message.id for message in messages} == words_used()
    for message in messages:
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(texts) and not message.fuzzy, message.id
        assert not list(message.check(catalogue)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_the_written_one(language: str) -> None:
    folder = BUNDLED / language / "LC_MESSAGES"
    compiled = BytesIO()
    write_mo(compiled, written(language))
    assert (folder / f"{DOMAIN}.mo").read_bytes() == compiled.getvalue()


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("en-GB", "Sources"),
        ("de", "Quellen"),
        ("de-AT", "Quellen"),
        ("ar", "المصادر"),
        ("fa-IR", "منابع"),
        ("zh", "来源"),
        ("zh-Hans-CN", "来源"),
        ("zh-Hant", "来源"),
        ("ja", "出典"),
        ("nl", "Sources"),
    ],
)
def test_site_speaks_its_language(tag: str, words: str, tmp_path: Path) -> None:
    assert read_translations(tmp_path, tag)[0].gettext("Sources") == words


def test_numbers_follow_the_rules_of_the_language(tmp_path: Path) -> None:
    translations, _ = read_translations(tmp_path, "ar")
    one, many = "Credited in %(number)s article", "Credited in %(number)s articles"
    assert translations.ngettext(one, many, 2) == "مذكور في مقالين"
    assert translations.ngettext(one, many, 5) == "مذكور في %(number)s مقالات"
    assert translations.ngettext(one, many, 11) == "مذكور في %(number)s مقالًا"


def test_pages_and_feeds_speak_the_language_of_the_site(site: Make) -> None:
    corrected = article("X", "2021-01-01", "corrections: [{date: 2021-02-01, text: So.}]")
    made = site(f"{in_language('de')}-- content/a/x.md --\n{corrected}")
    made.build()
    assert found(made.page("tags.html"), "string(//h1)") == "Schlagwörter"
    assert "Berichtigung, 1. Februar 2021: So." in made.page("feed.xml")
    page = made.page("2021/01/x.html")
    assert "Zum Text springen" in page and "Back to top" not in page


def test_another_language_is_one_folder_away(site: Make) -> None:
    dutch = '-- locale/nl/LC_MESSAGES/broadsheet.po --\nmsgid "Sources"\nmsgstr "Bronnen"\n'
    made = site(in_language("nl") + ONE + dutch)
    made.build()
    assert found(made.page("sources.html"), "string(//h1)") == "Bronnen"
    made.write(dutch.replace("Bronnen", "Bronnenlijst"))
    made.build()
    assert found(made.page("sources.html"), "string(//h1)") == "Bronnenlijst"


def test_site_may_choose_other_words_in_a_language_that_is_there(site: Make) -> None:
    own = '-- locale/de/LC_MESSAGES/broadsheet.po --\nmsgid "Sources"\nmsgstr "Belege"\n'
    made = site(in_language("de") + ONE + own)
    made.build()
    assert found(made.page("sources.html"), "string(//h1)") == "Belege"
    assert found(made.page("tags.html"), "string(//h1)") == "Schlagwörter"


@pytest.mark.parametrize(
    "text",
    ['msgid "Sources\n', 'msgid "By %(names)s"\nmsgstr "Door %(wie)s"\n#, python-format\n'],
)
def test_catalogue_that_is_none_is_a_problem(site: Make, text: str) -> None:
    marked = text if text.startswith('msgid "S') else f"#, python-format\n{text.split('#')[0]}"
    made = site(f"{in_language('nl')}{ONE}-- locale/nl/LC_MESSAGES/broadsheet.po --\n{marked}")
    (problem,) = problems(made)
    assert problem.startswith(
        "locale/nl/LC_MESSAGES/broadsheet.po: is not a catalogue of translations: "
    )


@pytest.mark.rest
def test_nu_html_checker_finds_no_error_in_any_language(java: str, tmp_path: Path) -> None:
    few_images = "share_images: false\nimages: {widths: [480]}\n"
    settings = (ROOT / "site.yaml").read_text("utf-8") + few_images
    site = Site(tmp_path / "site")
    shutil.copytree(ROOT / "content", site.root / "content")
    for language in LANGUAGES:
        told = settings.replace("language: en-GB", f"language: {language.replace('_', '-')}")
        site.write(f"-- site.yaml --\n{told}").build()
        shutil.copytree(site.public, tmp_path / "public" / language)
    assert said_of(java, [tmp_path / "public"]) == ""
