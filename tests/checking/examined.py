"""A site, checked, for tests."""

from datetime import datetime, tzinfo

from broadsheet.builds import Progress
from broadsheet.checking.examine import Asked, examine
from broadsheet.checking.findings import Finding
from broadsheet.dates import parse_moment
from tests.sites import AS_OF, Site


def findings(
    made: Site,
    only: tuple[str, ...] = (),
    paths: tuple[str, ...] = (),
    as_of: str = AS_OF,
    drafts: bool = False,
) -> tuple[Finding, ...]:
    """What is found in a site, as of a fixed moment."""

    def moment(zone: tzinfo) -> datetime:
        return parse_moment(as_of, zone).at

    return examine(Asked(made.root, moment, drafts, only, paths), Progress()).findings


def said(made: Site, check: str, as_of: str = AS_OF) -> list[str]:
    """What one check says of a site, each finding on one line."""
    found = findings(made, only=(check,), as_of=as_of)
    assert {it.check for it in found} <= {check}, found
    return [str(it.problem).replace("\n    ", " | ") for it in found]
