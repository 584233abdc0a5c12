"""Slugs keep every script, patterns give addresses, links between addresses arrive."""

from datetime import date
from urllib.parse import quote, urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.urls import (
    SLUG_BYTES,
    absolute,
    address_fault,
    address_of,
    collision_key,
    file_address,
    output_path,
    pattern_fault,
    permalink,
    relative,
    rooted,
    slugify,
    uri,
)

DAY = date(2021, 8, 5)
TEXTS = st.text(max_size=200) | st.text("aé_-+#. /\\İßǰΣ漢क्️\u0301", max_size=80)
PARTS = st.text("ab .:é漢&'+@=;~-", min_size=1, max_size=6).filter(lambda it: it[0] != ".")
ADDRESSES = st.builds(
    lambda parts, end: "/" + "/".join(parts) + end,
    st.lists(PARTS, min_size=1, max_size=4),
    st.sampled_from(["", "/", ".html"]),
) | st.just("/")


@given(TEXTS)
@example("")
@example("Ꭰꭰ")
@example("é" * 300)
@example("_/_")
def test_slug_obeys_the_laws_of_a_file_name(text: str) -> None:
    slug = slugify(text)
    assert 0 < len(slug.encode()) <= SLUG_BYTES == 120
    assert slugify(slug) == slug
    assert not set(slug) & set("/\\_. #?%")
    assert not any(char.isupper() for char in slug)
    assert not slug.startswith("-")
    assert not slug.endswith("-")


@given(TEXTS)
def test_article_with_any_title_has_an_address_without_a_fault(text: str) -> None:
    slug = slugify(text)
    assert address_fault(permalink("/{year}/{month}/{slug}.html", DAY, slug, "news")) == ""


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("C", "c"),
        ("C++", "cpp"),
        ("C#", "csharp"),
        (".NET", "dotnet"),
        ("ASP.NET", "asp-net"),
        ("g++ and F#", "gpp-and-fsharp"),
        ("#rust", "rust"),
        ("A + B", "a-b"),
        ("أخبار كابول", "أخبار-كابول"),
        ("हिन्दी समाचार", "हिन्दी-समाचार"),
        ("北京 新闻", "北京-新闻"),
        ("می‌خواهم", "می-خواهم"),
        ("\uff26\uff35\uff2c\uff2c\u3000width", "full-width"),
        ("Straße", "strasse"),
        ("  Kabul  falls!  ", "kabul-falls"),
        ("snake_case", "snake-case"),
        ("../../etc/passwd", "etc-passwd"),
        ("I ❤️ Rust", "i-rust"),
        ("1️⃣ first", "1-first"),
        ("hy\u00adphen", "hyphen"),
    ],
)
def test_slug_reads_like_its_text(text: str, slug: str) -> None:
    assert slugify(text) == slug


@pytest.mark.parametrize("text", ["Cafe\u0301", "Café", "CAFÉ", " café "])
def test_spellings_that_look_the_same_share_a_slug(text: str) -> None:
    assert slugify(text) == "café"


def test_texts_without_letters_keep_slugs_of_their_own() -> None:
    assert slugify("!!!").startswith("x-")
    assert slugify("!!!") != slugify("???")


def test_long_texts_with_one_beginning_keep_slugs_of_their_own() -> None:
    one, other = slugify("long " * 50 + "a"), slugify("long " * 50 + "b")
    assert one != other
    assert one.startswith("long-long-") and other.startswith("long-long-")


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("/{year}/{month}/{slug}.html", "/2021/08/kabul.html"),
        ("/{year}/{month}/{day}/{slug}/", "/2021/08/05/kabul/"),
        ("/{section}/{slug}.html", "/world/kabul.html"),
        ("/{slug}", "/kabul"),
        ("/{year}-{month}-{day}-{slug}.html", "/2021-08-05-kabul.html"),
    ],
)
def test_permalink_follows_its_pattern(pattern: str, address: str) -> None:
    assert pattern_fault(pattern) == ""
    assert permalink(pattern, DAY, "kabul", "world") == address


@pytest.mark.parametrize("pattern", ["/{section}/{slug}.html", "/a/{section}/{slug}/"])
def test_article_without_a_section_has_no_empty_part(pattern: str) -> None:
    address = permalink(pattern, DAY, "kabul", "")
    assert address_fault(address) == ""
    assert address.endswith("/") == pattern.endswith("/")


def test_early_year_keeps_four_digits() -> None:
    assert permalink("/{year}/{slug}", date(33, 1, 1), "a", "") == "/0033/a"


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("/{year/{slug}", "has a brace without its partner"),
        ("/{slug}}", "has a brace without its partner"),
        ("/{yaer}/{slug}", "has the unknown placeholder {yaer}"),
        ("/{}/{slug}", "has the unknown placeholder {}"),
        ("/{slug.x}", "has the unknown placeholder {slug.x}"),
        ("/{slug[0]}", "has the unknown placeholder {slug[0]}"),
        ("/{year}/", "has no {slug}, so all articles would share one address"),
        ("/{{slug}}", "has no {slug}, so all articles would share one address"),
        ("/{slug!z}", "has a placeholder with more than a name in its braces"),
        ("/{slug:q}", "has a placeholder with more than a name in its braces"),
        ("/{slug:999999999}", "has a placeholder with more than a name in its braces"),
        ("{slug}.html", "must start with one slash: it is a path on this site"),
        ("/../{slug}", "must not hold empty parts, . or .."),
        ("/{year}//{slug}", "must not hold empty parts, . or .."),
        ("/{slug}?x", "has a character that addresses cannot have"),
    ],
)
def test_wrong_pattern_is_told_what_is_wrong_with_it(pattern: str, fault: str) -> None:
    assert pattern_fault(pattern) == fault


@given(st.text("/{}slugyear:!.x[]0", max_size=20))
def test_pattern_without_a_fault_gives_addresses_without_one(pattern: str) -> None:
    if not pattern_fault(pattern):
        assert address_fault(permalink(pattern, DAY, "kabul", "world")) == ""


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a.html",
        "//evil.example/a",
        "http://evil.example/",
        "javascript:alert(1)",
        "/..",
        "/../a",
        "/a/../b",
        "/a/..",
        "/./a",
        "/a//b",
        "/a//",
        "/a\\b",
        "/\\evil.example",
        "/a\x00b",
        "/a\nb",
        "/a\x7f",
        "/a\u202eb",
        "/a\ud800",
        "/a?b",
        "/a#b",
        "/%2e%2e/a",
        "/c:/a",
        '/a"b',
        "/a<b>",
        "/a|b",
        "/a*",
        "/.git/config",
        "/a/.htaccess",
        "/" + "a" * 256,
    ],
)
def test_address_that_could_lead_elsewhere_is_refused(address: str) -> None:
    assert address_fault(address)


@pytest.mark.parametrize("address", ["/a", "/a/", "/2021/08/كابول.html", "/a b/c.d", "/a..b"])
def test_address_of_a_page_is_accepted(address: str) -> None:
    assert address_fault(address) == ""


@given(st.text("/.\\:%ab\n", max_size=12))
def test_accepted_address_stays_below_the_output_folder(address: str) -> None:
    if not address_fault(address):
        path = output_path(address)
        assert not path.startswith("/")
        assert not {"", ".", ".."} & set(path.split("/"))


def test_address_that_ends_in_a_slash_is_the_index_of_its_folder() -> None:
    assert output_path("/a/") == "a/index.html"
    assert output_path("/a.html") == "a.html"
    assert output_path("/") == "index.html"
    assert [address_of(path) for path in ("a/index.html", "a.html", "index.html")] == [
        "/a/",
        "/a.html",
        "/",
    ]


@given(ADDRESSES, ADDRESSES)
def test_link_leads_from_any_address_to_any_other(here: str, there: str) -> None:
    page = "https://example.org/below" + quote(file_address(here))
    destination = "https://example.org/below" + quote(file_address(there))
    assert urljoin(page, relative(here, there)) == destination


@given(ADDRESSES, ADDRESSES, st.text("aé ", min_size=1, max_size=5))
def test_link_keeps_its_fragment(here: str, there: str, fragment: str) -> None:
    page = "https://example.org" + quote(file_address(here))
    destination = f"https://example.org{quote(file_address(there))}#{quote(fragment)}"
    assert urljoin(page, relative(here, f"{there}#{fragment}")) == destination


@pytest.mark.parametrize(
    ("here", "there", "link"),
    [
        ("/2021/08/a.html", "/index.html", "../../index.html"),
        ("/2021/08/a.html", "/2021/08/b.html", "b.html"),
        ("/", "/tags/c.html", "tags/c.html"),
        ("/a/", "/", "../index.html"),
        ("/a.html", "/a.html#top", "#top"),
        ("/a.html", "/b.html#two words", "b.html#two%20words"),
        ("/a.html", "/北京/", "%E5%8C%97%E4%BA%AC/index.html"),
    ],
)
def test_link_is_relative_and_names_its_file(here: str, there: str, link: str) -> None:
    assert relative(here, there) == link


@given(ADDRESSES, st.sampled_from(["https://example.org", "https://example.org/below/"]))
def test_absolute_address_stands_below_the_base(address: str, base: str) -> None:
    assert absolute(base, address).startswith(base.rstrip("/") + "/")
    assert absolute(base, address).isascii()


def test_absolute_address_is_percent_encoded_and_keeps_its_fragment() -> None:
    assert (
        absolute("https://example.org/", "/a b.html#c d") == "https://example.org/a%20b.html#c%20d"
    )


def test_rooted_link_names_its_file_and_no_host() -> None:
    assert rooted("https://example.org", "/a.html") == "/a.html"
    assert rooted("https://example.org/below", "/a.html") == "/below/a.html"


@pytest.mark.parametrize(
    ("one", "other"),
    [("/a/", "/a/index.html"), ("/A.html", "/a.html"), ("/e\u0301", "/é"), ("/straße", "/strasse")],
)
def test_addresses_that_a_disk_may_take_for_one_share_a_claim(one: str, other: str) -> None:
    assert collision_key(one) == collision_key(other)


def test_a_file_and_a_folder_of_one_name_have_claims_of_their_own() -> None:
    assert collision_key("/a") != collision_key("/a/")


def test_address_in_another_script_is_named_in_ascii_and_any_other_stays() -> None:
    assert (
        uri("https://example.org/بعد?q=é#x") == "https://example.org/%D8%A8%D8%B9%D8%AF?q=%C3%A9#x"
    )
    assert uri("https://example.org/a%20b?c=d&e='f'") == "https://example.org/a%20b?c=d&e='f'"


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("https://bücher.example:81?é", "https://xn--bcher-kva.example:81?%C3%A9"),
        ("https://example.org/?a[]=1", "https://example.org/?a%5B%5D=1"),
        ("https://[::1]:8000/[é]", "https://[::1]:8000/%5B%C3%A9%5D"),
        (f"https://{'é' * 70}.example/", f"https://{'%C3%A9' * 70}.example/"),
        ("tag:example.org,2021-05-01:é", "tag:example.org,2021-05-01:%C3%A9"),
    ],
)
def test_host_in_another_script_has_the_name_that_the_network_knows(
    address: str, named: str
) -> None:
    assert uri(address) == named
