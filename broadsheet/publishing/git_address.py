"""Which repository a target means, and what git needs besides the user's settings to reach it."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from broadsheet.content.publish_settings import GitTarget, TargetSetting
from broadsheet.content.settings import FILE
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.publishing.git_program import site_git
from broadsheet.publishing.remote_manifest import UNFIT

REMOTE = "site"  # what the repository is called in the settings that git is given
PROGRAMS = ("ext::", "fd::")  # transports that run any program
BRANCH = re.compile(
    r"(?!-)(?!.*(?:\.\.|//|@\{|\.lock(?:/|$)|/\.|\.$|/$))[^\s~^:?*\[\\./][^\s~^:?*\[\\]*"
)
DOMAIN = re.compile(
    r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
)
USER, PASSWORD = "BROADSHEET_GIT_USER", "BROADSHEET_GIT_PASSWORD"
HELPER = (  # a helper that answers from the environment
    '!f() { test "$1" != get || '
    f"""printf 'username=%s\\npassword=%s\\n' "${USER}" "${PASSWORD}"; }}; f"""
)
CREDENTIALS = r"^(credential|http|ssh)\.|^core\.(sshcommand|askpass|gitproxy)$"


@dataclass(frozen=True, slots=True)
class Address:
    """A repository: its address without a password, the settings by which git reaches it, and
    what these read from the environment."""

    url: str
    settings: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


def address(setting: TargetSetting, root: Path, environment: Mapping[str, str]) -> Address:
    """The repository of a target; a remote of the site's own repository is known by its name.

    Raises ProblemsFound for what cannot be meant.
    """
    place = setting.place
    assert isinstance(place, GitTarget)
    problems = [
        Problem(FILE, setting.line, f"{setting.name}: {text}", hint) for text, hint in _unfit(place)
    ]
    if problems:
        raise ProblemsFound(problems)
    own = _own_settings(root, environment)
    if place.repository not in site_git(root, environment, "remote").splitlines():
        return _reached(_located(place.repository, root), own)
    url = site_git(root, environment, "remote", "get-url", "--push", "--", place.repository)
    top = site_git(root, environment, "rev-parse", "--show-toplevel").rstrip("\n")
    return _reached(_located(url.rstrip("\n"), Path(top)), own)


def _unfit(place: GitTarget) -> Iterator[tuple[str, str]]:
    """What is wrong with a place, and what to do."""
    repository = place.repository.strip()
    if repository.startswith("-") or UNFIT.search(repository.replace("\\", "")):
        yield "repository must be an address, a path, or the name of a remote", ""
    if repository.startswith(PROGRAMS):
        yield "repository must not name a program to run", "write an address, a path or a remote"
    if "://" in repository and urlsplit(repository).password is not None:
        yield "repository holds a password", "leave that to git's credential helper, or use ssh"
    if not BRANCH.fullmatch(place.branch) or UNFIT.search(place.branch):
        yield "branch is not a name that git takes", "write it as: branch: gh-pages"
    if place.domain and not DOMAIN.fullmatch(place.domain):
        text = "domain must be the name of a host, in small letters"
        yield text, "write it as: domain: news.example.org"


def _located(repository: str, root: Path) -> str:
    """An address as it is; a path as an absolute one."""
    if ":" in repository.split("/", 1)[0]:
        return repository
    return os.path.normpath(root.absolute() / Path(repository).expanduser())


def _reached(url: str, settings: tuple[tuple[str, str], ...]) -> Address:
    """An address whose password, if it has one, is told to git by the environment alone."""
    parts = urlsplit(url) if "://" in url else None
    if parts is None or parts.password is None:
        return Address(url, ((f"remote.{REMOTE}.url", url), *settings))
    host = parts.netloc.rpartition("@")[2]
    bare = urlunsplit(parts._replace(netloc=host))
    secrets = {USER: unquote(parts.username or ""), PASSWORD: unquote(parts.password)}
    helper = (("credential.helper", ""), ("credential.helper", HELPER))
    return Address(bare, ((f"remote.{REMOTE}.url", bare), *settings, *helper), secrets)


def _own_settings(root: Path, environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What the site's repository says of credentials, as a workflow leaves it there."""
    local = ("config", "--local", "--includes", "--null", "--get-regexp", CREDENTIALS)
    entries = site_git(root, environment, *local).split("\0")
    pairs = (entry.partition("\n") for entry in entries if entry)
    return tuple((key, value if is_set else "true") for key, is_set, value in pairs)
