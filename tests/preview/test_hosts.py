import pytest

from broadsheet.preview.hosts import is_loopback, is_served


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
