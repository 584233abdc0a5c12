import asyncio

import pytest
from starlette.responses import RedirectResponse
from starlette.types import Message

from broadsheet.preview.hosts import OnlyWithKey, is_loopback, is_served


@pytest.mark.parametrize(
    "header",
    ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST", "digest.localhost:8000"]
    + ["192.168.1.5:8000", "localhost."],
)
def test_names_of_this_computer_are_served(header: str) -> None:
    assert is_served(header, "127.0.0.1")


@pytest.mark.parametrize(
    "header",
    ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example"]
    + ["", "evillocalhost", "[::1", "localhost@evil.example"],
)
def test_name_of_another_site_is_refused(header: str) -> None:
    assert not is_served(header, "127.0.0.1")


def test_host_that_was_asked_for_is_served() -> None:
    assert is_served("desk.example:8000", "desk.example")
    assert not is_served("desk.example:8000", "127.0.0.1")


def test_loopback_is_what_only_this_computer_reaches() -> None:
    assert is_loopback("127.0.0.1") and is_loopback("::1") and is_loopback("localhost")
    assert not is_loopback("0.0.0.0") and not is_loopback("192.168.1.5")
    assert not is_loopback("desk.example")


def answered(path: str) -> tuple[int, dict[str, str]]:
    """The status and the headers for a path, of a host that has one redirect behind a key."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    moved = RedirectResponse("/tags/", 308)
    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    asyncio.run(OnlyWithKey(moved, "key")(scope, receive, send))
    return sent[0]["status"], {name.decode(): it.decode() for name, it in sent[0]["headers"]}


def test_redirect_stays_in_the_folder_of_the_key() -> None:
    status, headers = answered("/key/tags")
    assert (status, headers["location"]) == (308, "/key/tags/")


@pytest.mark.parametrize("path", ["/", "/key", "/Key/", "/ke/tags", "//key/tags", "/\udcff/tags"])
def test_address_without_the_key_is_refused(path: str) -> None:
    status, headers = answered(path)
    assert status == 403 and "location" not in headers
