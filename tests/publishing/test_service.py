"""Netlify and Cloudflare Pages, by a small program in the place of each one's own.

`test_the_service_s_own_program_…` runs the real ones where they are installed, against a server on
this machine; no test reaches the services.
"""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.content.publish_settings import ServiceTarget, TargetSetting
from broadsheet.problems import ProblemsFound
from broadsheet.publishing.publisher import Wish, planned
from broadsheet.publishing.target import PublishFailed
from tests.publishing.plain import DAY, NOON, Plain, publish
from tests.publishing.service_api import Services, services
from tests.sites import tree

SECRET = "planted-t0ken"
STAND_IN = f"""#!{sys.executable}
import json, os, shutil, sys
from pathlib import Path
here = Path(__file__).parent
if (here / "broken").exists():
    sys.exit("\\x1b[31mNot authorized\\x1b[0m with " + os.environ.get("NETLIFY_AUTH_TOKEN", ""))
folder = next(it for it in sys.argv if it.startswith("/") and it.endswith("/site"))
shutil.rmtree(here / "live", ignore_errors=True)
shutil.copytree(folder, here / "live")
(here / "arguments").write_text(json.dumps([it.replace(folder, "FOLDER") for it in sys.argv[1:]]))
"""
NEEDS = {"netlify": "netlify", "cloudflare": "wrangler"}


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with both programs, the only ones that there are."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in NEEDS.values():
        (folder / name).write_text(STAND_IN)
        (folder / name).chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("NETLIFY_AUTH_TOKEN", SECRET)
    return folder


@pytest.fixture
def one(tmp_path: Path) -> Plain:
    """A site, built."""
    return Plain(tmp_path / "here/site").build(one="The first page.")


def wish(site: Plain, to: str = "netlify", project: str = "my-digest") -> Wish:
    """The wish to publish a site to a service."""
    return replace(site.wish(), setting=TargetSetting("live", 7, to, ServiceTarget(project), DAY))


@pytest.mark.parametrize("to", NEEDS)
def test_whole_site_is_handed_to_the_program(one: Plain, programs: Path, to: str) -> None:
    assert len(publish(wish(one, to)).puts) == 3
    assert tree(programs / "live") == one.tree()
    assert publish(wish(one, to)).is_empty


def test_programs_are_told_to_publish_the_live_site_of_the_project(
    one: Plain, programs: Path
) -> None:
    text = "Publish 2026-11-26 12:00 UTC: 3 files changed, 0 removed"
    publish(wish(one))
    assert (programs / "arguments").read_text() == (
        '["deploy", "--prod", "--no-build", "--dir", "FOLDER",'
        f' "--site", "my-digest", "--message", "{text}"]'
    )
    publish(wish(one, "cloudflare"))
    assert (programs / "arguments").read_text() == (
        '["pages", "deploy", "FOLDER", "--project-name", "my-digest",'
        f' "--commit-dirty=true", "--commit-message={text}"]'
    )


def test_file_that_left_the_site_stays_until_the_delay_is_over(one: Plain, programs: Path) -> None:
    publish(wish(one))
    publish(wish(one.build(two="The second page.")))
    assert tree(programs / "live") == {**one.tree(), "pages/one.html": b"The first page."}
    publish(replace(wish(one), now=NOON + DAY))
    assert tree(programs / "live") == one.tree()


def test_folder_may_take_the_place_of_a_file_and_a_file_that_of_a_folder(
    one: Plain, programs: Path
) -> None:
    (one.public / "notes").write_text("A file")
    publish(wish(one))
    (one.public / "notes").unlink()
    (one.public / "notes").mkdir()
    (one.public / "notes/a.txt").write_text("In a folder")
    publish(wish(one))
    assert (programs / "live/notes/a.txt").read_text() == "In a folder"
    shutil.rmtree(one.public / "notes")
    (one.public / "notes").write_text("A file again")
    publish(wish(one))
    assert (programs / "live/notes").read_text() == "A file again"


def test_program_that_fails_is_quoted_without_secrets(one: Plain, programs: Path) -> None:
    publish(wish(one))
    (programs / "broken").touch()
    with pytest.raises(PublishFailed, match=r"(?s)Not authorized.*NETLIFY_AUTH_TOKEN") as failed:
        publish(wish(one.build(two="The second page.")))
    assert SECRET not in str(failed.value) and "\x1b" not in str(failed.value)
    (programs / "broken").unlink()
    publish(wish(one))
    assert {path: tree(programs / "live")[path] for path in one.tree()} == one.tree()
    assert (programs / "live/pages/one.html").exists()
    assert publish(wish(one)).is_empty


@pytest.mark.parametrize("to", NEEDS)
def test_missing_program_is_told_with_how_to_install_it(
    one: Plain, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert not planned(wish(one, to)).is_empty
    with pytest.raises(PublishFailed, match=f"needs the program {NEEDS[to]}; .*npm install -g"):
        publish(wish(one, to))


@pytest.mark.parametrize("project", ["--all", "a b", "../a", "a\nb"])
def test_project_that_is_no_name_is_refused(one: Plain, project: str) -> None:
    with pytest.raises(ProblemsFound, match=r"^site\.yaml:7: live: project must be the name"):
        publish(wish(one, project=project))


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """The interfaces of both services, which their programs are told of."""
    with services() as found:
        for name, value in {
            **{"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
            **{"NETLIFY_AUTH_TOKEN": SECRET, "CLOUDFLARE_API_TOKEN": SECRET},
            **{"CLOUDFLARE_ACCOUNT_ID": "me", "WRANGLER_SEND_METRICS": "false"},
            **{"NETLIFY_API_URL": found.address, "CLOUDFLARE_API_BASE_URL": found.address},
        }.items():
            monkeypatch.setenv(name, value)
        yield found


@pytest.mark.slow
@pytest.mark.parametrize("to", NEEDS)
def test_the_service_s_own_program_sends_the_whole_site(
    one: Plain, served: Services, to: str
) -> None:
    if shutil.which(NEEDS[to]) is None:
        pytest.xfail(f"{NEEDS[to]} is not installed")
    os.makedirs(one.root / ".git")  # as that of the sources; it is not asked
    publish(wish(one, to))
    sent = {"netlify": served.netlify, "cloudflare": served.cloudflare}[to]
    assert {path: sent.get(path) for path in one.tree()} == one.tree()
    assert sent.keys() - one.tree().keys() <= {"netlify.toml"}
    assert f"Bearer {SECRET}" in served.credentials
    assert 'name="branch"' not in served.form  # so it is the live site
    count = len(served.requests)
    assert publish(wish(one, to)).is_empty and len(served.requests) == count
