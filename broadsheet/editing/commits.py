"""Commits the files that the desk has changed to the curator's own git repository.

Nothing else in the repository is touched: neither other files, nor what is staged of them. The
curator's hooks and settings count, as if the curator had typed the commit.
"""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from broadsheet.drafting.one_line import one_line
from broadsheet.git_environment import clean_environment, cleaned

PATIENCE = 60.0  # seconds for one call of git; hooks may take some
LONGEST = 200  # characters of a commit's message; systems bound what a program is given
SHOWN = 6  # lines of what git says
NO_REPOSITORY = "the site's folder is in no git repository; run: git init"
MISSING = "git is not installed"


class _Failed(Exception):
    """git has complained."""


def committed(
    root: Path, paths: Sequence[str], message: str, environment: Mapping[str, str]
) -> tuple[str, str]:
    """Commit these files of the site at `root` as they are now, deleted ones too. The commit's
    name, empty if there is nothing new in them, and why it failed, if it did."""
    try:
        known = _lines(root, environment, "ls-files", "-z", "--", *paths)
        unknown = ("ls-files", "-z", "--others", "--exclude-standard")  # and not ignored
        new = _lines(root, environment, *unknown, "--", *paths)
        if new:
            _git(root, environment, "add", "--", *new)
        wanted = [it for it in paths if it in known or it in new]
        if not wanted or not _lines(
            root, environment, "status", "-z", "--porcelain", "--", *wanted
        ):
            return "", ""
        words = one_line(message)[:LONGEST]
        _git(root, environment, "commit", "-q", "-m", words, "--only", "--", *wanted)
        return _git(root, environment, "rev-parse", "HEAD").strip(), ""
    except FileNotFoundError:
        return "", MISSING
    except subprocess.TimeoutExpired:
        return "", f"git did not end within {PATIENCE:.0f} seconds"
    except OSError as error:
        return "", f"git cannot be started: {error.strerror or error}"
    except _Failed as failed:
        return "", str(failed)


def _lines(root: Path, environment: Mapping[str, str], *arguments: str) -> list[str]:
    return [it for it in _git(root, environment, *arguments).split("\0") if it]


def _git(root: Path, environment: Mapping[str, str], *arguments: str) -> str:
    """What git prints; raises _Failed."""
    done = subprocess.run(
        ["git", "--literal-pathspecs", "-C", str(root), *arguments],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env={**clean_environment(environment), "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true"},
        check=False,
        timeout=PATIENCE,
        start_new_session=True,  # nobody there to type a password
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace") or done.stdout.decode("utf-8", "replace")
        if "not a git repository" in said:
            raise _Failed(NO_REPOSITORY)
        lines = [line.strip() for line in cleaned(said).splitlines() if line.strip()]
        raise _Failed("git: " + "; ".join(lines[:SHOWN]))
    return done.stdout.decode("utf-8", "surrogateescape")
