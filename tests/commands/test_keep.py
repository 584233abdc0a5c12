"""The command `keep`, as a curator types it; and one day at the desk by commands alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broadsheet.cli import main
from broadsheet.inbox.store import opened_inbox
from tests.fetching.serving import Reply, Web, page, web
from tests.inbox.feeds import RSS_TYPE
from tests.sites import SITE_YAML, Site, make_site, tree

HOSTS = ("mail.example", "post.example", "quiz.example")
FEEDS = "".join(
    f"    - {{url: 'http://{host}/feed', section: {section}}}\n"
    for host, section in zip(HOSTS, ("city", "world", "world"), strict=True)
)
SETTINGS = f"""\
-- site.yaml --
{SITE_YAML}editions: {{every: day}}
sections:
  - {{key: world, title: The World}}
  - {{key: city, title: The City}}
inbox:
  feeds:
{FEEDS}publish:
  live: {{to: folder, path: ../www}}
"""
PAGE = """\
<html lang="en"><head><title>Mayor opens Westhaven bridge</title>
<meta name="author" content="Ann Lee"></head><body><h1>Mayor opens Westhaven bridge</h1>
<p>Only the page says that four hundred ferry workers will be given other work by spring.</p>
<p>The bridge in the harbour opened on Monday after twelve years of repairs, the port said.</p>
"""
DAY = ("--date", "2026-01-31")


def feed(host: str, *titles: str) -> Reply:
    """A feed whose items say no date, so that they are as new as the fetch."""
    items = "".join(
        f"<item><title>{title}</title><link>http://{host}/{number}</link>"
        f"<description>{title}, after twelve years of work in the harbour.</description></item>"
        for number, title in enumerate(titles, 1)
    )
    head = f"<title>{host.split('.')[0].title()}</title><language>en</language>"
    return page(f'<rss version="2.0"><channel>{head}{items}</channel></rss>', headers=RSS_TYPE)


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A network in which a proxy on this machine answers for every host."""
    replies = {
        "http://mail.example/feed": feed("mail.example", "Mayor opens Westhaven bridge"),
        "http://post.example/feed": feed("post.example", "Westhaven bridge opened by mayor"),
        "http://quiz.example/feed": feed("quiz.example", "Quiz of the week"),
        "http://mail.example/1": page(PAGE),
        "http://post.example/1": page(PAGE.replace("Mayor opens", "Mayor reopens")),
    }
    with web(replies) as server:
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("http_proxy", server.url())
        yield server


@pytest.fixture
def site(tmp_path: Path, net: Web) -> Site:
    """A site whose inbox has two events."""
    made = make_site(tmp_path / "site", SETTINGS)
    assert run(made, "fetch").exit_code == 0
    return made


def run(site: Site, command: str, *options: str, said: str = "") -> Result:
    return CliRunner().invoke(main, [command, "--site", str(site.root), *options], input=said)


def done(site: Site, command: str, *options: str, said: str = "") -> str:
    result = run(site, command, *options, said=said)
    assert result.exit_code == 0, result.output
    return result.stdout


def events(site: Site) -> dict[str, dict[str, object]]:
    """The events in the inbox, by the first word of the best report's title."""
    groups = json.loads(done(site, "inbox", "--json"))
    best = {group["best"]: group for group in groups}
    return {it["title"].split()[0]: best[it["id"]]
            for group in groups for it in group["reports"] if it["id"] in best}  # fmt: skip


def bridge(site: Site) -> dict[str, object]:
    return next(it for name, it in events(site).items() if name != "Quiz")


def drafts(site: Site) -> list[str]:
    return sorted(it.relative_to(site.root).as_posix() for it in site.root.rglob("content/**/*.md"))


def states(site: Site) -> list[str]:
    with opened_inbox(site.root / ".broadsheet") as inbox:
        return [it.state for it in sorted(inbox.items(), key=lambda it: it.feed)]


def test_event_becomes_a_draft_by_the_number_that_inbox_shows(site: Site) -> None:
    shown = done(site, "inbox", "--all")
    number = next(line.split()[1] for line in shown.splitlines() if "Quiz" in line)
    said = done(site, "keep", number, *DAY)
    path = "content/world/2026-01-31-quiz-of-the-week.md"
    assert said == f"{path}\n1 draft written\n" and drafts(site) == [path]
    assert states(site) == ["new", "new", "kept"]


def test_event_becomes_a_draft_by_the_number_or_address_of_any_report(site: Site) -> None:
    reports = bridge(site)["reports"]
    assert isinstance(reports, list) and len(reports) == 2
    names = [str(reports[0]["id"]), "http://post.example/1?utm_source=x", str(reports[1]["id"])]
    said = done(site, "keep", *names, *DAY, "--section", "the world", "--tags", "Bridges, Port")
    assert said.endswith("1 draft written\n")
    (path,) = drafts(site)
    text = (site.root / path).read_text("utf-8")
    assert path.startswith("content/world/") and "tags: [Bridges, Port]" in text
    assert "# Others report it too" in text and states(site) == ["kept", "kept", "new"]


def test_credit_makes_sources_of_other_reports(site: Site) -> None:
    done(site, "keep", str(bridge(site)["event"]), *DAY, "--credit", "all")
    text = (site.root / drafts(site)[0]).read_text("utf-8")
    assert "\n  url: http://mail.example/1\n" in text and "\n  url: http://post.example/1\n" in text
    assert "# Others" not in text


def test_clip_reads_the_page_of_the_report(site: Site, net: Web) -> None:
    done(site, "keep", str(bridge(site)["event"]), *DAY, "--clip")
    text = (site.root / drafts(site)[0]).read_text("utf-8")
    assert "author: Ann Lee" in text and "four hundred ferry workers" in text


def test_page_that_cannot_be_read_is_told_and_the_draft_is_made(site: Site, net: Web) -> None:
    net.replies.clear()
    result = run(site, "keep", str(bridge(site)["event"]), *DAY, "--clip")
    assert result.exit_code == 0 and len(drafts(site)) == 1
    assert "its page was not read: the server answered with the status 404" in result.stderr


def test_event_that_is_covered_is_told_and_written_again_only_if_asked(site: Site) -> None:
    number = str(bridge(site)["event"])
    path = done(site, "keep", number, *DAY).splitlines()[0]
    said = done(site, "keep", number, *DAY)
    assert said.startswith("no draft of: ") and "1 covered already" in said
    assert f"covered already, by this address: {path}" in said and len(drafts(site)) == 1
    done(site, "keep", number, *DAY, "--again")
    assert len(drafts(site)) == 2


def test_json_says_what_was_done(site: Site) -> None:
    number = events(site)["Quiz"]["event"]
    (kept,) = json.loads(done(site, "keep", str(number), *DAY, "--json"))
    assert kept["path"] == drafts(site)[0] and kept["covered"] is None
    (again,) = json.loads(done(site, "keep", str(number), *DAY, "--json"))
    assert again["path"] == "" and again["covered"]["path"] == kept["path"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["99"], "there is no report 99; `broadsheet inbox` shows the numbers"),
        (["http://mail.example/other"], "`broadsheet clip http://mail.example/other`"),
        (["bridge"], "bridge is neither a number nor an address"),
        (["1", "--section", "sprots"], "there is no section sprots"),
        (["1", "--date", "31.1.2026"], "write it as 2026-01-31"),
        (["1", "--credit", "first"], "write it as 12,15 or all"),
        (["1", "--credit", "100000"], "100000 is no report of this event"),
        ([], "Missing argument"),
    ],
)
def test_wrong_arguments_write_nothing(site: Site, arguments: list[str], told: str) -> None:
    result = run(site, "keep", *arguments)
    assert result.exit_code == 2 and told in result.stderr
    assert drafts(site) == [] and "kept" not in states(site)


def test_mistake_in_the_settings_stops_it_but_one_in_an_article_does_not(site: Site) -> None:
    site.write("-- content/world/2026-01-31-x.md --\n---\ntags: a\n---\nX.\n")
    assert run(site, "keep", "1", *DAY).exit_code == 0
    site.write("-- site.yaml --\ntitle: [\n")
    result = run(site, "keep", "2", *DAY)
    assert result.exit_code == 1 and "site.yaml" in result.stderr


def test_one_day_by_commands_alone(site: Site) -> None:
    numbers = [str(it["event"]) for it in events(site).values()]
    kept = json.loads(done(site, "keep", *numbers, *DAY, "--json"))
    for number, it in enumerate(kept):
        file = site.root / it["path"]
        text = file.read_text("utf-8").replace(f"title: {it['title']}", f"title: News {number}", 1)
        file.write_text(text.replace("\n---\n\n", "\n---\nMy own words.\n\n"), "utf-8")
    quiz = next(it["path"] for it in kept if "quiz" in it["path"])
    before = json.loads(done(site, "edition", "2026-01-31", "--json"))
    assert [it["state"] for it in before["articles"]] == ["draft", "draft"]
    place = next(it["place"] for it in before["articles"] if it["path"] == quiz)
    done(
        site, "edition", "2026-01-31", "--move", quiz, "last" if place == 1 else "first",
        "--note", "-", "--title", "Bridge day", "--ready", "all", said="Good *morning*.\n",
    )  # fmt: skip
    assert "0 problems" in done(site, "build")
    said = done(site, "publish")
    published = tree(site.root.parent / "www")
    edition = published["editions/2026-01-31.html"].decode()
    assert "Bridge day" in edition and "<em>morning</em>" in edition and "sent" in said
    first, second = before["articles"]
    numbers_of = [[it["path"] for it in kept].index(it["path"]) for it in (second, first)]
    places = [edition.index(f"News {number}</a>") for number in numbers_of]
    assert places == sorted(places)
    assert not any(b"twelve years of work" in content for content in published.values())
