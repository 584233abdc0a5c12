"""What search engines are told when a site has been published, with a real server as theirs."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from broadsheet.publishing import indexnow
from broadsheet.publishing.afterwards import Done
from broadsheet.publishing.outside import Announcing, Outside
from tests.fetching.serving import Web, page, web
from tests.publishing.plain import NOON
from tests.publishing.real_sites import HOUR, publish, wish
from tests.sites import SITE_YAML, Site, article

MakeSite = Callable[[str], Site]
KEY = "5a31c9e07f2b4d68"
FILES = (
    f"-- site.yaml --\n{SITE_YAML}indexnow: {KEY}\n"
    f"-- content/a/one.md --\n{article('One', '2021-01-01')}"
    f"-- content/a/two.md --\n{article('Two', '2021-01-02')}"
)


@dataclass
class Engines:
    """What takes addresses for search engines, and answers with `status`."""

    status: int = 202
    told: list[Mapping[str, Any]] = field(default_factory=list)
    server: Web = field(default_factory=Web)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Take addresses."""
        assert request.headers["Content-Type"] == "application/json"
        self.told.append(json.loads(request.rfile.read(int(request.headers["Content-Length"]))))
        page(b"", self.status)(request)

    def publish(self, site: Site, hours: int = 0, key: str = KEY) -> list[Done]:
        """Publish a site; what follows."""
        announcing = Announcing(key=key, engines=self.server.url("/indexnow"))
        outside = Outside(loopback_ports=frozenset([self.server.port]))
        now = NOON + hours * HOUR
        return publish(replace(wish(site, now), announcing=announcing, outside=outside))


@pytest.fixture
def engines() -> Iterator[Engines]:
    """Search engines on this machine."""
    made = Engines()
    with web({"/indexnow": made.answer}) as made.server:
        yield made


def test_search_engines_are_told_of_pages_that_the_sitemap_lists(
    site: MakeSite, engines: Engines
) -> None:
    made = site(FILES)
    (told,) = engines.publish(made)
    (sent,) = engines.told
    assert (sent["host"], sent["key"]) == ("example.org", KEY)
    assert sent["keyLocation"] == f"https://example.org/{KEY}.txt"
    assert made.page(f"{KEY}.txt") == KEY
    assert "https://example.org/" in sent["urlList"]
    assert "https://example.org/2021/01/one.html" in sent["urlList"]
    assert not any("404" in it or it.endswith(".xml") for it in sent["urlList"])
    assert told.text == f"told search engines of {len(sent['urlList'])} pages"
    assert engines.publish(made) == [] and len(engines.told) == 1


def test_page_that_is_removed_is_told_when_it_is_gone(site: MakeSite, engines: Engines) -> None:
    made = site(FILES)
    engines.publish(made)
    (made.root / "content/a/one.md").unlink()
    engines.publish(made)
    assert "https://example.org/2021/01/one.html" not in engines.told[-1]["urlList"]
    engines.publish(made, hours=2)
    assert "https://example.org/2021/01/one.html" in engines.told[-1]["urlList"]


def test_more_pages_than_one_request_may_have_are_told_in_several(
    site: MakeSite, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexnow, "MOST", 3)
    engines.publish(site(FILES))
    counts = [len(it["urlList"]) for it in engines.told]
    assert len(counts) > 1 and set(counts[:-1]) == {3}
    assert len({url for it in engines.told for url in it["urlList"]}) == sum(counts)


def test_engines_that_fail_are_told_by_the_next_publish(site: MakeSite, engines: Engines) -> None:
    made, engines.status = site(FILES), 403
    (told,) = engines.publish(made)
    assert told.is_warning
    assert f"they do not find the key at https://example.org/{KEY}.txt" in told.text
    engines.status = 200
    assert [it.event for it in engines.publish(made)] == ["indexed"]
    assert engines.told[0] == engines.told[1]


def test_search_engines_are_told_nothing_without_a_key(site: MakeSite, engines: Engines) -> None:
    made = site(FILES.replace(f"indexnow: {KEY}\n", ""))
    assert engines.publish(made, key="") == [] and engines.told == []
    assert not any("indexnow" in path or KEY in path for path in made.tree())
