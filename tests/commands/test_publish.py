"""`broadsheet publish`, as a curator and a timer use it."""

import gzip
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner, Result

from broadsheet.cli import main
from tests.sites import ROOT, SITE_YAML, Site, article, tree

MakeSite = Callable[[str], Site]
LIVE = "  live: {to: folder, path: ../www}\n"
ONE = f"-- content/a/one.md --\n{article('One', '2021-01-01')}"
LATER = f"-- content/a/later.md --\n{article('Later', '2031-05-01 08:00')}"


def settings(targets: str = LIVE) -> str:
    """The settings of a site with targets."""
    return f"-- site.yaml --\n{SITE_YAML}publish:\n{targets}"


def run(site: Site, *arguments: str, said: str = "") -> Result:
    """What `broadsheet publish` does for these arguments."""
    return CliRunner().invoke(main, ["publish", "--site", str(site.root), *arguments], input=said)


def publish(site: Site, *arguments: str) -> str:
    """Publish without a problem; what was said."""
    result = run(site, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def www(site: Site) -> Path:
    """Where it is published."""
    return site.root.parent / "www"


@pytest.fixture
def one(site: MakeSite) -> Site:
    """A site with one article and one target."""
    return site(settings() + ONE)


GONE = "gone: {/2021/01/one.html: withdrawn by its author}\n"


def test_site_is_built_and_published(one: Site) -> None:
    said = publish(one)
    assert "articles: 1 read = 1 published" in said
    assert f"sent {len(one.tree())} files (" in said and "removed 0" in said
    assert "seconds: https://example.org/\n" in said
    assert tree(www(one)) == one.tree()


def test_unchanged_site_sends_nothing_and_says_so(one: Site) -> None:
    publish(one)
    said = publish(one)
    assert "live is up to date: nothing was sent" in said and "published in" not in said


def test_dry_run_lists_and_changes_nothing(one: Site) -> None:
    said = publish(one, "--dry-run")
    assert f"would send {len(one.tree())} files" in said
    assert "more; --explain lists them" in said and said.endswith("nothing was changed\n")
    assert not www(one).exists() and not Path(f"{www(one)}.releases").exists()
    everything = publish(one, "--dry-run", "--explain")
    assert all(path in everything for path in one.tree())
    publish(one)
    assert "live is up to date: nothing would be sent" in publish(one, "--dry-run")
    one.write("-- content/site-root/b.txt --\nB\n")
    publish(one)
    (one.root / "content/site-root/b.txt").rename(one.root / "content/site-root/c.txt")
    said = publish(one, "--dry-run")
    assert "later, by the first publish after" in said and "b.txt" in said
    assert (www(one) / "b.txt").exists() and not (www(one) / "c.txt").exists()


def test_problem_in_an_article_leaves_what_is_published(one: Site) -> None:
    publish(one)
    before = tree(www(one))
    one.write("-- content/a/bad.md --\nno header\n")
    result = run(one)
    assert result.exit_code == 1 and "content/a/bad.md:1" in result.stderr
    assert tree(www(one)) == before


def test_address_that_was_published_is_not_lost(one: Site) -> None:
    one.write(ONE.replace("one.md", "other.md"))
    assert "content/published.txt: " in publish(one)
    (one.root / "content/a/one.md").unlink()
    result = run(one)
    assert result.exit_code == 1 and "/2021/01/one.html, the page of content/a/one.md" in (
        result.stderr
    )
    one.write("-- site.yaml --\n" + (one.root / "site.yaml").read_text("utf-8") + GONE)
    publish(one)
    assert "withdrawn by its author" in (www(one) / "2021/01/one.html").read_text("utf-8")


def test_site_that_moved_leads_on_from_its_old_host(one: Site) -> None:
    publish(one)
    said = publish(one, "--moved-from", "https://old.example/news/")
    assert "addresses of https://old.example/news/ lead to https://example.org/" in said
    page = (one.root / "moved/2021/01/one.html").read_text("utf-8")
    assert 'url=https://example.org/2021/01/one.html"' in page
    result = run(one, "--moved-from", "https://old.example/news/")
    assert result.exit_code == 1 and "is not empty" in result.stderr
    assert run(one, "--moved-from", "old").exit_code == 2
    result = run(one, "--moved-from", "https://example.org")  # rules that lead to themselves
    assert result.exit_code == 2 and "set url in site.yaml to its new address" in result.stderr


def test_addresses_of_an_earlier_permalink_pattern_lead_on(one: Site) -> None:
    assert "addresses of that pattern added" in publish(one, "--moved-from", "/old/{slug}.html")
    publish(one)
    assert "/2021/01/one.html" in (www(one) / "old/one.html").read_text("utf-8")


def test_strict_stops_at_a_warning(one: Site) -> None:
    one.write("-- content/a/w.md --\n" + article("W", "2021-01-01", body="![](https://x.example)"))
    one.build()
    (one.public / "stranger.html").write_text("")
    result = run(one, "--strict")
    assert result.exit_code == 1 and not www(one).exists()


def test_site_without_a_target_is_told_what_to_write(site: MakeSite) -> None:
    result = run(site(ONE))
    assert result.exit_code == 1
    assert "site.yaml: says nowhere where to publish the site" in result.stderr
    assert "live: {to: folder, path: /var/www/digest}" in result.stderr
    example = result.stderr.partition("example:\n")[2].partition("1 problem")[0]
    made = site(f"-- site.yaml --\n{SITE_YAML}{dedent(example)}")
    assert "would send" in publish(made, "--dry-run")


def test_several_targets_need_a_name(site: MakeSite) -> None:
    made = site(settings(f"{LIVE}  test: {{to: folder, path: ../test}}\n") + ONE)
    result = run(made)
    assert result.exit_code == 2 and "several places: live, test; say which one" in result.stderr
    publish(made, "test")
    assert not www(made).exists() and tree(made.root.parent / "test") == made.tree()


def test_unknown_target_is_corrected(one: Site) -> None:
    result = run(one, "lvie")
    assert result.exit_code == 2 and "did you mean live?" in result.stderr


def test_files_in_the_way_are_named(one: Site) -> None:
    www(one).mkdir()
    (www(one) / "family.html").write_text("Photos")
    result = run(one)
    assert result.exit_code == 1
    assert "family.html" in result.stderr and "--take-over" in result.stderr
    publish(one, "--take-over")
    assert tree(www(one)) == one.tree()


def test_mass_deletion_is_refused_without_a_person(one: Site) -> None:
    for number in range(110):
        one.write(f"-- content/site-root/n{number}.txt --\n{number}\n")
    publish(one)
    before = tree(www(one))
    for number in range(110):
        (one.root / f"content/site-root/n{number}.txt").unlink()
    assert "asks first, or needs --allow-deletions" in publish(one, "--dry-run")
    result = run(one, said="y\n")
    assert result.exit_code == 1 and "files would leave the site" in result.stderr
    assert tree(www(one)) == before
    assert "that the site no longer has stay until the first publish after" in publish(
        one, "--allow-deletions"
    )


def test_way_back_cannot_be_tried(one: Site) -> None:
    publish(one)
    one.write(ONE.replace("A short text", "Another text"))
    publish(one)
    before = tree(www(one))
    result = run(one, "--back", "--dry-run")
    assert result.exit_code == 2 and "--back has no --dry-run" in result.stderr
    assert tree(www(one)) == before


def test_address_that_is_an_example_is_noticed(one: Site) -> None:
    assert "is an example" not in publish(one, "--dry-run")
    text = (one.root / "site.yaml").read_text("utf-8")
    one.write("-- site.yaml --\n" + text.replace("https://example.org", "https://digest.example"))
    assert "url in site.yaml is an example, https://digest.example/" in publish(one, "--dry-run")
    assert "is an example" not in publish(one, "--quiet")


def test_way_back_and_unattended_publishes_after_it(one: Site) -> None:
    publish(one)
    first = tree(www(one))
    one.write(ONE.replace("A short text", "A wrong text"))
    publish(one)
    said = publish(one, "--back")
    assert re.search(r"live is back at the release published at 20\S+ \d\d:\d\d UTC\n", said)
    assert "the next publish goes forward again" in said
    assert tree(www(one)) == first
    assert publish(one, "--if-changed") == "" and tree(www(one)) == first
    one.write(ONE.replace("A short text", "The right text"))
    publish(one, "--if-changed")
    assert tree(www(one)) == one.tree()
    result = run(one, "--back")
    assert result.exit_code == 0 and tree(www(one)) == first
    assert run(one, "--back").exit_code == 1


def test_unchanged_site_is_passed_over_in_silence(one: Site) -> None:
    assert "sent" in publish(one, "--if-changed")
    assert publish(one, "--if-changed") == ""
    one.write(ONE.replace("A short text", "Another text"))
    assert "sent" in publish(one, "--if-changed")


def test_publish_waits_for_its_turn(one: Site) -> None:
    publish(one, "--at-most-every", "1h")
    one.write(ONE.replace("A short text", "Another text"))
    assert "nothing to do yet" in publish(one, "--at-most-every", "1h")
    assert publish(one, "--at-most-every", "1h", "--if-changed") == ""
    assert "sent" in publish(one, "--at-most-every", "0s")
    result = run(one, "--at-most-every", "soon")
    assert result.exit_code == 2 and "15m" in result.stderr


def test_scheduled_article_appears_when_its_time_has_come(one: Site) -> None:
    one.write(LATER)
    publish(one, "--as-of", "2031-05-01 07:59")
    assert not (www(one) / "2031/05/later.html").exists()
    assert publish(one, "--as-of", "2031-05-01 07:59", "--if-changed") == ""
    publish(one, "--as-of", "2031-05-01 08:00", "--if-changed")
    assert "Later" in (www(one) / "2031/05/later.html").read_text("utf-8")


def test_log_says_what_was_done(one: Site, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    publish(one, "--log", str(log))
    publish(one, "--log", str(log), "--if-changed")
    www(one).unlink()
    www(one).symlink_to("elsewhere")
    assert run(one, "--log", str(log)).exit_code == 1
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    events = [it["event"] for it in lines]
    assert events[:6] == ["started", "built", "sent", "removed", "published", "recorded"]
    assert events[6:] == ["started", "unchanged", "started", "built", "failed"]
    assert lines[2]["files"] == len(one.tree()) and lines[2]["target"] == "live"
    assert "is a link to elsewhere" in lines[-1]["text"]


def test_quiet_publish_prints_nothing(one: Site) -> None:
    assert publish(one, "--quiet") == ""


def test_commands_for_a_timer_work_as_the_documents_have_them(
    site: MakeSite, tmp_path: Path
) -> None:
    told = (ROOT / "docs/publishing.md").read_text("utf-8")
    lines = re.findall(r"^(?:ExecStart=|\*/15 .* && )broadsheet (publish .*)$", told, re.MULTILINE)
    made = site(
        settings() + ONE.replace("---\nA", "sources: [{name: A, url: https://a.example}]\n---\nA")
    )
    assert len(lines) == 2
    for line in lines:
        arguments = [*shlex.split(line), "--site", str(made.root)]
        arguments[arguments.index("publish.log")] = str(tmp_path / "log")
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
    assert tree(www(made)) == made.tree()
    events = [json.loads(line)["event"] for line in (tmp_path / "log").read_text().splitlines()]
    assert events[-2:] == ["started", "unchanged"]


def test_host_that_sends_compressed_files_gets_them(site: MakeSite) -> None:
    made = site(f"{settings()}host: nginx\n{ONE}")
    publish(made)
    page = (www(made) / "index.html").read_bytes()
    assert gzip.decompress((www(made) / "index.html.gz").read_bytes()) == page
    assert "nothing was sent" in publish(made)
