"""An article as search engines read it: a `NewsArticle` of schema.org.

The properties are those of Google's documentation for Article structured data
(developers.google.com/search/docs/appearance/structured-data/article), all of them recommended
and none required, and of schema.org for credits and corrections.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from tests.pictures import picture
from tests.sites import SITE_YAML, Site, article, found

Make = Callable[[str], Site]
RECOMMENDED = ("headline", "image", "datePublished", "dateModified", "author", "publisher")


def data_of(page: str) -> Any:
    """The JSON-LD of a page."""
    (text,) = found(page, "//script[@type='application/ld+json']/text()")
    return json.loads(text)


def check(data: Any) -> None:
    """Fail unless the data has what search engines' documentation recommends, in its form."""
    assert (data["@context"], data["@type"]) == ("https://schema.org", "NewsArticle")
    assert all(data[name] for name in RECOMMENDED)
    for name in ("datePublished", "dateModified"):
        assert datetime.fromisoformat(data[name]).tzinfo is not None
    assert data["dateModified"] >= data["datePublished"]
    for author in data["author"]:
        assert author["@type"] in ("Person", "Organization", "NewsMediaOrganization")
        assert author["name"] and is_absolute(author["url"])
    assert all(is_absolute(image["url"]) for image in data["image"])
    assert data["url"] == data["mainEntityOfPage"] and is_absolute(data["url"])
    logo = data["publisher"]["logo"]
    assert logo["@type"] == "ImageObject" and is_absolute(logo["url"])
    assert is_absolute(data["mainEntityOfPage"]) and is_absolute(data["publisher"]["url"])
    for citation in data.get("citation", []):
        assert citation["@type"] == "CreativeWork" and is_absolute(citation["url"])
        assert citation["name"] and citation["publisher"]["name"]
    for correction in data.get("correction", []):
        assert correction["@type"] == "CorrectionComment" and correction["text"]
        assert datetime.fromisoformat(correction["datePublished"]).tzinfo is not None


def is_absolute(url: str) -> bool:
    """Whether an address holds its scheme and host."""
    return urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).netloc)


def test_article_says_all_that_its_front_matter_says(site: Make) -> None:
    more = (
        "tags: [Peace]\nauthor: [Ann Lee, The desk]\nimage: {file: b.png, alt: A bridge}\n"
        "sources: [{name: Le Monde, title: Le pont, url: 'https://e.org/1', language: fr}]\n"
        "corrections: [{date: 2021-06-02, text: Paris </script> & not Rome.}]\n"
    )
    made = site(
        f"-- content/world/x.md --\n{article('One', '2021-05-01', more)}"
        "-- content/authors/the-desk.md --\n---\ntitle: The desk\nkind: organization\n---\n"
    )
    made.put("content/world/b.png", picture()).build()
    data = data_of(made.page("2021/05/x.html"))
    check(data)
    (image,) = data["image"]
    assert image["url"] == "https://example.org/media/world/b.png"
    assert (image["width"], image["height"]) == (8, 6)
    assert [(it["@type"], it["name"]) for it in data["author"]] == [
        ("Person", "Ann Lee"),
        ("Organization", "The desk"),
    ]
    assert data["dateModified"] == "2021-06-02T00:00:00+00:00"
    assert data["correction"][0]["text"] == "Paris </script> & not Rome."
    assert data["citation"][0]["inLanguage"] == "fr"
    assert (data["articleSection"], data["keywords"]) == ("World", ["Peace"])
    assert data["publisher"]["correctionsPolicy"] == "https://example.org/corrections.html"


def test_logo_of_the_publisher_is_a_file_of_the_site(site: Make) -> None:
    made = site(f"-- content/x.md --\n{article('One', '2021-05-01')}")
    made.build()
    logo = data_of(made.page("2021/05/x.html"))["publisher"]["logo"]
    assert logo["url"] == "https://example.org/icon.svg"
    made.write(f"-- site.yaml --\n{SITE_YAML.replace('share_images: false', '')}").build()
    logo = data_of(made.page("2021/05/x.html"))["publisher"]["logo"]
    assert (logo["width"], logo["height"]) == (512, 512)
    assert (made.public / logo["url"].removeprefix("https://example.org/")).is_file()


def test_article_without_author_or_picture_is_whole_too(site: Make) -> None:
    made = site(f"-- content/x.md --\n{article('One', '2021-05-01')}")
    made.write(f"-- site.yaml --\n{SITE_YAML.replace('share_images: false', '')}").build()
    data = data_of(made.page("2021/05/x.html"))
    check(data)
    assert data["author"][0]["name"] == "The Test"
    (image,) = data["image"]
    assert (made.public / image["url"].removeprefix("https://example.org/")).is_file()
