"""Follows an edit that leaves every page in its place: of words, templates or static files."""

from collections.abc import Mapping
from dataclasses import replace

from broadsheet.pages.plan import accent_of, static_assets
from broadsheet.preview.changes import LiveOptions
from broadsheet.preview.layout import Layout, by_path
from broadsheet.preview.sources import Sources
from broadsheet.preview.word_edits import words_changed
from broadsheet.site.outputs import Asset

STATIC = "static"


def edited(before: Layout, now: Sources, options: LiveOptions) -> Layout | None:
    """The layout after such an edit, or itself if nothing has changed; None where the site must be
    laid out anew. The sources must have no problems."""
    zone = now.settings.timezone
    if not before.stands(options.as_of(zone).astimezone(zone)) or _is_arranged_anew(before, now):
        return None
    words = words_changed(before, now.readings)
    assets = _assets(before, now)
    if words is None or assets is None:
        return None
    is_same = now.themes is before.themes and words.bodies == before.bodies
    if is_same and words.warnings == before.warnings:
        return before
    return replace(
        before,
        themes=now.themes,
        assets=assets,
        bodies=before.bodies if words.bodies == before.bodies else words.bodies,
        warnings=words.warnings,
    )


def _is_arranged_anew(before: Layout, now: Sources) -> bool:
    """Whether anything but texts and themes has changed."""
    return (
        now.settings != before.settings
        or now.translations.digest != before.translations.digest
        or now.content.media != before.content.media
        or now.content.root != before.content.root
        or now.content.ledger != before.content.ledger
    )


def _assets(before: Layout, now: Sources) -> Mapping[str, Asset] | None:
    """The assets with the static files of the themes as they are now; None where images are drawn
    otherwise, or where another file could be in the way of one."""
    if now.themes is before.themes:
        return before.assets
    statics, statics_before = (
        by_path(static_assets(now.themes)),
        by_path(static_assets(before.themes)),
    )
    others = {path: it for path, it in before.assets.items() if path not in statics_before}
    is_new = statics.keys() != statics_before.keys()
    if accent_of(now.themes) != accent_of(before.themes) or (
        is_new and any(map(_is_in_the_way, (*before.pages, *others)))
    ):
        return None
    return {**others, **statics}


def _is_in_the_way(path: str) -> bool:
    return path.partition("/")[0].casefold() == STATIC
