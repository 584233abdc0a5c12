"""Reports from servers on this machine become drafts, once, and hostile ones become none."""

import gzip
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from broadsheet.clipping.clipper import Archiving, Clipper, Drafted
from broadsheet.clipping.draft import Choices
from broadsheet.clipping.kept_copies import Archive
from broadsheet.clipping.known import Known, read_known
from broadsheet.clipping.origins import Clipping, NotClipped, from_web
from broadsheet.clipping.report import Report
from broadsheet.content.articles import ReadingRules
from broadsheet.dates import Moment
from broadsheet.fetching.client import Client, FetchFailed, Guard, Refused
from tests.fetching.serving import Reply, Web, page, redirect, web
from tests.sites import Site, article, make_site

TODAY = date(2026, 11, 26)
RULES = ReadingRules(ZoneInfo("UTC"), "en", (), "https://example.org/", "sanitize")
CHOICES = Choices("world", Moment(datetime(2026, 11, 26, tzinfo=UTC), False))
OLD_TITLE = "The old bridge in the harbour opens"
SOURCE = f"""\
sources:
  - name: Harbour Post
    url: http://www.harbour.example/bridge/
    title: {OLD_TITLE}"""
REPORT = Report(name="Post", title="Bridge opens to traffic", url="https://harbour.example/bridge")
HTML = """\
<html lang=en><title>Bridge opens | Harbour Post</title><h1>Bridge opens</h1><p>It is open.</p>"""
COPY = "/web/20261126100000/http://a.example/bridge"


def client(server: Web, robots: bool = True) -> Client:
    guard = Guard(loopback_ports=frozenset([server.port]))
    return Client("Broadsheet/test", guard=guard, robots=robots, pace=0)


def fetched(path: str, replies: Mapping[str, Reply]) -> Clipping:
    with web(replies) as server, client(server) as fetching:
        return from_web(server.url(path), fetching, TODAY)


def clipper(site: Site, again: bool = False, archiving: Archiving | None = None) -> Clipper:
    return Clipper(site.root, CHOICES, read_known(site.root, RULES), TODAY, again, archiving)


def draft(site: Site, report: Report, again: bool = False, is_pasted: bool = False) -> Drafted:
    (drafted,) = clipper(site, again).draft(Clipping((report,), is_pasted=is_pasted))
    return drafted


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site that credits one report."""
    old = article("Swing bridge is back", "2026-11-20", SOURCE)
    note = "---\ntitle: The Harbour Post\nspellings: [Harbour Post]\n---\n"
    return make_site(
        tmp_path / "site",
        f"-- content/world/2026-11-20-bridge.md --\n{old}-- content/sources/harbour.md --\n{note}",
    )


def test_page_from_the_web_is_read() -> None:
    clipping = fetched("/a?utm_source=x", {"/a": page(HTML)})
    (report,) = clipping.reports
    assert (report.title, report.name) == ("Bridge opens", "Harbour Post")
    assert report.url.endswith("/a")


def test_address_before_redirects_is_known_too(site: Site) -> None:
    clipping = fetched("/short", {"/short": redirect("/long"), "/long": page(HTML)})
    assert {it.rpartition("/")[2] for it in clipping.aliases} == {"short", "long"}


def test_covered_address_gets_no_second_draft(site: Site) -> None:
    before = site.tree(site.root / "content")
    drafted = draft(site, REPORT)
    assert drafted.path == ""
    assert "content/world/2026-11-20-bridge.md (Swing bridge is back)" in str(drafted.covered[0])
    assert site.tree(site.root / "content") == before


def test_covered_address_is_drafted_again_where_that_is_asked_for(site: Site) -> None:
    assert (
        draft(site, REPORT, again=True).path
        == "content/world/2026-11-26-bridge-opens-to-traffic.md"
    )


def test_pasted_text_is_never_lost(site: Site) -> None:
    drafted = draft(site, REPORT, is_pasted=True)
    assert drafted.path and drafted.covered[0].by_address


def test_nearly_the_same_title_is_told_and_drafted(site: Site) -> None:
    report = replace(
        REPORT, title="The old Bridge in the Harbour opens!", url="https://b.example/1"
    )
    drafted = draft(site, report)
    assert drafted.path
    assert "maybe covered already" in str(drafted.covered[0])


def test_titles_of_other_days_and_other_numbers_are_not_the_same(site: Site) -> None:
    known = read_known(site.root, RULES)
    old = Known(tuple(replace(it, day=date(2026, 1, 1)) for it in known.articles), {}, {})
    report = replace(REPORT, title="The old bridge in the harbour opens", url="https://b.example/1")
    work = clipper(site)
    work.known = old
    assert next(iter(work.draft(Clipping((report,))))).covered == ()


def test_publication_is_spelled_as_the_site_does(site: Site) -> None:
    report = replace(
        REPORT, name="HARBOUR POST", url="https://b.example/2", title="Another report here"
    )
    assert draft(site, report).report.name == "The Harbour Post"
    by_host = replace(report, name="harbour.example", url="https://harbour.example/9")
    assert draft(site, by_host).report.name == "The Harbour Post"


def test_file_that_is_there_is_not_overwritten(site: Site) -> None:
    first = draft(site, replace(REPORT, url="https://b.example/1"))
    second = draft(site, replace(REPORT, url="https://b.example/2"))
    assert second.path == first.path.replace(".md", "-2.md")


def test_section_that_leads_out_of_the_site_is_refused(site: Site, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (site.root / "content/science").symlink_to(tmp_path / "elsewhere")
    work = clipper(site)
    work.choices = replace(CHOICES, section="science")
    with pytest.raises(OSError, match="out of content"):
        list(work.draft(Clipping((replace(REPORT, url="https://b.example/1"),))))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def kept(site: Site, replies: Mapping[str, Reply]) -> Drafted:
    """The draft of a report of which a copy was asked for."""
    with web(replies) as server, client(server, robots=False) as fetching:
        archive = Archive(server.url(""), server.url(""))
        report = replace(REPORT, url="http://a.example/bridge")
        work = clipper(site, archiving=Archiving(fetching, archive))
        (drafted,) = work.draft(Clipping((report,)))
        return drafted


def test_saved_copy_is_named_in_the_draft(site: Site) -> None:
    drafted = kept(site, {"/save/http://a.example/bridge": redirect(COPY), COPY: page("saved")})
    assert drafted.copy and drafted.copy.was_saved
    assert f"{COPY}\n" in (site.root / drafted.path).read_text("utf-8")


def test_nearest_copy_is_named_where_saving_fails(site: Site) -> None:
    answer = (
        '{"archived_snapshots": {"closest": {"status": "200",'
        f' "url": "http://web.archive.org{COPY}"}}}}}}'
    )
    drafted = kept(
        site,
        {"/save/http://a.example/bridge": page("busy", 520), "/wayback/available": page(answer)},
    )
    assert drafted.copy and not drafted.copy.was_saved and "520" in drafted.copy.why
    assert COPY in (site.root / drafted.path).read_text("utf-8")


@pytest.mark.parametrize("answer", ["", "[", "[]", '{"archived_snapshots": {}}', "[" * 9_999])
def test_draft_is_written_where_there_is_no_copy(site: Site, answer: str) -> None:
    drafted = kept(site, {"/wayback/available": page(answer)})
    assert drafted.path and drafted.copy and drafted.copy.url == ""


def endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    try:
        while True:
            request.wfile.write(b"<p>more</p>" * 10_000)
    except OSError:
        return


BOMB = gzip.compress(b"<p>0</p>" * 3_000_000)
HOSTILE: Mapping[str, tuple[Mapping[str, Reply], str]] = {
    "never ends": ({"/a": endless}, "larger than 5 MB"),
    "gzip bomb": ({"/a": page(BOMB, headers={"Content-Encoding": "gzip"})}, "larger than 5 MB"),
    "to the machine's metadata": ({"/a": redirect("http://169.254.169.254/x")}, "private"),
    "to a file": ({"/a": redirect("file:///etc/passwd")}, "address"),
    "not found": ({}, "404"),
    "a picture": ({"/a": page(b"\x89PNG", headers={"Content-Type": "image/png"})}, "image/png"),
    "empty": ({"/a": page("")}, "not an HTML page"),
    "no headline": ({"/a": page("<html><body><p>x</p></body></html>")}, "no headline"),
    "robots.txt": (
        {"/robots.txt": page("User-agent: *\nDisallow: /"), "/a": page(HTML)},
        "robots.txt",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_page_is_refused_with_the_reason(kind: str) -> None:
    replies, reason = HOSTILE[kind]
    with pytest.raises((Refused, FetchFailed, NotClipped), match=reason):
        fetched("/a", replies)
