"""A folder behind a real sshd, and publishes of sites that are only links, for tests."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from broadsheet.content.publish_settings import SshTarget, TargetSetting
from broadsheet.publishing.changes import Changes, changes
from broadsheet.publishing.remote_lock import FOLDER
from broadsheet.publishing.remote_manifest import NAME, RemoteManifest
from broadsheet.publishing.target import Target, Told
from broadsheet.publishing.targets import opened
from tests.programs import find_program
from tests.publishing.shelf import CONTENTS, Links, Model, files_of, links_of, reachable
from tests.publishing.ssh_server import SshServer, make_server

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
KINDS = ("sftp", "rsync")


@dataclass(frozen=True)
class Far:
    """A folder `there` on a server, to which files of a folder `here` are published."""

    root: Path
    kind: str
    server: SshServer
    path: str = ""

    @property
    def here(self) -> Path:
        """The built site."""
        return self.root / "public"

    @property
    def there(self) -> Path:
        """The folder of the server."""
        return Path(self.path or self.root / "there")

    @property
    def setting(self) -> TargetSetting:
        """What `site.yaml` says."""
        place = SshTarget("host", str(self.there), config=str(self.server.config))
        return TargetSetting("live", 1, self.kind, place)

    def write(self, model: Model) -> None:
        """Write the files of a model, as a build does."""
        for file in files_of(model):
            (self.here / file.path).parent.mkdir(parents=True, exist_ok=True)
            (self.here / file.path).write_bytes(CONTENTS[file.digest])

    def publish(self, model: Model, told: Told | None = None) -> Changes:
        """Publish a model; what left the site is removed at once."""
        self.write(model)
        with opened(self.setting, self.root) as target:
            plan = self.plan(model, target)
            if not plan.is_empty:
                target.carry_out(plan, self.here, told or Told())
        return plan

    def plan(self, model: Model, target: Target) -> Changes:
        """What a publish of a model does."""
        before = target.manifest() or RemoteManifest()
        return changes(files_of(model), before, "https://example.org/", NOON, timedelta())

    def files(self) -> Mapping[str, bytes]:
        """The files there that readers may ask for, as they are at one moment: what was killed may
        be at work over there for a little longer."""
        while True:
            with suppress(FileNotFoundError):
                before = self._inodes()
                found = {path: (self.there / path).read_bytes() for path in before}
                if self._inodes() == before:
                    return found

    def _inodes(self) -> Mapping[str, int]:
        shown = {}
        for path in sorted(self.there.rglob("*")):
            name = path.relative_to(self.there)
            if name.parts[0] not in (NAME, FOLDER) and path.is_file():
                shown[name.as_posix()] = path.stat().st_ino
        return shown

    def left_behind(self, model: Model) -> list[str]:
        """Files and folders there that the site does not have."""
        expected = {NAME, *model}
        folders = {str(it) for path in expected for it in Path(path).parents}
        there = {it.relative_to(self.there).as_posix() for it in self.there.rglob("*")}
        return sorted(there - expected - folders)

    def look(self) -> None:
        """Fail if a page that readers can reach links to a file that is not there."""
        files = self.files()
        for path in reachable(files):
            missing = links_of(files[path]) - files.keys()
            assert not missing, f"{path} links to {missing}, which is not there"


def far(tmp_path: Path, kind: str) -> Far:
    """A place of a kind; skips if there is no sshd or rsync."""
    find_program(kind)
    return Far(tmp_path, kind, make_server(tmp_path / "ssh"))


def contents(model: Model) -> Mapping[str, bytes]:
    """The files of a model with their bytes."""
    return {it.path: CONTENTS[it.digest] for it in files_of(model)}


def issue(number: int, pages: int) -> Model:
    """A site as of a day: it links to its own pages, and a part of them changes by the day."""
    named = [f"p{at:03}-{number if at % 3 else 'old'}.html" for at in range(pages)]
    site: dict[str, Links] = {"a.css": frozenset(), f"news/a{number}.css": frozenset()}
    for at, path in enumerate(named):
        around = (named[at - 1], named[(at + 1) % pages], "a.css", f"news/a{number}.css")
        site[path] = frozenset(around)
    site["feeds/l.xml"] = frozenset(named)
    site["index.html"] = frozenset([*named[:20], "feeds/l.xml"])
    return site
