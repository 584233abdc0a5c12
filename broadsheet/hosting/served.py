"""What every host is told of a site, whatever the form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from broadsheet.hosting.headers import (
    BY_DIGEST,
    FOR_A_YEAR,
    FOR_AN_HOUR,
    OTHER_TYPES,
    is_a_text,
    media_type,
)
from broadsheet.hosting.redirects import Redirect
from broadsheet.site.addresses import MEDIA

FOLDER = ".host"  # in the site's folder, for what a server reads and no reader sees
OTHERS = (".html", ".htm", ".css", ".svg", ".json", ".md", ".zip", ".ttf")
SUFFIXES = tuple(sorted({*MEDIA, *OTHER_TYPES, *OTHERS}))


@dataclass(frozen=True, slots=True)
class Served:
    """A site as a host serves it.

    `base` is its path on the host, empty for the root. `moved` are the addresses that lead
    elsewhere, `gone` those whose page says that there is nothing any more (status 410). `headers`
    go with every answer, and `policy` is the Content-Security-Policy of pages.
    """

    base: str
    moved: tuple[Redirect, ...]
    gone: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    policy: str


def patterns(base: str) -> Mapping[str, str]:
    """What Cache-Control says, by regular expressions that all servers read, which match paths on
    the host; a later one counts before an earlier one, and without any it is ASKED_EACH_TIME."""
    root, texts = re.escape(base), suffixes_of_texts()
    others = "|".join(it[1:] for it in SUFFIXES if it[1:] not in texts or it == ".svg")
    return {
        FOR_AN_HOUR: rf"\.({others})$",
        FOR_A_YEAR: f"^{root}/({BY_DIGEST.pattern})$",
    }


def types_of_texts() -> tuple[str, ...]:
    """The media types that are text, in order."""
    return tuple(it for it in suffixes_by_type() if is_a_text(it))


def suffixes_by_type() -> Mapping[str, tuple[str, ...]]:
    """The ends of names of all kinds of files that a site can have, without the dot, by type."""
    found: dict[str, list[str]] = {}
    for suffix in SUFFIXES:
        found.setdefault(_type(suffix), []).append(suffix[1:])
    return {kind: tuple(them) for kind, them in sorted(found.items())}


def suffixes_of_texts() -> tuple[str, ...]:
    """The ends of the names of files that are text, without the dot: those that have twins."""
    return tuple(it[1:] for it in SUFFIXES if is_a_text(_type(it)))


def _type(suffix: str) -> str:
    return media_type(f"x{suffix}")
