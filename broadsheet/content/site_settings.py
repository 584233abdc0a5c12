"""The settings of a site that is worked on, which must have no mistakes."""

from pathlib import Path

from broadsheet.content.settings import FILE, Settings, read_settings
from broadsheet.problems import ProblemsFound


def site_settings(root: Path) -> Settings:
    """What `site.yaml` of the site at `root` says; raises ProblemsFound with all that is wrong."""
    path = root / FILE
    settings, log = read_settings(path.read_bytes() if path.is_file() else None)
    if log.problems:
        raise ProblemsFound(log.problems)
    return settings
