"""The guard lets through what leads to the public internet, and nothing else."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.fetching.guard import PUBLIC, Guard, is_public
from broadsheet.fetching.refusals import FetchFailed, Refused

NOT_PUBLIC = """
    0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255
    192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
    224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
    :: ::1 ::ffff:8.8.8.8 ::ffff:127.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1
    64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1
    2002:7f00:1::1 2002:808:808::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0
    fec0::1 ff02::1
"""
FINE = """
    8.8.8.8 1.1.1.1 93.184.216.34 172.32.0.1 172.15.255.255 100.63.255.255 100.128.0.1 223.255.255.1
    2606:4700:4700::1111 2a00:1450:4001:81b::200e 2001:4860:4860::8888 64:ff9b::808:808
"""


@pytest.mark.parametrize("address", NOT_PUBLIC.split())
def test_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", FINE.split())
def test_public_address_is_fine(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4).map(str) | st.ip_addresses(v=6).map(str))
def test_what_the_standard_library_holds_for_private_is_never_public(address: str) -> None:
    if ip_address(address).is_private or ip_address(address).is_multicast:
        assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "only addresses that start"),
        ("ftp://example.org/a", "only addresses that start"),
        ("javascript:alert(1)", "only addresses that start"),
        ("//example.org/", "only addresses that start"),
        ("a page", "only addresses that start"),
        ("", "only addresses that start"),
        ("http://", "names no host"),
        ("http:///a", "names no host"),
        ("http://a b/", "names no host"),
        ("http://ex%61mple.org/", "names no host"),
        ("http://me:secret@example.org/", "user name or password"),
        ("http://example.org\\@10.0.0.1/", "user name or password"),
        ("http://example.org:22/", "from port 22"),
        ("https://example.org:6379/", "from port 6379"),
        ("http://example.org:99999/", "port"),
        ("http://example.org:80:80/", "not a web address"),
        ("http://exa\x00mple.org/", "not a web address"),
        ("http://example.org/\r\nHost: other", "not a web address"),
        ("http://" + "a" * 9_000, "too long"),
    ],
)
def test_address_that_is_not_one_of_a_page_is_refused(url: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        PUBLIC.checked(url)
    assert why in refused.value.why


@given(st.text(max_size=40).map("http://{}".format) | st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        url = PUBLIC.checked(text)
    except Refused:
        return
    assert url.scheme in ("http", "https") and url.host


def test_name_in_any_script_is_an_address() -> None:
    url = PUBLIC.checked("https://bücher.example/straße?a=ü#teil")
    assert str(url) == "https://xn--bcher-kva.example/stra%C3%9Fe?a=%C3%BC"


def test_host_with_one_private_address_among_public_ones_is_refused() -> None:
    guard = Guard(resolve=lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(Refused, match="private network"):
        guard.addresses("news.example", 443, 5.0)


def test_host_is_looked_up_once() -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(f"{host}:{port}")
        return ["93.184.216.34"]

    assert Guard(resolve=resolve).addresses("news.example", 443, 5.0) == ["93.184.216.34"]
    assert asked == ["news.example:443"]


def test_loopback_is_refused_but_for_named_ports() -> None:
    guard = Guard(frozenset([8099]), lambda host, port: ["127.0.0.1"])
    assert guard.addresses("localhost", 8099, 5.0) == ["127.0.0.1"]
    with pytest.raises(Refused):
        guard.addresses("localhost", 8080, 5.0)


def test_named_port_does_not_open_other_machines() -> None:
    guard = Guard(frozenset([8099]), lambda host, port: ["10.0.0.1"])
    with pytest.raises(Refused):
        guard.addresses("news.example", 8099, 5.0)


@pytest.mark.parametrize("host", ["0x7f.1", "127.1", "2130706433", "0177.0.0.1", "localhost"])
def test_loopback_in_any_spelling_is_refused(host: str) -> None:
    with pytest.raises((Refused, FetchFailed)):
        PUBLIC.addresses(host, 80, 5.0)


def test_name_that_cannot_be_looked_up_fails() -> None:
    with pytest.raises(FetchFailed, match="no such host"):
        PUBLIC.addresses("a" * 70 + ".example", 80, 5.0)
