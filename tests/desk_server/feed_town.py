"""Sixty feeds on this machine, each on a host of its own: good ones, slow, broken and hostile ones.

    with feed_town(now) as town:
        (root / "site.yaml").write_text(f"title: T\n{town.settings_yaml()}")
        town.run(root, "fetch")

One process serves them. `town.guard()` lets a client of the same process reach it; `town.run` runs
a command of Broadsheet in a process of its own that can (see `launcher`).
"""

import json
import subprocess
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from time import sleep
from urllib.parse import quote

from broadsheet.fetching.guard import Guard
from tests.desk_server.town_news import SECTIONS, News, all_news
from tests.fetching.serving import Reply, page, redirect, web
from tests.inbox.feeds import dripping, endless, item, rss
from tests.sites import ROOT

GOOD = 42
REPORTS = 3_000
TOWNS = (
    "Alderby Bournemark Castelvik Derowick Eskilstad Fairgate Gravenhoek Halvorquay Iskenrosso "
    "Jarrowsund Kestrelmoor Lindhaven Marrowfjord Norrwharf"
).split()
KINDS = ("Courier", "Gazette", "Post")
SCRIPT = "<script>document.title='acted'</script><img src=x onerror=\"document.title='acted'\">"
HOSTILE = (
    "scripts attributes control slow damaged undated bomb packed private loopback loop huge crowd "
    "nested drip page broken gone"
).split()  # some of them have reports that can be read


@dataclass(frozen=True, slots=True)
class Town:
    """The running feeds: the port that they are served on, and the moment that their reports were
    made for."""

    port: int
    now: datetime

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the feeds, each of which is on the host `NAME.example`."""
        return (*(f"paper{it}" for it in range(GOOD)), *HOSTILE)

    def url(self, name: str) -> str:
        """The address of a feed."""
        return _url(name, f"/{name}/feed", self.port)

    def settings_yaml(self, sections: Sequence[str] = ()) -> str:
        """`inbox:` for site.yaml, with all feeds; these get sections in turn, if there are any."""
        lines = ["inbox:", "  feeds:"]
        for number, name in enumerate(self.names):
            section = f", section: {sections[number % len(sections)]}" if sections else ""
            lines.append(f"    - {{url: {self.url(name)}{section}}}")
        return "\n".join(lines) + "\n"

    def guard(self) -> Guard:
        """A guard for which the hosts of the feeds are public, and nothing else of this machine."""
        return guard_for(self.port)

    def command(self, *arguments: str) -> list[str]:
        """A command of Broadsheet in a process of its own that can reach the feeds. Its working
        directory is the site's folder, and its PYTHONPATH has to have the folder of the tests."""
        return [sys.executable, "-m", "tests.desk_server.launcher", str(self.port), *arguments]

    def run(self, root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of Broadsheet in the site at `root`, in a process of its own."""
        return subprocess.run(
            self.command(*arguments), cwd=root, env=environment(), text=True,
            capture_output=True, timeout=120, check=False,
        )  # fmt: skip


def guard_for(port: int) -> Guard:
    """A guard for which hosts under `.example` are on this machine, at this port."""

    def resolve(host: str, _: int) -> Sequence[str]:
        if host.endswith(".example"):
            return ["127.0.0.1"]
        return [host]

    return Guard(frozenset([port]), resolve)


def environment() -> dict[str, str]:
    """The environment of a process that imports the tests."""
    return {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


@contextmanager
def feed_town(now: datetime) -> Iterator[Town]:
    """The feeds, until the block ends. Their reports were published in the ten days before
    `now`."""
    command = [sys.executable, "-m", "tests.desk_server.feed_town", now.isoformat()]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout
            yield Town(int(process.stdout.readline()), now)
        finally:
            process.kill()


def _url(name: str, path: str, port: int) -> str:
    return f"http://{name}.example:{port}{path}"


def _replies(now: datetime, port: int) -> dict[str, Reply]:
    papers: list[list[tuple[int, News]]] = [[] for _ in range(GOOD)]
    for number, it in enumerate(all_news(REPORTS)):
        papers[_paper_of(number, it)].append((number, it))
    replies: dict[str, Reply] = {}
    for place, news in enumerate(papers):
        name, made = f"paper{place}", FORMATS[place % len(FORMATS)]
        replies[f"/{name}/feed"] = page(
            made(name, title_of(place), news, now, port), headers=_headers(place)
        )
        replies |= {f"/{name}/{number}": page(_article(name, it)) for number, it in news}
    return replies | {f"/{name}/feed": it for name, it in _hostile(now, port).items()}


def _paper_of(number: int, news: News) -> int:
    """Each paper has the news of one section, and one report of an event, or two of a large one."""
    papers = range(SECTIONS.index(news.section), GOOD, len(SECTIONS))
    return papers[(news.event * 7 + number) % len(papers)]


def title_of(place: int) -> str:
    """The title of a good feed, as people call the paper."""
    return f"{TOWNS[place % len(TOWNS)]} {KINDS[place // len(TOWNS)]}"


def _headers(place: int) -> Mapping[str, str]:
    kind = ("application/rss+xml", "application/atom+xml", "application/feed+json")[place % 3]
    return {"Content-Type": kind, "ETag": f'"{place}"', "Cache-Control": "max-age=300"}


def _article(name: str, news: News) -> str:
    paragraphs = "".join(f"<p>{escape(news.text)}</p>" for _ in range(6))
    return (
        f'<!DOCTYPE html><html lang="{news.language}"><title>{escape(news.title)}</title>'
        f"<article><h1>{escape(news.title)}</h1><p>The {name} desk</p>{paragraphs}</article>"
    )


def _rss(name: str, title: str, news: Sequence[tuple[int, News]], now: datetime, port: int) -> str:
    items = [
        item(
            it.title, _url(name, f"/{name}/{n}", port), f"<p>{escape(it.text)}</p>", _at(it, now)
        ).replace("<item>", f'<item xml:lang="{it.language}">')
        for n, it in news
    ]
    return rss(*items, title=title)


def _atom(name: str, title: str, news: Sequence[tuple[int, News]], now: datetime, port: int) -> str:
    entries = "".join(
        f'<entry xml:lang="{it.language}"><title>{escape(it.title)}</title>'
        f'<link href="{_url(name, f"/{name}/{n}", port)}"/><id>tag:{name},{n}</id>'
        f"<updated>{_at(it, now).isoformat()}</updated>"
        f'<content type="html">&lt;p&gt;{escape(escape(it.text))}&lt;/p&gt;</content></entry>'
        for n, it in news
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title>{entries}</feed>'


def _json(name: str, title: str, news: Sequence[tuple[int, News]], now: datetime, port: int) -> str:
    items = [
        {"id": str(n), "url": _url(name, f"/{name}/{n}", port), "title": it.title,
         "content_html": f"<p>{escape(it.text)}</p>", "language": it.language,
         "date_published": _at(it, now).isoformat()}
        for n, it in news
    ]  # fmt: skip
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": title, "items": items})


FORMATS = (_rss, _atom, _json)


def _at(news: News, now: datetime) -> datetime:
    return now - timedelta(seconds=news.ago)


def _hostile(now: datetime, port: int) -> dict[str, Reply]:
    good = rss(
        *(item(f"Late {n}", _url("slow", f"/slow/{n}", port), "Slow.", now) for n in range(9))
    )
    tiny = "".join(f"<item><title>C {n}</title><link>http://crowd.example/{n}</link></item>"
                   for n in range(100_000))  # fmt: skip
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + rss(
        item("&b;", "x")
    )
    return {
        "scripts": _xml(_scripts(now, port)),
        "attributes": page(json.dumps(_attributes(now, port))),
        "control": _xml(_controls(now, port)),
        "slow": _late(3.0, _xml(good)),
        "damaged": _xml(good.replace("slow", "damaged").replace("</item>", "</itm>", 1)),
        "undated": _xml(f"<rss version='2.0'><channel><title>U</title>{tiny[:1_400]}"
                        "</channel></rss>".replace("crowd", "undated")),
        "bomb": _xml(bomb),
        "packed": _packed(200_000_000),
        "private": redirect("http://10.0.0.1/feed"),
        "loopback": redirect("http://127.0.0.1:22/"),
        "loop": redirect("/loop/feed"),
        "huge": endless(200_000_000),
        "crowd": _xml(f"<rss version='2.0'><channel><title>C</title>{tiny}</channel></rss>"),
        "nested": _xml("<rss>" + "<a>" * 100_000),
        "drip": dripping(60),
        "page": page(f"<!DOCTYPE html><title>No feed</title>{SCRIPT}"),
        "broken": page(SCRIPT, 500),
        "gone": page("", 410),
    }  # fmt: skip


def _xml(content: str) -> Reply:
    return page(content, headers={"Content-Type": "application/rss+xml"})


def _late(seconds: float, reply: Reply) -> Reply:
    def later(request: BaseHTTPRequestHandler) -> None:
        sleep(seconds)
        reply(request)

    return later


def _packed(size: int) -> Reply:
    """A reply that becomes very large when it is unpacked."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = b" " * 1_000_000
    parts = [packer.compress(zeros) for _ in range(size // len(zeros))]
    data = b"".join(parts) + packer.flush()
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/rss+xml"}
    return page(data, headers=headers)


def _scripts(now: datetime, port: int) -> str:
    """A feed with scripts in every field, as text that is escaped and as text that is not."""
    links = (
        "javascript:document.title='acted'", "data:text/html,<script>1</script>", "//evil.example",
        _url("scripts", f"/scripts/{quote(SCRIPT)}", port), _url("scripts", '/"onclick="x', port),
    )  # fmt: skip
    items = "".join(
        f"<item><title>{number} {escape(SCRIPT)} {escape(escape(SCRIPT))}</title>"
        f"<link>{escape(link)}</link><guid>{escape(link)}</guid><author>{escape(SCRIPT)}</author>"
        f"<category>{escape(SCRIPT)}</category><pubDate>{format_datetime(now)}</pubDate>"
        f"<source url='{escape(link, quote=True)}'>{escape(SCRIPT)}</source>"
        f"<description><![CDATA[Read {SCRIPT}<a href='{escape(link, quote=True)}'>this</a>"
        f"<iframe src='{escape(link, quote=True)}'></iframe><svg onload=alert(1)>]]></description>"
        "</item>"
        for number, link in enumerate(links)
    )
    return (
        f"<rss version='2.0'><channel><title>{escape(SCRIPT)}Scripts</title>"
        f"<language>{escape(SCRIPT)}</language><description>{escape(SCRIPT)}</description>"
        f"{items}</channel></rss>"
    )


def _attributes(now: datetime, port: int) -> Mapping[str, object]:
    """A JSON Feed that tries to leave attributes, comments, styles and scripts that hold it."""
    tries = (
        '" onmouseover="document.title=1', "' autofocus onfocus='document.title=1",
        "--><b>bold</b>", "</title></style></textarea><script>document.title=1</script>",
        "{{ 7 * 7 }} {% raw %}",
        "=HYPERLINK(1)", "](javascript:document.title=1)", "\u2028\u2029<!--",
        "%00%0d%0aSet-Cookie: a=b",
    )  # fmt: skip
    items = [
        {"id": it, "url": _url("attributes", f"/attributes/{n}", port), "title": f"Try {n} {it}",
         "content_html": it, "content_text": it, "language": it, "authors": [{"name": it}],
         "tags": [it], "date_published": now.isoformat()}
        for n, it in enumerate(tries)
    ]  # fmt: skip
    return {"version": "https://jsonfeed.org/version/1.1", "title": f"A {tries[0]}", "items": items}


def _controls(now: datetime, port: int) -> str:
    """A feed whose names and titles hold signs that turn, hide or control."""
    signs = "\u202e\u2066\u200f\u200b\ufeff\u0085\u007f\u009b\u001b[2J\u0007\u0000".translate(
        {0: None}
    )
    items = [
        item(f"Turned {signs} title {n}", _url("control", f"/control/{n}", port), signs, now)
        for n in range(5)
    ]
    return rss(*items, title=f"Con{signs}trol")


def main() -> None:
    """Serve the feeds until the process is ended; print the port first."""
    now = datetime.fromisoformat(sys.argv[1]).astimezone(UTC)
    with web({}) as server:
        server.replies.update(_replies(now, server.port))
        print(server.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
