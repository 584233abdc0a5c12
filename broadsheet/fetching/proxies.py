"""Which proxy stands between this machine and a host, as its environment says."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx2

from broadsheet.fetching.refusals import FetchFailed

SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Proxies:
    """The address of the proxy for each scheme, empty for none, and the hosts that are reached
    without it: names that stand for their subdomains too, or `*` for all."""

    http: str = ""
    https: str = ""
    exempt: tuple[str, ...] = ()

    def of(self, url: httpx2.URL) -> httpx2.URL | None:
        """The proxy for an address, or None. Raises FetchFailed if we cannot speak to it."""
        written = self.https if url.scheme == "https" else self.http
        if not written or any(_covers(it, url.host) for it in self.exempt):
            return None
        try:
            proxy = httpx2.URL(written if "://" in written else f"http://{written}")
        except httpx2.InvalidURL as error:
            raise FetchFailed("the address of the proxy cannot be read") from error
        if proxy.scheme not in SCHEMES or not proxy.host:
            raise FetchFailed("the proxy is none that takes HTTP; set https_proxy to one that does")
        return proxy


NO_PROXIES = Proxies()


def proxies_of(environ: Mapping[str, str]) -> Proxies:
    """The proxies that an environment names: `http_proxy`, `https_proxy`, `all_proxy` and
    `no_proxy`, in lower case or, after that, in capitals."""

    def value(name: str) -> str:
        return environ.get(name) or environ.get(name.upper()) or ""

    found = {scheme: value(f"{scheme}_proxy") or value("all_proxy") for scheme in SCHEMES}
    names = value("no_proxy").replace(",", " ").split()
    return Proxies(**found, exempt=tuple(it.lower().removeprefix("*.").lstrip(".") for it in names))


def _covers(name: str, host: str) -> bool:
    return name == "*" or host == name or host.endswith(f".{name}")
