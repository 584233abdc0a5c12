"""Runs git for a publish: in a repository of its own, without the user's hooks and settings of the
site's repository, and without a secret in arguments or messages."""

import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

from broadsheet.git_environment import clean_environment, cleaned
from broadsheet.publishing.target import PublishFailed

MISSING = "git is not installed; install it, on Debian with: sudo apt-get install git"
OURS = (
    *("core.hooksPath=/dev/null", "protocol.ext.allow=never", "core.fsmonitor=false"),
    *("push.gpgSign=false", "push.followTags=false", "push.recurseSubmodules=no"),
    *("fetch.recurseSubmodules=no", "gc.autoDetach=false", "submodule.recurse=false"),
)
SHOWN = 12  # lines of what git says
UNATTENDED = 3600.0  # seconds that a call may take where nobody can be asked for a password
HINTS = (
    (
        re.compile(r"terminal prompts disabled|Authentication failed|Permission denied|denied to"),
        "git has no right to do this here; see how your system keeps the credentials,"
        " and whether `git push` to this repository works elsewhere",
    ),
    (re.compile("Host key verification failed"), "connect to the host once with ssh, by hand"),
    (
        re.compile(r"not found|does not exist|not appear to be a git repository"),
        "check the address in site.yaml, and that the repository has been made",
    ),
)


@dataclass(frozen=True, slots=True)
class Git:
    """The git program for the repository in `folder`, for the target `name`.

    `settings` are settings of git that it needs besides the user's own, given by the environment,
    as they may hold secrets; `environment` is that of this process; `is_attended` says whether a
    person can be asked.
    """

    name: str
    folder: Path
    environment: Mapping[str, str] = field(repr=False)
    is_attended: bool = False
    settings: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def run(self, *arguments: str, said: bytes = b"") -> bytes:
        """What git prints for these arguments, given `said` to read. Raises PublishFailed."""
        status, out, error = self.tried(*arguments, said=said)
        if status:
            raise self.failed(arguments[0], error)
        return out

    def tried(self, *arguments: str, said: bytes = b"") -> tuple[int, bytes, str]:
        """The exit status, and what git prints and complains of. Raises PublishFailed."""
        try:
            done = subprocess.run(
                self._command(arguments),
                input=said,
                capture_output=True,
                env=self._environment(),
                check=False,
                timeout=None if self.is_attended else UNATTENDED,
                start_new_session=not self.is_attended,  # nobody there to type a password
            )
        except FileNotFoundError:
            raise PublishFailed(f"{self.name}: {MISSING}") from None
        except subprocess.TimeoutExpired:
            raise PublishFailed(f"{self.name}: git {arguments[0]} does not end") from None
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    def feed(self, parts: Iterable[bytes], *arguments: str) -> None:
        """Run git, which reads these parts one after the other. Raises PublishFailed."""
        with TemporaryFile() as errors:
            try:
                process = subprocess.Popen(
                    self._command(arguments),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                    env=self._environment(),
                )
            except FileNotFoundError:
                raise PublishFailed(f"{self.name}: {MISSING}") from None
            broken = _poured(parts, process)
            if process.returncode or broken:
                errors.seek(0)
                raise self.failed(arguments[0], errors.read().decode("utf-8", "replace"))

    def failed(self, doing: str, error: str) -> PublishFailed:
        """What to raise when git complains."""
        lines = [line.rstrip() for line in cleaned(error).splitlines() if line.strip()]
        named = "".join(f"\n    {line}" for line in lines[-SHOWN:])
        hint = next((f"\n{hint}" for words, hint in HINTS if words.search(error)), "")
        return PublishFailed(f"{self.name}: git {doing} failed:{named}{hint}")

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        ours = [part for setting in OURS for part in ("-c", setting)]
        return ["git", *ours, "--git-dir", str(self.folder), *arguments]

    def _environment(self) -> dict[str, str]:
        kept = clean_environment(self.environment)
        told = kept.get("GIT_CONFIG_COUNT", "")
        count = int(told) if told.isdecimal() else 0
        for number, (key, value) in enumerate(self.settings, count):
            kept |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
        kept["GIT_CONFIG_COUNT"] = str(count + len(self.settings))
        return kept if self.is_attended else {**kept, "GIT_TERMINAL_PROMPT": "0"}


def _poured(parts: Iterable[bytes], process: subprocess.Popen[bytes]) -> bool:
    """Write these parts to a process and wait for its end; whether it would not read on."""
    assert process.stdin is not None
    broken = False
    try:
        for part in parts:
            process.stdin.write(part)
    except BrokenPipeError:
        broken = True
    except BaseException:
        process.kill()
        raise
    finally:
        try:
            process.stdin.close()
        except BrokenPipeError:
            broken = True
        process.wait()
    return broken


def site_git(root: Path, environment: Mapping[str, str], *arguments: str) -> str:
    """What git says of the repository that holds the site, which is only read; empty if nothing."""
    try:
        done = subprocess.run(
            ["git", "-c", "core.fsmonitor=false", "-C", str(root), *arguments],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env=clean_environment(environment),
            check=False,
        )
    except FileNotFoundError:
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
