"""What `broadsheet init` makes: a small paper of samples that a curator reads, then deletes."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from broadsheet.cli import main
from broadsheet.commands.new_site import FolderTaken, make_site
from broadsheet.content.settings import read_settings
from tests.sites import ROOT, Site, found


@pytest.fixture
def new(tmp_path: Path) -> Site:
    """A new site, as `init --sample` makes it."""
    make_site(tmp_path / "new", samples=True)
    return Site(tmp_path / "new")


def test_new_site_shows_what_a_digest_can_be_and_has_nothing_to_warn_of(new: Site) -> None:
    report = new.build()
    assert report.warnings == () and report.articles_out == 6
    river = new.page("2021/08/sample-colorado-river.html")
    assert found(river, "//figure//img/@alt") and "Chart: Broadsheet" in river
    story = new.page("stories/sample-new-zealand-lockdown.html")
    assert "This background stands above" in story and "extends its lockdown" in story
    assert "An edition can open with a note" in new.page("editions/2021-08-17.html")
    assert "This is a sample page" in new.page("about.html")
    assert (new.public / "sources/rnz.html").is_file()


def test_every_sample_says_that_it_is_one(new: Site) -> None:
    articles = [*new.root.glob("content/world/*.md"), *new.root.glob("content/science/*.md")]
    assert len(articles) == 6
    for path in articles:
        assert "-sample-" in path.name
        assert "# A sample: delete this file" in path.read_text("utf-8")


def test_site_starts_with_one_article_that_builds_without_a_warning(tmp_path: Path) -> None:
    make_site(tmp_path / "new")
    site = Site(tmp_path / "new")
    report = site.build(strict=True)
    assert report.warnings == () and report.articles_out == 1
    assert "This is a sample page" in site.page("about.html")


@pytest.mark.parametrize("samples", [False, True])
def test_site_without_the_samples_builds_when_the_readme_is_followed(
    tmp_path: Path, samples: bool
) -> None:
    make_site(tmp_path / "new", samples)
    new = Site(tmp_path / "new")
    readme = (new.root / "README.md").read_text("utf-8")
    new.build()
    commands = re.findall(r"^ +(rm .*)$", readme, re.MULTILINE)
    assert commands[-1] == "rm -rf public .broadsheet"
    subprocess.run(["sh", "-ec", "\n".join(commands)], cwd=new.root, check=True)
    (command,) = re.findall(r"^ +broadsheet (new .*)$", readme, re.MULTILINE)
    result = CliRunner().invoke(
        main, [*shlex.split(command), "--date", "2026-01-31", "--site", str(new.root)]
    )
    assert result.exit_code == 0, result.output
    article = Path(result.stdout.strip())
    text = article.read_text("utf-8").replace("draft: true\n", "")
    credited = text.replace("sources:\n", "sources: [{name: N, url: 'https://n.example/'}]\n")
    article.write_text(f"{credited}It is open.\n", "utf-8")
    report = new.build(as_of="2026-02-01")
    assert report.warnings == () and report.articles_out == 1
    assert report.placed.lost == []
    assert "sample" not in new.page("index.html").lower()


def test_readme_of_a_new_site_leads_to_the_documentation(new: Site) -> None:
    readme = (new.root / "README.md").read_text("utf-8")
    pages = re.findall(r"`(docs/[\w-]+\.md)`", readme)
    assert {"docs/guide.md", "docs/writing.md"} <= set(pages)
    assert [page for page in pages if not (Path(__file__).parents[2] / page).is_file()] == []
    assert "`broadsheet theme contract`" in readme


def test_places_that_a_new_site_offers_are_right(new: Site) -> None:
    whole, _, offered = (new.root / "site.yaml").read_text("utf-8").partition("# publish:\n")
    places = offered.replace("#", " ").splitlines()
    kinds = []
    for place in places:
        settings, log = read_settings(f"{whole}publish:\n{place}\n".encode())
        assert log.problems == []
        kinds += [it.to for it in settings.publish]
    assert kinds == ["folder", "sftp", "git"]


def test_new_site_keeps_what_it_makes_out_of_git(new: Site) -> None:
    ignored = (new.root / ".gitignore").read_text("utf-8").split()
    assert ignored == [
        "public/",
        ".broadsheet/",
        ".broadsheet-new-*/",
        "/mail/",
        "/moved/",
        "/*.zip",
    ]


def test_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FolderTaken):
        make_site(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_new_repository_of_git_gets_a_site(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert "site.yaml" in make_site(tmp_path)


def test_pictures_of_the_samples_are_those_of_the_repository(new: Site) -> None:
    own = (new.root / "content/science/2021-08-11-sample-sicily-readings.png").read_bytes()
    assert own == (ROOT / "content/climate/2021-08-11-sicily-readings.png").read_bytes()
