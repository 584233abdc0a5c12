"""Which checks run, for which files: by the command's options and the site's settings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from broadsheet.checking.findings import CHECKS, Finding
from broadsheet.content.check_settings import CheckSettings
from broadsheet.content.settings import FILE
from broadsheet.problems import Problem, did_you_mean


@dataclass(frozen=True, slots=True)
class Selection:
    """The names of the checks that run; `allowed` are those that say nothing of a file, by its
    path. `paths` are the files and folders to tell of, relative to the site; none stands for all.
    """

    names: frozenset[str]
    allowed: Mapping[str, frozenset[str]]
    paths: tuple[str, ...] = ()

    def holds(self, finding: Finding) -> bool:
        """Whether a finding is told."""
        path = finding.problem.path
        if not self.is_asked(path):
            return False
        if finding.check not in self.names:
            return False
        return finding.level == "problem" or finding.check not in self.allowed.get(path, ())

    def is_asked(self, path: str) -> bool:
        """Whether a file is one of those to tell of."""
        return not self.paths or any(_is_in(path, it) for it in self.paths)


def _is_in(path: str, wanted: str) -> bool:
    return wanted in ("", ".") or path == wanted or path.startswith(f"{wanted}/")


def selected(settings: CheckSettings, only: Sequence[str], paths: Sequence[str]) -> Selection:
    """What runs: the checks named by `only`, else those that are on, those that `site.yaml` adds,
    without those that it turns off. A problem that stops the build cannot be turned off."""
    names = {name for name, check in CHECKS.items() if check.is_on}
    names |= {name for _, name in settings.on}
    names -= {name for _, name in settings.off}
    names |= {name for name, check in CHECKS.items() if check.level == "problem"}
    allowed = {path: frozenset(name for _, name in each) for path, each in settings.allow}
    return Selection(frozenset(only or names), allowed, tuple(paths))


def wrong_names(settings: CheckSettings, files: Iterable[str]) -> Iterator[Problem]:
    """A problem for every check and every file that `site.yaml` names and that does not exist."""
    known = frozenset(files)
    for key, named in (("off", settings.off), ("on", settings.on)):
        yield from _unknown(f"checks: {key}", named)
    for path, named in settings.allow:
        yield from _unknown(f"checks: allow: {path}", named)
        if path not in known:
            line = named[0][0] if named else 0
            text = f"checks: allow: there is no file {path}"
            yield Problem(FILE, line, text, did_you_mean(path, known))


def _unknown(key: str, named: Sequence[tuple[int, str]]) -> Iterator[Problem]:
    for line, name in named:
        if name not in CHECKS:
            yield Problem(
                FILE, line, f"{key}: there is no check {name}", did_you_mean(name, CHECKS)
            )
        elif key == "checks: off" and CHECKS[name].level == "problem":
            text = f"{key}: {name} cannot be turned off"
            yield Problem(FILE, line, text, "a build stops at what it finds; correct that instead")
