"""The workflows and the server's configuration in docs/publishing.md do what they promise."""

import os
import re
import subprocess
import sys
from pathlib import Path
from socket import socket
from textwrap import dedent
from typing import Any

import pytest
import yaml

from broadsheet.commands.new_site import make_site
from tests.hosting.servers import NGINX
from tests.programs import find_program, run
from tests.sites import ROOT

TEXT = (ROOT / "docs/publishing.md").read_text("utf-8")
FILE_BLOCK = r"^```\w+ file={}\n(.*?)^```"
TARGET = re.compile(r"^ *```yaml\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
STARTER = ROOT / "broadsheet/data/starter/github/workflows/publish.yml"
GITHUB, GITLAB, NGINX_SITE = ".github/workflows/publish.yml", ".gitlab-ci.yml", "digest.conf"
SECTIONS = {
    GITHUB: "## Publish from GitHub",
    GITLAB: "## Publish from GitLab",
    NGINX_SITE: "## A server of your own",
}


def block(file: str) -> str:
    """The file that the document writes, or that a new site has."""
    if file == GITHUB:
        return STARTER.read_text("utf-8")
    (found,) = re.findall(FILE_BLOCK.format(re.escape(file)), TEXT, re.DOTALL | re.MULTILINE)
    return str(found)


def settings_for(file: str) -> str:
    """The lines for site.yaml, which stand first in the section on that file."""
    section = TEXT[TEXT.index(SECTIONS[file]) :]
    return dedent(TARGET.findall(section)[0])


def site_with(root: Path, file: str) -> None:
    """A new site with the file of the document, and the settings that it needs."""
    make_site(root)
    settings = root / "site.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}{settings_for(file)}", "utf-8")
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(block(file), "utf-8")


def github_steps() -> list[str]:
    """What the workflow for GitHub runs."""
    read: dict[Any, Any] = yaml.safe_load(block(GITHUB))
    return [step["run"] for step in read["jobs"]["publish"]["steps"] if "run" in step]


def gitlab_steps() -> list[str]:
    """What the job for GitLab runs."""
    read: dict[Any, Any] = yaml.safe_load(block(GITLAB))
    steps: list[str] = read["pages"]["script"]
    return ["\n".join(steps)]


def pushed_site(folder: Path, file: str) -> Path:
    """A repository as a host has it, `site.git`, with a site on the branch main."""
    site, bare = folder / "site", folder / "site.git"
    site_with(site, file)
    run(site, "git", "init", "-q", "-b", "main")
    run(site, "git", "add", ".")
    person = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    run(site, "git", *person, "commit", "-q", "-m", "Write")
    run(folder, "git", "clone", "-q", "--bare", str(site), str(bare))
    return bare


def checked_out(bare: Path, name: str) -> Path:
    """A shallow clone, as a job works in one."""
    run(bare.parent, "git", "clone", "-q", "--depth", "1", bare.as_uri(), name)
    return bare.parent / name


def carry_out(steps: list[str], folder: Path, bare: Path) -> str:
    """Run the steps in a clone, all but the installation; what they printed."""
    surroundings = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(bare.parent),
        "GIT_CONFIG_NOSYSTEM": "1",
        "CI_PROJECT_URL": bare.as_uri().removesuffix(".git"),
        "CI_COMMIT_BRANCH": "main",
        "CI_JOB_TOKEN": "secret",
        "BROADSHEET": "is here already",
    }
    said = ""
    for step in steps:
        lines = "\n".join(it for it in step.splitlines() if "pip install" not in it)
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", lines],
            cwd=folder,
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, done.stdout
        said += done.stdout
    return said


def in_branch(bare: Path, *arguments: str) -> str:
    """What git says of the repository."""
    return subprocess.run(
        ["git", "-C", str(bare), *arguments], check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.parametrize(
    ("file", "steps"), [(GITHUB, github_steps()), (GITLAB, gitlab_steps())], ids=["hub", "lab"]
)
def test_job_publishes_and_keeps_the_ledger(file: str, steps: list[str], tmp_path: Path) -> None:
    find_program("git")
    bare = pushed_site(tmp_path, file)
    first = checked_out(bare, "first")
    carry_out(steps, first, bare)
    assert (first / "public/index.html").is_file()
    ledger = in_branch(bare, "show", "main:content/published.txt")
    assert "/about.html\tcontent/pages/about.md" in ledger
    commits = in_branch(bare, "rev-list", "--count", "main")
    said = carry_out(steps, checked_out(bare, "second"), bare)
    assert in_branch(bare, "rev-list", "--count", "main") == commits and "secret" not in said
    if file == GITHUB:
        assert "index.html" in in_branch(bare, "ls-tree", "--name-only", "gh-pages").split()


def test_password_of_the_job_is_asked_of_its_surroundings(tmp_path: Path) -> None:
    (line,) = [it for it in gitlab_steps()[0].splitlines() if "credential.helper" in it]
    run(tmp_path, "git", "init", "-q")
    run(tmp_path, "sh", "-c", line)
    done = subprocess.run(
        ["git", "credential", "fill"],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path), "CI_JOB_TOKEN": "secret"},
        input="protocol=https\nhost=gitlab.example\n\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "username=gitlab-ci-token\npassword=secret\n" in done.stdout
    assert "secret" not in (tmp_path / ".git/config").read_text("utf-8")


def test_configuration_of_the_own_server_is_right(tmp_path: Path) -> None:
    nginx = find_program("nginx")
    site_with(tmp_path / "site", NGINX_SITE)
    settings = tmp_path / "site/site.yaml"
    www = tmp_path / "www"
    settings.write_text(settings.read_text("utf-8").replace("/srv/digest/www", str(www)), "utf-8")
    run(tmp_path / "site", sys.executable, "-m", "broadsheet", "publish", "--quiet")
    server = block(NGINX_SITE).replace("/srv/digest/www", str(www))
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = server.replace("listen 80;", f"listen 127.0.0.1:{port};")
    head, _, _ = NGINX.partition("    server {{")
    user = "user root;" if os.geteuid() == 0 else ""
    told = head.format(folder=tmp_path, module="", user=user)
    (tmp_path / "nginx.conf").write_text(f"{told}{server}}}\n", "utf-8")
    run(tmp_path, nginx, "-t", "-q", "-c", str(tmp_path / "nginx.conf"))
