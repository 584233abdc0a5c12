"""The command `broadsheet import`, as a curator runs it."""

from pathlib import Path

from click.testing import CliRunner, Result

from broadsheet.cli import main
from tests.importing.old_sites import write_source

POST = "-- _posts/2021-08-05-a.md --\n---\ntitle: A\n---\nText [x](/gone/).\n"


def run(*arguments: str | Path) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


def test_site_is_made_with_a_report_of_every_file(tmp_path: Path) -> None:
    source = write_source(tmp_path / "old", POST)
    done = run("jekyll", source, "--site", tmp_path / "site")
    assert done.exit_code == 0
    assert "1 files or items at the source: 1 texts and 0 other files taken" in done.output
    report = (tmp_path / "site/import-report.md").read_text("utf-8")
    assert "- `_posts/2021-08-05-a.md` → `content/news/2021-08-05-a.md`: new\n" in report
    assert "the link /gone/ became text, as it leads nowhere" in report
    assert (tmp_path / "site/.gitignore").is_file()
    assert CliRunner().invoke(main, ["build", "--site", str(tmp_path / "site")]).exit_code == 0


def test_report_goes_where_it_is_asked_for_and_over_no_other_file(tmp_path: Path) -> None:
    source = write_source(tmp_path / "old", POST)
    (tmp_path / "mine.md").write_text("mine")
    done = run("jekyll", source, "--site", tmp_path / "site", "--report", tmp_path / "mine.md")
    assert done.exit_code == 2 and "is there already and is no report" in done.output
    assert not (tmp_path / "site").exists()
    for _ in range(2):
        done = run("jekyll", source, "--site", tmp_path / "site", "--report", tmp_path / "r.md")
        assert done.exit_code == 0
    assert (tmp_path / "r.md").is_file() and not (tmp_path / "site/import-report.md").exists()


def test_links_to_what_the_source_lacks_can_lead_to_the_old_site(tmp_path: Path) -> None:
    source = write_source(tmp_path / "old", "-- _config.yml --\nurl: https://old.example\n" + POST)
    run("jekyll", source, "--site", tmp_path / "site", "--keep-links", "--quiet")
    text = (tmp_path / "site/content/news/2021-08-05-a.md").read_text("utf-8")
    assert "Text [x](https://old.example/gone/)." in text


def test_folder_of_another_system_is_refused_by_the_name_of_that_system(tmp_path: Path) -> None:
    source = write_source(tmp_path / "old", POST)
    done = run("hugo", source, "--site", tmp_path / "site")
    assert done.exit_code == 2 and not (tmp_path / "site").exists()
    assert "it looks like jekyll: broadsheet import jekyll …" in " ".join(done.output.split())


FEED = """<rss version="2.0"><channel><title>River</title><link>http://10.0.0.1/</link>
<item><title>One</title><link>http://10.0.0.1/one.html</link><guid>1</guid>
<pubDate>Sat, 31 Jan 2026 09:15:00 +0100</pubDate>
<description>&lt;img src="/a.png"&gt;</description></item></channel></rss>
"""


def test_pictures_of_a_feed_are_fetched_unless_that_is_not_wanted(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED)
    arguments = ("feed", tmp_path / "feed.xml", "--site", tmp_path / "site")
    done = run(*arguments, "--no-media")
    assert done.exit_code == 0
    assert "pictures that are only on the web: 1; --media fetches them" in done.output
    done = run(*arguments)
    assert done.exit_code == 0
    report = (tmp_path / "site/import-report.md").read_text("utf-8").replace("\\", "")
    assert "- `http://10.0.0.1/a.png`: a picture that could not be fetched stays a link" in report
    assert "the address leads into a private network (it is in 1)" in report
    assert run(*arguments, "--old-site", "river").exit_code == 2


def test_wrong_arguments_end_with_status_2(tmp_path: Path) -> None:
    source = write_source(tmp_path / "old", POST)
    assert run("geocities", source).exit_code == 2
    assert run("jekyll", tmp_path / "nowhere", "--site", tmp_path / "site").exit_code == 2
    assert run("jekyll", source, "--site", source).exit_code == 2
    assert not (tmp_path / "site").exists()
