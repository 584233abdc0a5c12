"""Packs a site that was just built, while no other build can change it."""

from pathlib import Path

from broadsheet.builds import BuildOptions, BuildReport, Progress
from broadsheet.output.site_lock import locked
from broadsheet.output.zip_file import write_zip
from broadsheet.problems import Problem, ProblemsFound


def pack(target: Path, options: BuildOptions, report: BuildReport, progress: Progress) -> int:
    """Write the site that a build reported as a zip file; returns its size in bytes.

    Raises ProblemsFound if another build has changed the site since, and OSError.
    """
    placed = report.placed
    paths = (*placed.written, *placed.unchanged)
    with locked(options.root, options.output, options.wait, progress):
        missing = [path for path in paths if not (options.output / path).is_file()]
        if missing:
            text = "is gone: another build has changed the site"
            raise ProblemsFound([Problem(missing[0], 0, text, "build again")])
        return write_zip(target, options.output, paths, target.stem, report.changed)
