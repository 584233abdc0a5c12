"""Files for the web host: what each is told, and what it will not take."""

import json
import re
from collections.abc import Callable

import pytest

from broadsheet.content.host_settings import HOSTS
from broadsheet.hosting.redirects import redirects_in
from broadsheet.problems import ProblemsFound
from tests.sites import ROOT, SITE_YAML, Site, article, assert_same_tree

MOVED = article("New", "2021-08-30", 'aliases: [/old.html, /older/, "/é (1).html"]\nslug: new')
TEXT = f"-- content/world/new.md --\n{MOVED}"
NEW = "/2021/08/new.html"
FILES = {
    "github-pages": {".nojekyll"},
    "cloudflare": {"_redirects", "_headers"},
    "netlify": {"_redirects", "_headers"},
    "s3-website": {".host/redirects.json"},
    "nginx": {".host/nginx.conf", ".host/nginx-brotli.conf"},
    "caddy": {".host/Caddyfile"},
    "apache": {".htaccess"},
}
THEME = "name: mine\nextends: broadsheet\ncontract: 1\n"
Make = Callable[[str], Site]


def with_settings(site: Site, more: str, url: str = "https://example.org/") -> Site:
    """The site with more lines in its settings."""
    text = SITE_YAML.replace("https://example.org/", url)
    return site.write(f"-- site.yaml --\n{text}{more}\n")


def problems_of(site: Site) -> list[str]:
    """What stops the build."""
    with pytest.raises(ProblemsFound) as stopped:
        site.build()
    return [str(it) for it in stopped.value.problems]


def test_each_host_adds_its_own_files_and_nothing_else(site: Make) -> None:
    made = site(TEXT)
    made.build()
    plain = made.tree()
    for host in HOSTS:
        with_settings(made, f"host: {host}").build()
        told = made.tree()
        assert told.keys() - plain.keys() == FILES[host]
        assert {path: told[path] for path in plain} == plain


def test_without_a_host_pages_at_old_addresses_lead_on(site: Make) -> None:
    made = site(TEXT)
    made.build()
    assert "url=2021/08/new.html" in made.page("old.html")


def test_cloudflare_is_told_of_redirects_in_lines_of_words(site: Make) -> None:
    made = with_settings(site(TEXT), "host: cloudflare")
    made.build()
    assert made.page("_redirects").splitlines() == [
        f"/old.html {NEW} 301",
        f"/older/ {NEW} 301",
        f"/%C3%A9%20(1).html {NEW} 301",
        f"/%C3%A9%20%281%29.html {NEW} 301",
    ]


def test_netlify_is_asked_to_redirect_where_a_page_stands(site: Make) -> None:
    made = with_settings(site(TEXT), "host: netlify")
    made.build()
    assert f"/old.html {NEW} 301!" in made.page("_redirects").splitlines()


def test_headers_have_the_pages_own_policy_and_each_stands_once_for_a_path(site: Make) -> None:
    made = with_settings(site(TEXT), "host: netlify\nhsts: 30 days\noffline: true")
    made.build()
    lines = made.page("_headers").splitlines()
    everywhere = lines[: lines.index("/static/*")]
    assert everywhere[0] == "/*"
    policy = next(it for it in everywhere if "Content-Security-Policy" in it)
    assert "default-src 'none'; style-src 'self'; script-src 'self';" in policy
    assert policy.endswith(
        "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    assert "  Strict-Transport-Security: max-age=2592000" in everywhere
    names = [it.partition(":")[0] for it in lines if it.startswith("  ")]
    rest = names[len(everywhere) - 1 :]
    assert not set(rest) & set(names[: len(everywhere) - 1])


def test_policy_of_headers_lets_editions_in_one_file_show_their_pictures(site: Make) -> None:
    made = with_settings(site(TEXT), "host: caddy\neditions: {files: [html]}")
    made.build()
    policy = made.page(".host/Caddyfile")
    assert "style-src 'self' 'unsafe-inline'; " in policy
    assert "img-src 'self' data:; " in policy


def test_theme_with_a_policy_of_its_own_has_it_in_headers(site: Make) -> None:
    base = (ROOT / "themes/broadsheet/templates/base.html").read_text("utf-8")
    own = 'Security-Policy" content="default-src \'self\';\n  img-src https://pictures.example">'
    mine = re.sub('Security-Policy" content="[^"]*">', lambda _: own, base)
    made = site(TEXT).write("-- themes/mine/theme.yaml --\n" + THEME)
    made.put("themes/mine/templates/base.html", mine.encode())
    with_settings(made, "host: caddy\ntheme: mine").build()
    policy = "default-src 'self'; img-src https://pictures.example; frame-ancestors 'self'"
    assert f'Content-Security-Policy "{policy}"' in made.page(".host/Caddyfile")


def test_bucket_learns_where_each_file_leads(site: Make) -> None:
    made = with_settings(site(TEXT), "host: s3-website", "https://example.org/news/")
    made.build()
    there = "/news/2021/08/new.html"
    assert redirects_in(made.public) == {
        "old.html": there,
        "older/index.html": there,
        "é (1).html": there,
    }
    (made.public / ".host/redirects.json").write_text("[1]")
    with pytest.raises(ValueError, match=r"redirects\.json"):
        redirects_in(made.public)
    assert redirects_in(made.root) == {}


def test_text_only_copy_of_an_old_address_leads_to_the_copy(site: Make) -> None:
    made = with_settings(site(TEXT), "host: s3-website\nlite: true")
    made.build()
    assert redirects_in(made.public)["lite/old.html"] == "/lite/2021/08/new.html"


def test_curators_own_rules_stay_and_count(site: Make) -> None:
    own = "-- content/site-root/_redirects --\n/shop https://shop.example 302"
    own += "\n-- content/site-root/_headers --\n/*\n  X-Own: yes\n"
    made = with_settings(site(TEXT + own), "host: netlify")
    made.build()
    assert made.page("_redirects").startswith("/shop https://shop.example 302\n/old.html ")
    assert made.page("_headers").endswith("/*\n  X-Own: yes\n")
    made.write("-- content/site-root/_redirects --\n/shop /s 302\n")
    made.build()
    assert made.page("_redirects").startswith("/shop /s 302\n/old.html ")
    with_settings(made, "host: caddy").build()
    assert made.page("_redirects") == "/shop /s 302\n"


def test_own_file_that_pages_hosts_need_anyway_is_no_clash(site: Make) -> None:
    made = with_settings(site(f"{TEXT}-- content/site-root/.nojekyll --\n"), "host: github-pages")
    made.build()
    assert made.page(".nojekyll") == ""


@pytest.mark.parametrize("host", ["netlify", "nginx", "apache"])
def test_build_after_edits_equals_a_clean_one(site: Make, host: str) -> None:
    made = with_settings(site(TEXT), f"host: {host}")
    made.build()
    made.write(f"-- content/world/new.md --\n{MOVED.replace('/older/', '/oldest/')}").build()
    clean = made.root.parent / "clean"
    made.build(output=clean)
    assert_same_tree(made.tree(), made.tree(clean), "the incremental build", "a clean one")


def test_hsts_needs_https_and_a_host_that_sends_headers(site: Make) -> None:
    made = with_settings(site(TEXT), "hsts: 1 day\nhost: github-pages", "http://example.org/")
    said = problems_of(made)
    assert any("hsts needs HTTPS, and the url is http://example.org/" in it for it in said)
    assert any("hsts needs a host that sends headers" in it for it in said)
    assert "host is not set" in problems_of(with_settings(made, "hsts: 1 day"))[0]


def test_unknown_host_names_those_that_there_are(site: Make) -> None:
    said = problems_of(with_settings(site(TEXT), "host: ngnix"))[0]
    assert "site.yaml:7: host cannot be" in said and "caddy" in said


def test_redirect_that_a_host_does_not_take_stays_a_page(site: Make) -> None:
    long = "/".join(["x" * 190] * 6)
    text = article("New", "2021-08-30", f"aliases: [/{long}.html, /old.html]\nslug: new")
    made = with_settings(site(f"-- content/world/new.md --\n{text}"), "host: cloudflare")
    warnings = [str(it) for it in made.build().warnings]
    assert made.page("_redirects") == f"/old.html {NEW} 301\n"
    assert any("1 old addresses stay pages that lead on" in it for it in warnings), warnings
    assert "url=" in made.page(f"{long}.html")


def test_file_that_is_too_large_for_the_host_stops_the_build_with_the_old_site_there(
    site: Make,
) -> None:
    made = with_settings(site(TEXT), "host: cloudflare")
    made.build()
    before = made.tree()
    made.put("content/media/film.mp4", b"x" * (26 * 2**20))
    (said,) = problems_of(made)
    assert "media/film.mp4 has 27.3 MB; Cloudflare Pages takes 26.2 MB a file" in said
    assert made.tree() == before
    made.put("content/media/film.mp4", b"x" * (24 * 2**20))
    assert any("film.mp4 has 25.2 MB" in it.text for it in made.build().warnings)
    with pytest.raises(ProblemsFound):
        with_settings(made, "host: cloudflare\nlite: false").build(strict=True)


def test_list_of_redirects_is_json_in_order(site: Make) -> None:
    made = with_settings(site(TEXT), "host: s3-website")
    made.build()
    found = json.loads(made.page(".host/redirects.json"))
    assert list(found) == sorted(found)
