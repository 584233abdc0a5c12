"""Only the curator's browser, and only the desk's own pages in it, can ask the desk anything."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from broadsheet.desk_server.secrets_of_run import Secrets
from tests.desk_server.running import FORM, Answer, Running, Visitor, running_desk, states


@pytest.fixture(scope="module")
def desk(make_desk_site: Callable[[], Path]) -> Iterator[Running]:
    root = make_desk_site()
    with running_desk(root) as running:
        yield running
    assert "dropped" not in states(root).values()


@pytest.fixture(scope="module")
def curator(desk: Running) -> Visitor:
    return desk.let_in()


@pytest.fixture(scope="module")
def form_key(curator: Visitor) -> str:
    return curator.form_key()


def test_address_with_the_key_sets_a_cookie_and_leads_to_an_address_without_it(
    desk: Running,
) -> None:
    answer = desk.raw("GET", f"/?key={desk.secrets.token}")
    assert answer.status == 303
    assert answer.headers["location"] == f"/{desk.secrets.folder}/"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert desk.secrets.token not in "".join(answer.headers.values())
    cookie, *attributes = answer.headers["set-cookie"].split("; ")
    assert desk.secrets.token not in cookie
    folder = f"Path=/{desk.secrets.folder}/"
    assert {it.lower() for it in attributes} == {"httponly", "samesite=strict", folder.lower()}


@pytest.mark.parametrize("path", ["/", "/?key=", "/?key=wrong", "/?key=%00", "/?token={token}"])
def test_wrong_or_missing_key_gets_a_plain_page_that_says_what_to_do(
    desk: Running, path: str
) -> None:
    answer = desk.raw("GET", path.format(token=desk.secrets.token))
    assert answer.status == 403
    assert "Open the address that <code>broadsheet desk</code> printed" in answer.text
    assert "set-cookie" not in answer.headers


def test_key_that_the_browser_was_started_with_works_once(desk: Running) -> None:
    path = f"/?key={desk.secrets.once}"
    assert [desk.raw("GET", path).status for _ in range(2)] == [303, 403]


def test_printed_key_works_for_every_window(desk: Running) -> None:
    first, second = desk.let_in(), desk.let_in()
    assert {first.get().status, second.get().status} == {200}


def test_no_page_holds_the_key(desk: Running, curator: Visitor) -> None:
    page = curator.get()
    for secret in (desk.secrets.token, desk.secrets.once, curator.cookie.partition("=")[2]):
        assert secret not in page.text + "".join(page.headers.values())


PLACES = ["", "jobs", "events", "static/desk.css", "static/desk.js", "mark", "nothing"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("cookie", ["", "broadsheet-desk=", "broadsheet-desk=wrong", 'a="; b=\\'])
def test_without_the_cookie_nothing_is_answered(desk: Running, place: str, cookie: str) -> None:
    answer = desk.raw("GET", f"/{desk.secrets.folder}/{place}", headers={"Cookie": cookie})
    assert (answer.status, "printed in its terminal" in answer.text) == (403, True)


OTHERS_COOKIES = [
    "{own}; broadsheet-desk=set-by-another-server",
    "broadsheet-desk=set-by-another-server; {own}",
    'preferences={{"a": 1}}; {own}',
    "a name=b; {own}",
    "flag; {own}; =x; ;",
    '{own}; open="never closed',
]


@pytest.mark.parametrize("cookies", OTHERS_COOKIES)
def test_cookies_of_other_servers_on_this_computer_do_not_shut_the_curator_out(
    curator: Visitor, cookies: str
) -> None:
    headers = {**curator.own(), "Cookie": cookies.format(own=curator.cookie)}
    answer = curator.desk.raw("GET", f"/{curator.desk.secrets.folder}/jobs", headers=headers)
    assert answer.status == 200


@pytest.mark.parametrize("path", ["/mark", "//", "/x/", "/static/desk.css", "/../", "/%2e%2e/"])
def test_cookie_alone_is_not_enough_without_the_folder(curator: Visitor, path: str) -> None:
    assert curator.desk.raw("GET", path, headers=curator.own()).status == 403


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1", "[::1]"])
@pytest.mark.parametrize("path", ["/?key={token}", "/{folder}/"])
def test_other_names_of_this_computer_are_refused(curator: Visitor, host: str, path: str) -> None:
    secrets = curator.desk.secrets
    path = path.format(token=secrets.token, folder=secrets.folder)
    answer = curator.desk.raw("GET", path, headers=curator.own(Host=host))
    assert (answer.status, answer.headers.get("set-cookie")) == (403, None)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "odd"])
def test_what_another_page_asks_for_is_refused(curator: Visitor, site: str) -> None:
    headers = curator.own(**{"Sec-Fetch-Site": site})
    for path in (f"/{curator.desk.secrets.folder}/", f"/?key={curator.desk.secrets.token}"):
        assert curator.desk.raw("GET", path, headers=headers).status == 403


def sent(
    curator: Visitor, form_key: str, headers: dict[str, str | None], body: str | bytes = ""
) -> int:
    """The status that comes back for a form that drops a group, sent with these headers."""
    own = curator.own(Origin=curator.desk.origin, **{"Content-Type": FORM})
    given = {key: value for key, value in {**own, **headers}.items() if value is not None}
    form = body or urlencode({"csrf": form_key, "dropped": "1"})
    path = f"/{curator.desk.secrets.folder}/mark"
    return curator.desk.raw("POST", path, form, given).status


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Origin": None, "Sec-Fetch-Site": None},
        {"Origin": None, "Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Cookie": None},
    ],
)
def test_form_from_elsewhere_is_refused(
    curator: Visitor, form_key: str, headers: dict[str, str | None]
) -> None:
    assert sent(curator, form_key, headers) == 403


@pytest.mark.parametrize("key", ["", "0" * 64, "é"])
def test_form_without_its_key_is_refused(curator: Visitor, key: str) -> None:
    assert sent(curator, key, {}) == 403


def test_form_of_an_earlier_run_of_the_desk_is_refused(curator: Visitor) -> None:
    assert sent(curator, Secrets().form, {}) == 403


def test_window_that_is_opened_later_shuts_out_none_that_is_open(
    desk: Running, curator: Visitor, form_key: str
) -> None:
    later = desk.let_in()
    for window in (curator, later):
        for key in (form_key, later.form_key()):
            assert sent(window, key, {}, f"csrf={key}&new=1") == 303


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=a", "", None])
def test_only_forms_are_read(curator: Visitor, form_key: str, kind: str | None) -> None:
    assert sent(curator, form_key, {"Content-Type": kind}) == 415


def test_form_that_is_too_large_is_refused(curator: Visitor, form_key: str) -> None:
    assert (
        sent(curator, form_key, {}, f"csrf={form_key}&dropped=1&x=".encode() + b"x" * 5_000_000)
        == 413
    )


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
def test_other_methods_are_refused(curator: Visitor, method: str) -> None:
    path = f"/{curator.desk.secrets.folder}/mark"
    answer = curator.desk.raw(method, path, headers=curator.own())
    assert answer.status == 405
    assert not any("access-control" in it for it in answer.headers)


def test_reading_changes_nothing(curator: Visitor) -> None:
    assert curator.get("mark?dropped=1").status == 405


@pytest.mark.parametrize("place", ["", "jobs", "events", "static/desk.js", "nothing"])
def test_every_answer_shuts_other_pages_out(curator: Visitor, place: str) -> None:
    told = curator.get(place).headers
    policy = told["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert f"frame-src {curator.desk.preview}/;" in policy
    assert "frame-ancestors 'none'" in policy and "unsafe" not in policy and "*" not in policy
    assert told["x-frame-options"] == "DENY"
    assert told["cache-control"] == "no-store"
    assert told["referrer-policy"] == "same-origin"
    assert told["cross-origin-opener-policy"] == "same-origin"
    assert told["cross-origin-resource-policy"] == "same-origin"
    assert told["x-content-type-options"] == "nosniff"
    assert not any("access-control" in it or it == "server" for it in told)


def of_preview(desk: Running, path: str, **headers: str) -> Answer:
    """What the preview answers to a path in the folder of its key."""
    path = f"/{desk.secrets.preview}{path}"
    return desk.raw("GET", path, headers=headers, origin=desk.preview)


def test_only_the_desk_shows_the_preview_in_a_frame(desk: Running) -> None:
    told = of_preview(desk, "/").headers
    assert told["content-security-policy"] == f"frame-ancestors {desk.origin}"
    assert told["cross-origin-resource-policy"] == "same-origin"
    assert told["referrer-policy"] == "no-referrer"


def test_preview_answers_to_no_other_name(desk: Running) -> None:
    assert of_preview(desk, "/", Host="evil.example").status == 403


PREVIEW_FILES = ["/", "/index.html", "/feed.xml", "/-/preview.js", "/-/unpublished", "/-/events"]


@pytest.mark.parametrize("path", PREVIEW_FILES)
@pytest.mark.parametrize("folder", ["", "/wrong", "/{folder}", "/{once}", "/{preview}x"])
def test_others_on_this_computer_read_nothing_in_the_preview(
    desk: Running, folder: str, path: str
) -> None:
    secrets = desk.secrets
    own = folder.format(folder=secrets.folder, once=secrets.once, preview=secrets.preview)
    answer = desk.raw("GET", f"{own}{path}", origin=desk.preview)
    assert answer.status == 403
    assert answer.text == "This preview is for its own desk alone. Open it from there.\n"


def test_page_that_is_not_found_in_the_preview_has_its_styles_all_the_same(desk: Running) -> None:
    lost = of_preview(desk, "/deep/down/nothing.html")
    assert lost.status == 404
    named = re.findall(r'<link rel="stylesheet" href="([^"]+)"', lost.text)
    assert named
    for it in named:
        assert desk.raw("GET", it, origin=desk.preview).status == 200
    assert f'src="/{desk.secrets.preview}/-/preview.js"' in lost.text


def test_terminal_shows_no_key(desk: Running) -> None:
    desk.raw("GET", f"/?key={desk.secrets.token}&odd=%ff")
    assert desk.secrets.token not in "".join(desk.said)
