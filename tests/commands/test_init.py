"""`broadsheet init` from the user's chair, and the files for editors and hosts that it writes."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from broadsheet.cli import main
from broadsheet.content.settings import read_settings
from tests.sites import Site


@pytest.fixture
def new(tmp_path: Path) -> Site:
    """A new site, as the command makes it."""
    result = CliRunner().invoke(main, ["init", str(tmp_path / "new")])
    assert result.exit_code == 0 and "made a new site of" in result.stdout
    return Site(tmp_path / "new")


@pytest.fixture
def workflow(new: Site) -> dict[Any, Any]:
    """The workflow that publishes the site, read."""
    path = new.root / ".github/workflows/publish.yml"
    read: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    return read


def steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    """All steps of the workflow, in order."""
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_sample_paper_has_six_articles(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["init", "--sample", str(tmp_path / "new")])
    assert result.exit_code == 0 and "made a sample site of" in result.stdout
    content = tmp_path / "new/content"
    assert len([*content.glob("*/*-sample-*.md")]) == 6
    assert len([*content.rglob("*.png")]) == 2
    assert [*(content / "stories").iterdir()] and [*(content / "editions").iterdir()]


def test_settings_name_their_schema_for_editors(new: Site) -> None:
    text = (new.root / "site.yaml").read_text("utf-8")
    named = re.findall(r"\$schema[=:] ?(\S+)", text)
    assert text.startswith("# yaml-language-server: $schema=") and len(set(named)) == 1
    assert (new.root / named[0]).is_file()
    assert read_settings(text.encode())[1].problems == []


def test_editors_save_files_as_the_site_reads_them(new: Site) -> None:
    text = (new.root / ".editorconfig").read_text("utf-8")
    assert text.splitlines()[1] == "root = true"
    for line in ("charset = utf-8", "end_of_line = lf", "insert_final_newline = true"):
        assert line in text.splitlines()


def test_workflow_has_the_parts_that_the_host_asks_for(workflow: dict[Any, Any]) -> None:
    assert workflow[True] == {"push": {"branches": ["main"]}, "workflow_dispatch": None}
    assert workflow["permissions"] == {"contents": "write"}
    for step in steps(workflow):
        assert ("run" in step) != ("uses" in step)
        assert "uses" not in step or re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"])


def test_workflow_keeps_the_cache_of_builds(workflow: dict[Any, Any]) -> None:
    (cache,) = [it["with"] for it in steps(workflow) if "cache" in it.get("uses", "")]
    assert cache["path"].split() == [".broadsheet", "public"]
    assert cache["key"].startswith(cache["restore-keys"])
    assert "github.run_id" in cache["key"]  # a key that is taken is never written again


def test_workflow_restores_the_cache_before_it_publishes(workflow: dict[Any, Any]) -> None:
    told = [step.get("run") or step["uses"].partition("@")[0] for step in steps(workflow)]
    publish = told.index("broadsheet publish live --if-changed")
    assert told.index("actions/cache") < publish < len(told) - 1


def test_workflow_asks_where_broadsheet_comes_from(workflow: dict[Any, Any]) -> None:
    assert workflow["env"] == {"BROADSHEET": ""}
    (install,) = [it["run"] for it in steps(workflow) if "pip" in it.get("run", "")]
    done = subprocess.run(
        ["bash", "-ec", install], env={**os.environ, "BROADSHEET": ""}, capture_output=True
    )
    assert done.returncode == 1 and b"fill in BROADSHEET" in done.stdout


def test_build_with_the_cache_of_an_earlier_run_makes_only_what_changed(new: Site) -> None:
    new.build()
    cached = [".broadsheet", "public"]
    subprocess.run(["tar", "--posix", "-cf", "cache.tar", *cached], cwd=new.root, check=True)
    for folder in cached:
        shutil.rmtree(new.root / folder)
    for path in (new.root / "content").rglob("*.*"):
        path.write_bytes(path.read_bytes())  # as a fresh checkout: the same bytes, new times
    subprocess.run(["tar", "-xf", "cache.tar"], cwd=new.root, check=True)
    assert new.build().rendered == ()
