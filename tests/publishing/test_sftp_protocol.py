"""A server that says what is no SFTP is left, and nothing it says does harm."""

from io import BytesIO
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.publishing.sftp_protocol import Client, Kind, LineCut, Status, path_request


def packet(kind: int, content: bytes) -> bytes:
    """A packet as the server writes it."""
    return pack(">IB", 1 + len(content), kind) + content


HELLO = packet(2, pack(">I", 3))


def client(*packets: bytes) -> Client:
    """A client whose server says this."""
    return Client(BytesIO(), BytesIO(HELLO + b"".join(packets)))


def test_replies_out_of_order_find_their_requests() -> None:
    first, second = (
        packet(101, pack(">III", number, status, 0)) for number, status in ((1, 2), (2, 3))
    )
    asked = [path_request(Kind.STAT, b"x")] * 2
    replies = client(second, first).ask_all(asked)
    assert [it.status for it in replies] == [Status.NO_SUCH_FILE, Status.DENIED]


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"Welcome to the server!\n",
        packet(2, b""),
        packet(2, pack(">I", 2)),
        packet(2, pack(">II", 3, 2**31)),
        pack(">IB", 2**31, 2),
        pack(">IB", 0, 2),
    ],
)
def test_greeting_that_is_none_ends_the_line(said: bytes) -> None:
    with pytest.raises(LineCut):
        Client(BytesIO(), BytesIO(said))


@pytest.mark.parametrize(
    "reply",
    [
        packet(101, pack(">I", 1)),
        packet(101, pack(">II", 7, 0)),
        packet(102, pack(">II", 1, 2**31)),
        packet(104, pack(">II", 1, 2**31)),
        packet(105, pack(">II", 1, 0x80000000) + pack(">I", 2**31)),
        packet(9, pack(">I", 1)),
    ],
)
def test_reply_that_makes_no_sense_ends_the_line(reply: bytes) -> None:
    with pytest.raises(LineCut):
        client(reply).ask(path_request(Kind.STAT, b"x"))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_reply_or_end_the_line(said: bytes) -> None:
    try:
        client(said).ask(path_request(Kind.STAT, b"x"))
    except LineCut:
        return
