"""Which web addresses may be fetched, and to which machines they may lead."""

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread

import httpx2

from broadsheet.fetching.refusals import FetchFailed, Refused

PORTS = frozenset([80, 443, 8080, 8443])  # where pages are served; others belong to other services
DEFAULT_PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_.])?|[0-9a-f:.]+", re.ASCII | re.IGNORECASE)
LONGEST = 8_000  # characters of an address; servers take no more
INTO_PRIVATE = "the address leads into a private network"

# All that is not public in IPv4, after the registry of special addresses that IANA keeps.
NOT_PUBLIC_4 = tuple(
    IPv4Network(it)
    for it in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
        "192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 "
        "224.0.0.0/4 240.0.0.0/4"
    ).split()
)
# In IPv6 only 2000::/3 is given out. These parts of it are not public, or hold an IPv4 address:
# 2001::/23 (Teredo and other protocols), the examples in docs, and 6to4.
GIVEN_OUT_6 = IPv6Network("2000::/3")
NOT_PUBLIC_6 = tuple(
    IPv6Network(it) for it in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
NAT64 = IPv6Network("64:ff9b::/96")  # how a network without IPv4 reaches an IPv4 address


def is_public(address: str) -> bool:
    """Whether an IP address, as text, is one of a single machine in the public internet.

    An address that carries an IPv4 address (mapped, 6to4, Teredo) is not; that of a NAT64 gateway
    is judged by the IPv4 address in it, because networks without IPv4 need it.
    """
    it = ip_address(address)
    if isinstance(it, IPv4Address):
        return _is_public_4(it)
    if it in NAT64:
        return _is_public_4(IPv4Address(int(it) & 0xFFFFFFFF))
    return it in GIVEN_OUT_6 and not any(it in network for network in NOT_PUBLIC_6)


def _is_public_4(address: IPv4Address) -> bool:
    return not any(address in network for network in NOT_PUBLIC_4)


def look_up(host: str, port: int) -> list[str]:
    """The IP addresses of a host, as the system finds them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(it[4][0]) for it in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides what may be fetched. `loopback_ports` names ports of this machine that are allowed:
    none in use, those of its own servers in a test. `resolve` finds a host's IP addresses."""

    loopback_ports: frozenset[int] = frozenset()
    resolve: Callable[[str, int], Sequence[str]] = look_up

    def checked(self, url: str) -> httpx2.URL:
        """The address, parsed, without its fragment. Raises Refused unless it is one of a web page:
        http or https, a host, a port where pages are served, no user name."""
        if len(url) > LONGEST:
            raise Refused("the address is too long")
        try:
            parsed = httpx2.URL(url.strip()).copy_with(fragment=None)
        except (httpx2.InvalidURL, UnicodeError) as error:
            raise Refused("it is not a web address") from error
        if parsed.scheme not in DEFAULT_PORTS:
            raise Refused("only addresses that start with http:// or https:// are fetched")
        if parsed.userinfo:
            raise Refused("the address holds a user name or password")
        host = parsed.raw_host.decode("ascii")
        if not HOST.fullmatch(host):
            raise Refused("the address names no host")
        port = port_of(parsed)
        if port not in PORTS | self.loopback_ports:
            raise Refused(f"pages are not fetched from port {port}")
        return parsed

    def addresses(self, host: str, port: int, seconds: float) -> list[str]:
        """The IP addresses to connect to, each of them allowed. The host is looked up once.

        Raises Refused if any is not public, FetchFailed if there is none within `seconds`.
        """
        found = _within(seconds, lambda: self.resolve(host, port))
        if not found:
            raise FetchFailed("there is no such host")
        if not all(self._allows(address, port) for address in found):
            raise Refused(INTO_PRIVATE)
        return list(found)

    def _allows(self, address: str, port: int) -> bool:
        if port in self.loopback_ports and ip_address(address).is_loopback:
            return True
        return port in PORTS and is_public(address)


PUBLIC = Guard()


def port_of(url: httpx2.URL) -> int:
    """The port that an address names or means."""
    return url.port or DEFAULT_PORTS[url.scheme]


def _within(seconds: float, find: Callable[[], Sequence[str]]) -> Sequence[str]:
    """What `find` returns. The system's lookup cannot be told to end in time, so it is left alone
    in its thread when it does not."""
    answers: SimpleQueue[Sequence[str] | OSError | UnicodeError] = SimpleQueue()

    def work() -> None:
        try:
            answers.put(find())
        except (OSError, UnicodeError) as error:  # a label over 63 bytes is a UnicodeError
            answers.put(error)

    Thread(target=work, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty as error:
        raise FetchFailed("the host's address was not found in time") from error
    if isinstance(answer, Exception):
        raise FetchFailed("there is no such host") from answer
    return answer
