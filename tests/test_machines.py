"""What programs read: sitemaps, robots.txt, the web app manifest, security.txt, cards."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from broadsheet.layout import machines
from tests.sites import SITE_YAML, Site, article, found

Make = Callable[[str], Site]
DAYS = ("2021-12-29", "2021-12-30", "2021-12-31")
THREE = "".join(f"-- content/a/{day}-{day[-2:]}.md --\n{article(f'On {day}', day)}" for day in DAYS)


def located(site: Site, path: str) -> list[str]:
    """The addresses in a sitemap or an index of sitemaps."""
    tree = etree.fromstring(site.page(path).encode())
    return [str(it.text).removeprefix("https://example.org/") for it in tree.iter("{*}loc")]


def test_sitemap_of_news_holds_the_articles_of_two_days(site: Make) -> None:
    made = site(THREE)
    made.build(as_of="2022-01-01 12:00 +0000")
    assert (
        located(made, "news-sitemap.xml") == ["2021/12/x~2.html"]
        or len(located(made, "news-sitemap.xml")) == 1
    )
    assert "<news:title>On 2021-12-31</news:title>" in made.page("news-sitemap.xml")
    assert "<news:publication_date>2021-12-31</news:publication_date>" in made.page(
        "news-sitemap.xml"
    )


def test_article_leaves_the_sitemap_of_news_with_time_alone(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-12-31')}")
    made.build(as_of="2022-01-01")
    made.build(as_of="2022-01-01")
    assert located(made, "news-sitemap.xml") == ["2021/12/x.html"]
    made.build(as_of="2022-01-02 00:01 +0000")
    assert located(made, "news-sitemap.xml") == []


def test_large_sitemap_is_split_and_its_first_parts_stay(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "MOST", 4)
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01')}")
    made.build()
    parts = located(made, "sitemap.xml")
    assert parts == [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    addresses = [address for part in parts for address in located(made, part)]
    assert "2021/01/x.html" in addresses and len(addresses) == len(set(addresses))
    before = made.page(parts[0])
    made.write(f"-- content/a/y.md --\n{article('Y', '2020-01-02')}")
    made.build()
    assert made.page(parts[0]) == before


def test_robots_leads_to_both_sitemaps(site: Make) -> None:
    made = site(THREE)
    made.build()
    lines = made.page("robots.txt").splitlines()
    assert "Sitemap: https://example.org/sitemap.xml" in lines
    assert "Sitemap: https://example.org/news-sitemap.xml" in lines


def test_web_app_manifest_names_the_site_and_an_icon_that_is_there(site: Make) -> None:
    made = site("").write(f"-- site.yaml --\n{SITE_YAML.replace('The Test', 'A “B” & <C>')}")
    made.build()
    manifest = json.loads(made.page("manifest.webmanifest"))
    assert manifest["name"] == "A “B” & <C>" and manifest["dir"] == "ltr"
    assert all((made.public / icon["src"]).is_file() for icon in manifest["icons"])
    assert found(made.page("index.html"), "//link[@rel='icon']/@href") == ["icon.svg"]
    etree.fromstring(made.page("icon.svg").encode())


def test_security_txt_says_what_the_site_gives(site: Make) -> None:
    given = "security: {contact: 'mailto:desk@example.org', expires: 2027-01-31}\n"
    made = site("").write(f"-- site.yaml --\n{SITE_YAML}{given}")
    made.build()
    assert made.page(".well-known/security.txt").splitlines() == [
        "Contact: mailto:desk@example.org",
        "Expires: 2027-01-31T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: https://example.org/.well-known/security.txt",
    ]


def test_site_without_a_contact_has_no_security_txt(site: Make) -> None:
    made = site("")
    made.build()
    assert not Path(made.public / ".well-known").exists()


def test_page_tells_where_it_is_shared_what_it_is(site: Make) -> None:
    quoted = """'The "X"'"""
    made = site(f"-- content/a/x.md --\n{article(quoted, '2021-12-31', 'summary: So.')}")
    made.build()
    page = made.page("2021/12/x.html")
    told = dict(
        zip(
            found(page, "//meta[@property]/@property"),
            found(page, "//meta[@property]/@content"),
            strict=True,
        )
    )
    assert told["og:title"] == "The “X”" and told["og:description"] == "So."
    assert told["og:type"] == "article" and told["og:locale"] == "en_US"
    assert told["og:url"] == "https://example.org/2021/12/x.html"
    assert found(page, "//meta[@name='twitter:card']/@content")
