"""Values in `site.yaml` for options of the theme: all that themes know of the settings."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GivenOption:
    """A value in `site.yaml` for an option of the theme; the theme decides what it means."""

    key: str
    text: str
    line: int
