"""Brings a site up to date: at once if nothing has changed, else by an edit or a whole build."""

from broadsheet.building.collecting import without_collecting
from broadsheet.building.up_to_date import last_build
from broadsheet.builds import BuildOptions, BuildReport, Progress


def update(options: BuildOptions, progress: Progress) -> BuildReport:
    """Build the site if anything has changed since the last build; raises the errors of `build`."""
    with without_collecting():
        last = last_build(options)
        if last is not None and last.stands():
            return last.report()
        if last is not None:
            from broadsheet.building.text_edit import edit_texts  # as below

            report = edit_texts(options, last, progress)
            if report is not None:
                return report
    from broadsheet.building.builder import build  # slow to import, and not always needed

    seen = (last.snapshot, last.listing) if last else (None, None)
    return build(options, progress, *seen)
