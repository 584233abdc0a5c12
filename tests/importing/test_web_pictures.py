"""A picture of the web has one name on the new site, which every system can hold."""

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.exports.posts import Export, Media, Post
from broadsheet.importing.linking import media_path
from broadsheet.importing.web_pictures import address_here, is_own_host, wanted
from broadsheet.site.addresses import is_media

SITE = "https://www.river.example/blog/"


def test_picture_of_the_old_site_keeps_its_address() -> None:
    here = address_here("http://river.example/wp-content/a%20b.JPG", "JPEG", SITE)
    assert here == "/wp-content/a b.JPG"


def test_picture_of_another_host_stands_below_the_name_of_that_host() -> None:
    assert address_here("https://cdn.example/i/a.png", "PNG", SITE) == "/cdn.example/i/a.png"


def test_suffix_says_the_kind_of_the_picture_and_not_of_the_program_that_made_it() -> None:
    assert address_here("https://river.example/a.jpg", "WEBP", SITE) == "/a.webp"
    assert address_here("https://river.example/image.php", "PNG", SITE) == "/image.png"
    assert address_here("https://river.example/v1.2", "PNG", SITE) == "/v1.2.png"


def test_pictures_that_differ_in_their_query_have_two_names() -> None:
    one, two = (address_here(f"https://river.example/i?id={it}", "PNG", SITE) for it in (1, 2))
    assert one != two and one.startswith("/i-") and one.endswith(".png")


def test_picture_with_http_and_https_is_one_picture() -> None:
    media = [
        Media("a", "http://river.example/a.png#x"),
        Media("b", "https://river.example/a.png"),
        Media("c", "http://river.example/c.png"),
        Media("d", "uploads/d.png"),
        Media("e", "https://river.example/e.mp3"),
    ]
    found = wanted(Export((Post("one", "One", "", media=tuple(media)),)))
    assert [*found.pictures] == ["https://river.example/a.png", "http://river.example/c.png"]
    assert [*found.others] == ["https://river.example/e.mp3"]


def test_hosts_of_the_old_system_count_as_the_old_site() -> None:
    assert is_own_host("river.example", SITE) and is_own_host("substackcdn.com", "")
    assert not is_own_host("substackcdn.com.evil.example", SITE) and not is_own_host("", "")


@given(st.text(max_size=300), st.sampled_from(["JPEG", "PNG", "AVIF"]))
def test_whatever_an_address_says_its_file_is_a_picture_in_the_folder_of_media(
    path: str, kind: str
) -> None:
    try:
        here = address_here(f"https://river.example/{path}", kind, SITE)
    except ValueError:  # no address at all, which no client fetches
        return
    file = media_path(here)
    assert file == f"content/media{here}" and is_media(file) and len(file) <= 260
    assert ".." not in file.split("/") and "\\" not in file and "\x00" not in file
