"""Runs the command that a target names under `after`, once for each publish that changed it."""

import os
import subprocess
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from broadsheet.publishing.published_site import Done, PublishedSite
from broadsheet.publishing.target import PublishFailed
from broadsheet.publishing.untold import remember, untold


def run_hook(site: PublishedSite) -> Iterator[Done]:
    """Run the command in the shell, in the site's folder; its output is shown, not logged.

    It is written down as run before it begins, so that it never runs twice for one change. Raises
    PublishFailed if it fails.
    """
    waiting = untold(site.root, site.setting)
    remember(site.root, site.setting, replace(waiting, changed=(), removed=()))
    if not site.setting.after or not (waiting.changed or waiting.removed):
        return
    with TemporaryDirectory() as folder:
        changed = _listed(Path(folder) / "changed", waiting.changed)
        removed = _listed(Path(folder) / "removed", waiting.removed)
        given = {
            "BROADSHEET_TARGET": site.setting.name,
            "BROADSHEET_URL": site.url,
            "BROADSHEET_CHANGED": changed,
            "BROADSHEET_REMOVED": removed,
        }
        status = yield from _run(site, {**site.outside.environ, **given})
    yield Done("hook", "", {"status": status})
    if status:
        how = f"failed with exit status {status}" if status > 0 else f"was killed ({-status})"
        text = f"{site.setting.name}: the site is published, but the command of `after` {how}"
        raise PublishFailed(
            f"{text}; run it by hand, as it is not run again before the site changes"
        )


def _run(site: PublishedSite, environ: Mapping[str, str]) -> Generator[Done, None, int]:
    """Run the command; what it says, line by line. Returns its exit status."""
    with subprocess.Popen(
        site.setting.after,
        shell=True,
        cwd=site.root,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield Done("", line.rstrip("\n"))
    return process.returncode


def _listed(file: Path, paths: Iterable[str]) -> str:
    """A file with a path on each line; its name."""
    file.write_text("".join(f"{path}\n" for path in paths), "utf-8")
    return os.fspath(file)
