"""What programs read: sitemaps, robots.txt, the web app manifest, security.txt, cards."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from broadsheet.pages import machines
from docs.contract import ROOT, planned
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


IN_SITEMAP = {
    "article.html", "corrections.html", "edition.html", "editions.html", "front.html", "index.html",
    "list.html", "page.html", "story.html",
}  # fmt: skip
LEFT_OUT = {
    "404.html", "month.html", "redirect.html", "search.html", "source.html", "subscribe.html",
    "year.html",
}  # fmt: skip


def test_every_kind_of_page_is_in_the_sitemap_or_left_out_on_purpose() -> None:
    pages = [page for page in planned(ROOT) if page.template.endswith(".html")]
    told = "a new kind of page: decide by in_sitemap, and name its template here"
    assert {page.template for page in pages} == IN_SITEMAP | LEFT_OUT, told
    assert {page.template for page in pages if page.in_sitemap} == IN_SITEMAP


def test_sitemap_lists_sections_and_stories_and_of_other_terms_the_index(site: Make) -> None:
    more = "tags: [Peace]\nstory: treaty\nauthor: Ann Lee"
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01', more)}")
    made.build()
    addresses = located(made, "sitemap.xml")
    assert addresses[0] == "" and addresses[-1] == "2021/01/x.html"
    assert {"a.html", "stories/treaty.html", "tags.html", "authors.html"} <= set(addresses)
    assert not {"tags/peace.html", "authors/ann-lee.html"} & set(addresses)


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


def test_plain_text_has_an_ampersand_as_it_is(site: Make) -> None:
    policy = "https://example.org/policy?a=1&b=2"
    given = f"security: {{contact: 'mailto:d@e.org', expires: 2027-01-31, policy: '{policy}'}}\n"
    made = site("").write(f"-- site.yaml --\n{SITE_YAML}{given}")
    made.build()
    assert f"Policy: {policy}" in made.page(".well-known/security.txt").splitlines()


def test_site_without_a_contact_has_no_security_txt(site: Make) -> None:
    made = site("")
    made.build()
    assert not Path(made.public / ".well-known").exists()


def test_article_tells_where_it_is_shared_when_by_whom_and_about_what(site: Make) -> None:
    more = "tags: [Peace, 'A & B']\nauthor: [Ann Lee, Bo Ek]\nupdated: 2021-06-01"
    made = site(f"-- content/a/x.md --\n{article('X', '2021-05-01', more)}")
    made.build()
    path = "//meta[starts-with(@property, 'article:')]"
    page = made.page("2021/05/x.html")
    told = zip(found(page, f"{path}/@property"), found(page, f"{path}/@content"), strict=True)
    assert list(told) == [
        ("article:published_time", "2021-05-01T00:00:00+00:00"),
        ("article:modified_time", "2021-06-01T00:00:00+00:00"),
        ("article:author", "https://example.org/authors/ann-lee.html"),
        ("article:author", "https://example.org/authors/bo-ek.html"),
        ("article:section", "A"),
        ("article:tag", "Peace"),
        ("article:tag", "A & B"),
    ]
    assert found(made.page("index.html"), path) == []


def test_tag_source_and_author_of_one_name_have_pages_of_different_titles(site: Make) -> None:
    more = "tags: [NASA]\nauthor: NASA\nsources: [{name: NASA, url: 'https://nasa.gov/'}]"
    made = site(f"-- content/a/x.md --\n{article('X', '2021-05-01', more)}")
    made.build()
    titles = {
        folder: found(made.page(f"{folder}/nasa.html"), "//title/text()")[0]
        for folder in ("tags", "sources", "authors")
    }
    assert titles == {
        "tags": "NASA – The Test",
        "sources": "Reports from NASA – The Test",
        "authors": "Articles by NASA – The Test",
    }


def test_page_leads_to_the_web_app_manifest_without_script(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-05-01')}")
    made.build()
    path = "//noscript/link[@rel='manifest']/@href"
    assert found(made.page("2021/05/x.html"), path) == ["../../manifest.webmanifest"]


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
