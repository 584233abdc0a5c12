"""Brings a site up to date: at once if nothing has changed, else with a build."""

from broadsheet.building.up_to_date import last_report
from broadsheet.builds import BuildOptions, BuildReport, Progress


def update(options: BuildOptions, progress: Progress) -> BuildReport:
    """Build the site if anything has changed since the last build; raises the errors of `build`."""
    report = last_report(options)
    if report is not None:
        return report
    from broadsheet.building.builder import build  # slow to import, and not always needed

    return build(options, progress)
