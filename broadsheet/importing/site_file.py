"""What does `site.yaml` say of a site that is made from another system's?"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from broadsheet.content.fields import is_web_address
from broadsheet.content.settings import read_settings
from broadsheet.exports.foreign_dates import foreign_zone
from broadsheet.exports.posts import Post, SiteFacts
from broadsheet.importing.placing import NO_SECTION, section_key
from broadsheet.languages import is_language, likely_language

PLACEHOLDER_URL = "https://digest.example/"
HEAD = "# The settings of this site, as the import found them. Every key: docs/settings.md\n"


def site_file(
    facts: SiteFacts, posts: Sequence[Post], pattern: str, name: str
) -> tuple[str, list[str]]:
    """The text of `site.yaml`, and what was not known and is to be checked. `name` is what the
    site is called if it does not say so itself."""
    remarks: list[str] = []

    def known(key: str, value: str, otherwise: str) -> str:
        if not value:
            remarks.append(f"site.yaml: {key} was not found; it says {otherwise}")
        return value or otherwise

    title = known("title", facts.title, name or "Imported site")
    values: dict[str, object] = {
        "title": title,
        "url": known("url", _url(facts.url), PLACEHOLDER_URL),
        "description": known("description", facts.description, title),
        "language": known("language", _language(facts.language), "en"),
        "timezone": known("timezone", str(foreign_zone(facts.timezone) or ""), "UTC"),
    }
    if facts.author:
        values["author"] = list(facts.author)
    values["permalink"] = pattern
    sections = _sections(facts, posts)
    if sections:
        values["sections"] = sections
    # What was published elsewhere credits its sources in its text, if anywhere.
    values["attribution"] = {"uncredited": "allow"}
    body = yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=1000)
    _, log = read_settings(body.encode())
    if log.problems:
        raise AssertionError(f"the settings of an import are wrong: {log.problems}")
    return HEAD + body, remarks


def _url(url: str) -> str:
    if not is_web_address(url) or "?" in url or "#" in url:
        return ""
    parts = urlsplit(url)
    return parts._replace(path=f"{parts.path.rstrip('/')}/").geturl()


def _language(language: str) -> str:
    language = language.replace("_", "-").split(".")[0]
    return language if is_language(language) else likely_language(language)


def _sections(facts: SiteFacts, posts: Sequence[Post]) -> list[dict[str, str]]:
    """Every section of an article with its title, those with the most articles first."""
    titles: dict[str, str] = {section_key(key): title for key, title in facts.sections if title}
    counts: dict[str, int] = {}
    for post in posts:
        if not post.is_page:
            key = section_key(post.section)
            counts[key] = counts.get(key, 0) + 1
            titles.setdefault(key, post.section or NO_SECTION.capitalize())
    keys = sorted(counts, key=lambda key: (-counts[key], key))
    return [{"key": key, "title": _one_line(titles[key])} for key in keys]


def _one_line(text: str) -> str:
    return " ".join("".join(it if it.isprintable() else " " for it in text).split())


def folder_title(folder: Path) -> str:
    """What a folder's name says, as a title."""
    return folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize()
