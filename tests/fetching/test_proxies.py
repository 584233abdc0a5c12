"""Where the environment names a proxy, pages come by way of it."""

import socket
import ssl
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Thread

import httpx2
import pytest

from broadsheet.fetching.client import Client, FetchFailed, Guard, Refused
from broadsheet.fetching.proxies import Proxies, proxies_of
from tests.fetching.serving import Reply, Web, page, redirect, secure, web

URL = httpx2.URL("https://news.example/a")


def unknown(host: str, port: int) -> list[str]:
    """A look-up that knows no name but one of the private network."""
    if host == "intranet.example":
        return ["10.0.0.1"]
    if host.replace(".", "").isdigit():
        return [host]
    raise OSError("no such host")


def client(proxy: Web, tls: ssl.SSLContext | None = None) -> Client:
    """A client on a machine that reaches hosts only by way of a proxy."""
    proxies = Proxies(http=proxy.url(), https=f"http://me:secret@127.0.0.1:{proxy.port}")
    guard = Guard(resolve=unknown)
    return Client("T/1", guard=guard, robots=False, pace=0, proxies=proxies, tls=tls)


def test_page_comes_by_way_of_the_proxy() -> None:
    with web({"http://news.example/a": page("by proxy")}) as proxy, client(proxy) as fetching:
        assert fetching.get("http://news.example/a").content == b"by proxy"
    assert proxy.asked() == ["GET http://news.example/a"]


@pytest.mark.parametrize("host", ["intranet.example", "169.254.169.254", "10.0.0.1"])
def test_proxy_is_not_asked_for_a_private_host(host: str) -> None:
    with (
        web({"http://news.example/a": redirect(f"http://{host}/")}) as proxy,
        client(proxy) as fetching,
        pytest.raises(Refused, match="private network"),
    ):
        fetching.get("http://news.example/a")
    assert proxy.asked() == ["GET http://news.example/a"]


def tunnel(port: int) -> Reply:
    """The reply of a proxy to CONNECT: all bytes go to a port of this machine and back."""

    def pump(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                target.sendall(data)

    def reply(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        with socket.create_connection(("127.0.0.1", port)) as other:
            request.connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            back = Thread(target=pump, args=(other, request.connection), daemon=True)
            back.start()
            pump(request.connection, other)
            with suppress(OSError):
                other.shutdown(socket.SHUT_RDWR)
            back.join()

    return reply


def test_secure_page_comes_through_a_tunnel(certificate: Path) -> None:
    trusting = ssl.create_default_context(cafile=f"{certificate}.crt")
    names: list[str] = []
    with (
        web({"/a": page("secret")}, secure(certificate, names)) as server,
        web({"news.example:443": tunnel(server.port)}) as proxy,
        client(proxy, trusting) as fetching,
    ):
        assert fetching.get("https://news.example/a").content == b"secret"
    assert (proxy.seen[0].method, names) == ("CONNECT", ["news.example"])
    assert proxy.seen[0].headers["Proxy-Authorization"] == "Basic bWU6c2VjcmV0"
    assert "Proxy-Authorization" not in server.seen[0].headers


def test_refusal_of_a_proxy_is_told() -> None:
    with (
        web({"news.example:443": page("", 407)}) as proxy,
        client(proxy) as fetching,
        pytest.raises(FetchFailed, match="the proxy answered 407"),
    ):
        fetching.get("https://news.example/a")


@pytest.mark.parametrize(
    ("environ", "proxy"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        ({"https_proxy": "proxy:3128", "HTTPS_PROXY": "http://other"}, "http://proxy:3128"),
        ({"all_proxy": "http://proxy:3128"}, "http://proxy:3128"),
        ({"http_proxy": "http://proxy:3128"}, None),
        ({"https_proxy": "http://proxy", "no_proxy": "localhost, .example"}, None),
        ({"https_proxy": "http://proxy", "NO_PROXY": "*"}, None),
        ({"https_proxy": "http://proxy", "no_proxy": "s.example"}, "http://proxy"),
    ],
)
def test_environment_names_the_proxy(environ: dict[str, str], proxy: str | None) -> None:
    found = proxies_of(environ).of(URL)
    assert found == (httpx2.URL(proxy) if proxy else None)


@pytest.mark.parametrize("proxy", ["socks5://proxy", "http://", "http://a:b:c"])
def test_proxy_that_cannot_be_used_is_told(proxy: str) -> None:
    with pytest.raises(FetchFailed, match="proxy"):
        proxies_of({"https_proxy": proxy}).of(URL)
