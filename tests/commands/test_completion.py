"""Shells complete commands, options and the words of a site, as a person at the keyboard sees."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from broadsheet.cli import main
from tests.sites import Site

BIN = Path(sys.executable).parent
ARTICLE = "-- content/world/2026-01-0{}-a.md --\n---\ntitle: A\nstory: {}\ntags: [{}]\n---\nText.\n"
SECTIONS = (
    "-- site.yaml --\ntitle: T\nsections:\n  - {key: world, title: World}\n"
    "  - {key: city, title: City}\n"
)


@pytest.fixture
def paper(site: Callable[[str], Site]) -> Site:
    """A site with sections, stories, tags and a theme."""
    return site(
        SECTIONS
        + ARTICLE.format(1, "bridge", "New Zealand, Bridges")
        + ARTICLE.format(2, "flood", "New Zealand, $HOME")
        + "-- themes/mine/theme.yaml --\nname: mine\n"
    )


def shell(name: str, script: str, folder: Path, *arguments: str) -> list[str]:
    """The lines that a shell prints, run without a person's own settings."""
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    quiet = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": ["--no-config"]}[name]
    surroundings = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [program, *quiet, "-c", script, *arguments],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.splitlines()


def in_bash(folder: Path, *words: str) -> list[str]:
    """What bash offers for the last of these words, as it stands in the line afterwards."""
    script = (
        'eval "$(broadsheet completion bash)"; COMP_WORDS=(broadsheet "$@"); COMP_CWORD=$#\n'
        '_broadsheet_completion broadsheet; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    return shell("bash", script, folder, "bash", *words)


def test_bash_completes_the_words_of_a_site(paper: Site) -> None:
    assert in_bash(paper.root, "new", "Title", "--section", "") == ["world", "city"]
    assert in_bash(paper.root, "new", "Title", "--story", "b") == ["bridge"]
    assert in_bash(paper.root, "new", "--section", "c") == ["city"]
    assert in_bash(paper.root, "theme", "diff", "m") == ["mine"]
    assert set(in_bash(paper.root, "theme", "new", "x", "--from", "")) >= {"plain", "mine"}


def test_bash_completes_the_last_tag_of_a_list_and_quotes_it(paper: Site) -> None:
    assert in_bash(paper.root, "new", "T", "--tags", "bri") == ["Bridges"]
    assert in_bash(paper.root, "new", "T", "--tags", "Bridges,n") == ["Bridges,New\\ Zealand"]
    assert in_bash(paper.root, "new", "T", "--tags", "$") == ["\\$HOME"]


def test_bash_completes_commands_and_options(paper: Site, tmp_path: Path) -> None:
    assert {"build", "new", "init"} <= set(in_bash(paper.root, ""))
    assert in_bash(paper.root, "sch") == ["schema"]
    assert in_bash(paper.root, "new", "T", "--st") == ["--story"]
    assert set(in_bash(paper.root, "new", "")) == {"article", "edition", "page", "story"}
    assert in_bash(tmp_path, "completion", "") == ["bash", "zsh", "fish"]


def test_site_of_the_option_is_the_one_that_is_looked_at(paper: Site, tmp_path: Path) -> None:
    asked = ["new", "T", "--site", str(paper.root), "--story", "f"]
    assert in_bash(tmp_path, *asked) == ["flood"]


def test_folder_without_a_site_completes_to_nothing(tmp_path: Path) -> None:
    assert in_bash(tmp_path, "new", "T", "--section", "") in ([], [""])
    assert in_bash(tmp_path, "new", "T", "--tags", "") in ([], [""])


def test_fish_completes_the_words_of_a_site(paper: Site) -> None:
    script = 'broadsheet completion fish | source; complete -C "broadsheet new T --tags Bridges,N"'
    assert shell("fish", script, paper.root) == ["Bridges,New Zealand"]


def test_zsh_takes_the_script_and_is_told_the_words_of_a_site(paper: Site) -> None:
    script = (
        "autoload -Uz compinit; compinit -u -D; broadsheet completion zsh > _broadsheet\n"
        "source ./_broadsheet; print ${_comps[broadsheet]}\n"
        'COMP_WORDS="broadsheet new T --story " COMP_CWORD=4 '
        "_BROADSHEET_COMPLETE=zsh_complete broadsheet"
    )
    lines = shell("zsh", script, paper.root)
    assert lines[0] == "_broadsheet_completion"
    assert [line for line in lines[1:] if line in ("bridge", "flood")] == ["bridge", "flood"]


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_script_says_where_to_put_it(name: str) -> None:
    if name == "bash" and not shutil.which("bash"):
        pytest.skip("bash is not installed")
    printed = CliRunner().invoke(main, ["completion", name]).stdout
    assert f"broadsheet completion {name} >" in printed.splitlines()[-1]
