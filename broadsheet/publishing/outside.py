"""How publishing speaks with other machines by HTTP, and whom it tells what is new."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.fetching.client import Client


@dataclass(frozen=True, slots=True)
class Announcing:
    """Who is told what is new at a target: the address of a WebSub hub, and search engines, which
    want the key of IndexNow and are told at the address `engines`. Empty for nobody."""

    hub: str = ""
    key: str = ""
    engines: str = "https://api.indexnow.org/indexnow"


NOBODY = Announcing()


@dataclass(frozen=True, slots=True)
class Outside:
    """The way to other machines: the environment, which may name proxies, and a clock, in seconds.

    `loopback_ports` are ports of this machine that are allowed: those of a test's own servers.
    """

    environ: Mapping[str, str] = field(default_factory=dict, repr=False)  # it has secrets
    loopback_ports: frozenset[int] = frozenset()
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def client(self, site: str, loopback_ports: frozenset[int] = frozenset()) -> Client:
        """What asks on behalf of the site at this address, without a pause between two requests.

        It asks machines of the public internet, and these ports of this machine.
        """
        from broadsheet.fetching.client import Client, Guard, user_agent
        from broadsheet.fetching.proxies import proxies_of

        guard = Guard(self.loopback_ports | loopback_ports)
        proxies = proxies_of(self.environ)
        return Client(user_agent(site), guard=guard, robots=False, pace=0, proxies=proxies)


SYSTEM = Outside()
