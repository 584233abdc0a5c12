"""The command `clip`, as a curator uses it on files and pasted text."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broadsheet.cli import main
from tests.sites import SITE_YAML, Site, make_site

HTML = """\
<html lang="en"><head><title>Bridge opens | Harbour Post</title>
<link rel="canonical" href="https://harbour.example/bridge?utm_source=x">
<meta name="author" content="Ann Lee"></head>
<body><h1>Bridge opens to all traffic</h1>
<p>The bridge in the harbour opened on Monday after twelve years of repairs, the port said.</p>
<p>“We have waited for this day since 2014,” said the mayor, Bo Ek, at the ceremony.</p></body>"""
TEXT = """\
Rescue Teams Reopen 2 Mountain Roads in Karsk

Rescue teams have reopened two mountain roads in Karsk, officials said on Friday.

Trucks with food and fuel left the valley at noon, and are expected to arrive by evening.
"""
SECTIONS = "sections:\n  - key: world\n    title: The World\n  - key: science\n    title: Science\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with two sections, and a saved page beside it."""
    (tmp_path / "page.html").write_text(HTML, "utf-8")
    (tmp_path / "text.txt").write_text(TEXT, "utf-8")
    made = make_site(tmp_path / "site", f"-- site.yaml --\n{SITE_YAML}{SECTIONS}")
    (made.root / "content/world").mkdir()
    return made


def clip(site: Site, *arguments: str, pasted: str = "") -> Result:
    """What the command prints and how it ends; `page` and `text` are the files beside the site."""
    here = site.root.parent
    files = {"page": str(here / "page.html"), "text": str(here / "text.txt")}
    chosen = [files.get(it, it) for it in arguments]
    return CliRunner().invoke(main, ["clip", "--site", str(site.root), *chosen], input=pasted)


def drafts(site: Site) -> list[str]:
    return sorted(it.relative_to(site.root).as_posix() for it in site.root.rglob("content/**/*.md"))


def test_saved_page_becomes_a_credited_draft(site: Site) -> None:
    result = clip(site, "page", "--date", "2026-11-26")
    assert result.exit_code == 0, result.output
    path = "content/world/2026-11-26-bridge-opens-to-all-traffic.md"
    assert result.output == f"{path}\n1 draft written\n"
    text = (site.root / path).read_text("utf-8")
    assert "url: https://harbour.example/bridge\n" in text and "draft: true" in text


def test_choices_stand_in_the_draft(site: Site) -> None:
    arguments = ("--section", "science", "--story", "bridge-2026", "--tags", "Harbour, Road works")
    clip(site, "page", "--date", "2026-11-26 09:00", *arguments)
    (path,) = drafts(site)
    text = (site.root / path).read_text("utf-8")
    assert path.startswith("content/science/2026-11-26-")
    assert "tags: [Harbour, Road works]" in text and "story: bridge-2026" in text
    assert "date: 2026-11-26 09:00+00:00" in text


def test_address_without_its_scheme_is_told_how_to_write_it(site: Site) -> None:
    result = CliRunner().invoke(main, ["clip", "radio.example/a", "--site", str(site.root)])
    assert result.exit_code == 1
    assert "an address starts with https://, as in https://radio.example/a" in result.stderr


def test_second_draft_of_a_report_has_an_address_of_its_own(site: Site) -> None:
    clip(site, "page", "--date", "2026-11-25")
    clip(site, "page", "--date", "2026-11-26", "--again", "--section", "science")
    assert drafts(site) == [
        "content/science/2026-11-26-bridge-opens-to-all-traffic-2.md",
        "content/world/2026-11-25-bridge-opens-to-all-traffic.md",
    ]
    assert site.build(as_of="2026-12-01", drafts=True).articles_out == 2


def test_draft_builds_and_its_material_is_not_shown(site: Site) -> None:
    clip(site, "page", "text", "--date", "2026-11-26")
    report = site.build(as_of="2026-12-01", drafts=True)
    assert (report.articles_in, report.articles_out) == (2, 2)
    assert [it for it, content in site.tree().items() if b"officials said" in content] == []


def test_pasted_text_becomes_a_draft(site: Site) -> None:
    result = clip(site, "-", "--url", "https://karsk.example/roads?fbclid=1", pasted=TEXT)
    assert result.exit_code == 0, result.output
    (path,) = drafts(site)
    text = (site.root / path).read_text("utf-8")
    assert "url: https://karsk.example/roads\n" in text and "name: karsk.example\n" in text
    site.build(as_of="2030-01-01", drafts=True)


def test_pasted_text_without_an_address_says_what_is_missing(site: Site) -> None:
    result = clip(site, "-", pasted=TEXT)
    assert "no address was found" in result.output
    site.build(as_of="2030-01-01", drafts=True)  # and it builds


def test_one_that_fails_stops_no_other(site: Site) -> None:
    result = clip(
        site, "http://169.254.169.254/latest", "nowhere.html", "page", "file:///etc/passwd"
    )
    assert result.exit_code == 1
    assert "nowhere.html: not clipped: there is no such file" in result.stderr
    assert "private network" in result.stderr
    assert "1 draft written, 3 not clipped" in result.stdout
    assert len(drafts(site)) == 1


def test_second_clip_says_where_it_is_covered(site: Site) -> None:
    clip(site, "page", "--date", "2026-11-26")
    result = clip(site, "page", "--date", "2026-11-27")
    assert result.exit_code == 0
    assert "covered already, by this address: content/world/2026-11-26-bridge" in result.output
    assert len(drafts(site)) == 1
    assert "draft written" in clip(site, "page", "--again").output


def test_unknown_section_is_refused_with_the_one_that_was_meant(site: Site) -> None:
    result = clip(site, "page", "--section", "sciense")
    assert result.exit_code == 2 and "did you mean science?" in result.stderr
    assert clip(site, "page", "--section", "The World").exit_code == 0


@pytest.mark.parametrize("section", ["../..", "pages", "/etc", "editions", "media"])
def test_section_is_never_another_folder(site: Site, section: str) -> None:
    result = clip(site, "page", "--section", section)
    assert result.exit_code == 2 and drafts(site) == []


def test_wrong_arguments_are_told(site: Site) -> None:
    for arguments in (
        ("page", "--date", "soon"),
        ("page", "--url", "x"),
        ("page", "text", "--url", "https://a.example/"),
    ):
        assert clip(site, *arguments).exit_code == 2


def test_too_large_file_is_refused(site: Site) -> None:
    with (site.root.parent / "page.html").open("wb") as file:
        file.truncate(200_000_000)
    result = clip(site, "page")
    assert result.exit_code == 1 and "larger than 5 MB" in result.stderr


def test_what_never_ends_is_refused(site: Site) -> None:
    result = clip(site, "/dev/zero")
    assert result.exit_code == 1 and "it is not a file" in result.stderr


def test_mistakes_in_settings_are_problems(site: Site) -> None:
    (site.root / "site.yaml").write_text("title: [", "utf-8")
    assert clip(site, "page").exit_code == 1


def test_drafts_open_in_the_editor(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "sed -i s/draft:.true/lead:true/")
    clip(site, "page", "--edit")
    (path,) = drafts(site)
    assert "lead:true" in (site.root / path).read_text("utf-8")
