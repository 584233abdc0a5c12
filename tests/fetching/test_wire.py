"""Hostile servers get little time and little memory, and a plain word about why they are left."""

import gzip
import ssl
import threading
import tracemalloc
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.fetching.client import Client, Fetched, FetchFailed, Guard, Limits, Refused
from tests.fetching.serving import Reply, Web, page, raw, secure, web

SHORT = Limits(seconds=0.4)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
MEGABYTE = b"x" * 1_000_000


def client(server: Web, limits: Limits | None = None, tls: ssl.SSLContext | None = None) -> Client:
    """A client that may fetch from one server on this machine."""
    guard = Guard(frozenset([server.port]), lambda host, port: ["127.0.0.1"])
    return Client("Tester/1", limits=limits or Limits(), guard=guard, robots=False, pace=0, tls=tls)


def fetched(reply: Reply, limits: Limits | None = None) -> Fetched:
    """What a server that replies like this is found to show."""
    with web({"/a": reply}) as server, client(server, limits) as fetching:
        return fetching.get(server.url("/a"))


def packed(content: bytes, coding: str = "gzip") -> Mapping[str, str]:
    """The headers of compressed content."""
    return {"Content-Encoding": coding, "Content-Length": str(len(content))}


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """An event that comes at the end of a test, for servers that wait until then."""
    event = threading.Event()
    yield event
    event.set()


def dripping(start: bytes, drop: bytes, never: threading.Event) -> Reply:
    """A reply that goes on for ever, a few bytes at a time."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(start)
        while not never.wait(0.02):
            request.wfile.write(drop)

    return reply


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (OK + b"\r\n", b"x"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (OK, b"A: b\r\n"),
        (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        (OK + b"Content-Encoding: deflate\r\n\r\n\x78\x9c", b"\x00\x00\x00\xff\xff"),
    ],
    ids=["body", "chunks", "headers", "hints", "blocks"],
)
def test_page_that_drips_is_left_at_the_deadline(
    start: bytes, drop: bytes, never: threading.Event
) -> None:
    with pytest.raises(FetchFailed, match=r"no complete answer came within 0\.4 seconds"):
        fetched(dripping(start, drop, never), SHORT)


def test_server_that_says_nothing_is_left_at_the_deadline(never: threading.Event) -> None:
    with pytest.raises(FetchFailed, match="no complete answer"):
        fetched(dripping(b"", b"", never), SHORT)


@pytest.mark.parametrize("head", [OK + b"\r\n", OK + b"Content-Length: 200000000\r\n\r\n"])
def test_page_of_200_megabytes_costs_little_memory(head: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="larger than 5 MB"):
            fetched(raw(head, MEGABYTE, 200))
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


def test_gzip_bomb_costs_little_memory() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    first, other = (packer.compress(MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH) for _ in "ab")
    bomb = first + other * 199
    assert len(bomb) < 300_000
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="larger than 5 MB"):
            fetched(page(bomb, headers=packed(bomb)))
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("gzip", gzip.compress(b"a page", mtime=0)),
        ("deflate", zlib.compress(b"a page")),
        ("deflate", zlib.compress(b"a page")[2:-4]),
        ("identity", b"a page"),
    ],
)
def test_compressed_page_is_unpacked(coding: str, data: bytes) -> None:
    assert fetched(page(data, headers=packed(data, coding))).content == b"a page"


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (raw(OK + b"Content-Length: 100\r\n\r\nshort"), "broke off"),
        (raw(OK + b"Content-Length: ten\r\n\r\nshort"), "not HTTP"),
        (raw(OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nshort"), "not HTTP"),
        (raw(OK + b"Bad\x00Name: 1\r\n\r\n"), "not HTTP"),
        (raw(OK + b"no colon\r\n\r\n"), "not HTTP"),
        (raw(OK, b"Header: of many\r\n", 20_000), "not HTTP|connection broke"),
        (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "not HTTP"),
        (raw(b""), "broke off"),
        (raw(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "not HTTP"),
        (page(b"no gzip", headers=packed(b"no gzip")), "damaged"),
        (page(gzip.compress(MEGABYTE)[:-9], headers={"Content-Encoding": "gzip"}), "broke|cut off"),
        (page(b"abc", headers=packed(b"abc", "br")), "was not asked for: br"),
        (page(b"abc", headers=packed(b"abc", "gzip, gzip")), "was not asked for"),
    ],
)
def test_answer_that_is_no_page_is_told_in_plain_words(reply: Reply, why: str) -> None:
    with pytest.raises(FetchFailed, match=why):
        fetched(reply)


def test_page_with_bytes_beyond_its_length_ends_at_its_length() -> None:
    assert fetched(raw(OK + b"Content-Length: 5\r\n\r\nshort and more")).content == b"short"


def test_host_that_takes_no_connection_is_told() -> None:
    with web({}) as server:
        fetching = client(server)
    with pytest.raises(FetchFailed, match="takes no connection"):
        fetching.get(server.url())


def test_machine_is_the_one_that_was_checked_though_its_name_leads_elsewhere_later() -> None:
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    with web({"/a": page()}) as server:
        guard = Guard(frozenset([server.port]), lambda host, port: answers.pop(0))
        with Client("Tester/1", guard=guard, robots=False) as fetching:
            assert fetching.get(server.url("/a", "news.example")).status == 200
    assert answers == [["10.0.0.1"]]
    assert server.seen[0].headers["Host"] == f"news.example:{server.port}"


def test_certificate_is_checked_for_the_name_and_not_for_the_machine(certificate: Path) -> None:
    names: list[str] = []
    trusting = ssl.create_default_context(cafile=f"{certificate}.crt")
    with (
        web({"/a": page()}, secure(certificate, names)) as server,
        client(server, tls=trusting) as fetching,
    ):
        assert fetching.get(server.url("/a", "news.example")).status == 200
        with pytest.raises(FetchFailed, match="certificate is not valid"):
            fetching.get(server.url("/a", "other.example"))
    assert names == ["news.example", "other.example"]


def test_certificate_that_nobody_vouches_for_is_told(certificate: Path) -> None:
    with (
        web({}, secure(certificate, [])) as server,
        client(server) as fetching,
        pytest.raises(FetchFailed, match="certificate is not valid"),
    ):
        fetching.get(server.url("/a", "news.example"))


HOW = [
    OK,
    b"Content-Length: 9\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"\r\n",
    b"4\r\n",
    b"\x1f\x8b",
]
HOW += [
    b"Content-Encoding: gzip\r\n",
    b"HTTP/1.0 302 \r\nLocation: ",
    b"//[",
    b"\xff",
    b"HTTP/1.1 100 \r\n\r\n",
]


def test_any_bytes_are_a_page_or_refused_or_a_failure() -> None:
    with web({}) as server, client(server, Limits(seconds=20.0)) as fetching:

        @settings(max_examples=60, deadline=None)
        @given(st.lists(st.sampled_from(HOW) | st.binary(max_size=9), max_size=9).map(b"".join))
        def try_answer(answer: bytes) -> None:
            server.replies["/a"] = raw(answer)
            with suppress(Refused, FetchFailed):
                fetching.get(server.url("/a"))

        try_answer()
