"""Publishes to Netlify or Cloudflare Pages by the command-line program that each has.

The program takes a whole folder, uploads what the service does not have yet, and lets readers see
it at once. Nobody can ask it what is there, so a record of that is kept in `.broadsheet/`, beside a
copy of what was published, with the files that the site no longer has until they are due.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from broadsheet.content.publish_settings import ServiceTarget, TargetSetting
from broadsheet.content.settings import FILE
from broadsheet.files import MEMORY, files_below
from broadsheet.fingerprint import of_value
from broadsheet.git_environment import cleaned
from broadsheet.output import journal
from broadsheet.problems import Problem, ProblemsFound, refusal_words
from broadsheet.publishing.alone import alone
from broadsheet.publishing.changes import Changes
from broadsheet.publishing.git_commits import message
from broadsheet.publishing.remote_manifest import RemoteManifest, Unreadable, decoded
from broadsheet.publishing.target import PublishFailed, Target, Told

PROJECT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
SECRET = re.compile(r"TOKEN|SECRET|PASSWORD|KEY", re.IGNORECASE)  # in names of variables
COLOR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
SHOWN = 12  # lines of what a program says


@dataclass(frozen=True, slots=True)
class Program:
    """A service's program: its name, the package of npm that has it, the arguments that publish a
    folder as the live site of a project with a message, and where it finds its credentials."""

    name: str
    package: str
    arguments: Callable[[str, str, str], Sequence[str]]
    credentials: str


PROGRAMS: Mapping[str, Program] = {
    "netlify": Program(
        "netlify",
        "netlify-cli",
        lambda folder, project, text: (
            *("deploy", "--prod", "--no-build", "--dir", folder),
            *("--site", project, "--message", text),
        ),
        "the variable NETLIFY_AUTH_TOKEN, or after `netlify login`",
    ),
    "cloudflare": Program(
        "wrangler",
        "wrangler",
        lambda folder, project, text: (
            *("pages", "deploy", folder, "--project-name", project),
            *("--commit-dirty=true", f"--commit-message={text}"),
        ),
        "the variables CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID, or after `wrangler login`",
    ),
}


@contextmanager
def opened(setting: TargetSetting, root: Path) -> Iterator[Target]:
    """The project of a target, held by one publish from this folder.

    Raises PublishFailed, and ProblemsFound for a project that cannot be meant.
    """
    place = setting.place
    assert isinstance(place, ServiceTarget)
    if not PROJECT.fullmatch(place.project):
        text = f"{setting.name}: project must be the name of the project at the service"
        raise ProblemsFound([Problem(FILE, setting.line, text)])
    folder = (root / MEMORY / f"service-{of_value((setting.to, place.project))}").absolute()
    with alone(folder.with_suffix(".lock"), setting.name):
        try:
            yield Service(setting.name, PROGRAMS[setting.to], place.project, folder, os.environ)
        except OSError as error:
            raise PublishFailed(f"{setting.name}: {refusal_words(error)}") from error


class Service:
    """A target that is a project at a service; see `Target`. `folder` holds what is remembered."""

    def __init__(
        self,
        name: str,
        program: Program,
        project: str,
        folder: Path,
        environment: Mapping[str, str],
    ) -> None:
        self._name, self._program, self._project = name, program, project
        self._folder, self._environment = folder, environment
        self._site, self._record = folder / "site", folder / "published.json"

    def manifest(self) -> RemoteManifest | None:
        """What was published from here; None if nothing was."""
        try:
            return decoded(self._record.read_bytes())
        except (FileNotFoundError, Unreadable):
            return None

    def in_the_way(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Nobody can know."""
        return ()

    def carry_out(self, changes: Changes, folder: Path, told: Told) -> None:
        """Bring the copy up to date and let the program publish it; then write the record."""
        path = shutil.which(self._program.name, path=self._environment.get("PATH"))
        if path is None:
            hint = f"install it with: npm install -g {self._program.package}"
            raise PublishFailed(f"{self._name}: needs the program {self._program.name}; {hint}")
        self._site.mkdir(parents=True, exist_ok=True)
        for gone in changes.due:
            told.removing(gone)
        for file in changes.puts:
            told.putting(file)
        mirror(
            {it.path: it.source(folder) for it in changes.puts}, folder, self._site, changes.after
        )
        journal.replace(self._record, changes.during.encoded())  # the program may be cut short
        text = message(changes).partition("\n")[0]
        self._run([path, *self._program.arguments(str(self._site), self._project, text)])
        journal.replace(self._record, changes.after.encoded())

    def read(self, path: str) -> bytes | None:
        """The bytes of a file as it was published; None if there is none."""
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return (self._site / path).read_bytes()
        return None

    def _run(self, command: Sequence[str]) -> None:
        """Run the program in a folder of its own; raises PublishFailed."""
        done = subprocess.run(
            command,
            cwd=self._folder,
            env={
                **self._environment,
                "NO_COLOR": "1",
                # or it would take the branch of the site's sources for that to publish
                "GIT_CEILING_DIRECTORIES": str(self._folder.parent),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            said = self._harmless(done.stdout.decode("utf-8", "replace"))
            lines = [line.rstrip() for line in said.splitlines() if line.strip()]
            named = "".join(f"\n    {line}" for line in lines[-SHOWN:])
            hint = f"it finds its credentials in {self._program.credentials}"
            raise PublishFailed(f"{self._name}: {self._program.name} failed:{named}\n{hint}")

    def _harmless(self, text: str) -> str:
        """What the program said, without secrets and control characters."""
        for name, value in self._environment.items():
            if SECRET.search(name) and len(value) > 5:
                text = text.replace(value, "…")
        return cleaned(COLOR.sub("", text))


def mirror(new: Mapping[str, Path], folder: Path, copy: Path, manifest: RemoteManifest) -> None:
    """Let `copy` hold the files of the site in `folder`, and those that are kept for a while; the
    bytes of some new ones may stand elsewhere."""
    kept = {*manifest.files, *manifest.gone}
    for path, _ in tuple(files_below(copy)):
        if path not in kept:
            (copy / path).unlink()
    for path in manifest.files:
        source, place = new.get(path, folder / path), copy / path
        is_elsewhere = path not in new and not source.exists() and place.is_file()
        if not is_elsewhere and _state(source) != _state(place):
            _make_way(place, copy)
            shutil.copy2(source, place)


def _state(file: Path) -> tuple[int, int] | None:
    """The size and time of a file; None if there is none."""
    try:
        found = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (found.st_size, found.st_mtime_ns)


def _make_way(place: Path, copy: Path) -> None:
    """Make the folder of a file, and remove what is of another kind there."""
    for folder in reversed(place.relative_to(copy).parents):
        if (copy / folder).is_file():
            (copy / folder).unlink()
    if place.is_dir():
        shutil.rmtree(place)
    place.parent.mkdir(parents=True, exist_ok=True)
