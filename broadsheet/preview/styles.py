"""Which style sheets of a site's themes changed, and whether anything else of the themes did."""

from collections.abc import Mapping

from broadsheet.themes.static_files import Static
from broadsheet.themes.theme import Theme
from broadsheet.urls import output_path

Themes = Mapping[str, Theme]
STYLE = ".css"


def changed_styles(before: Themes, now: Themes) -> dict[str, str]:
    """The new path in the built site of each style sheet that changed, by its old path."""
    return {
        output_path(before[key].statics[name].address): output_path(static.address)
        for key, theme in now.items()
        for name, static in theme.statics.items()
        if name.endswith(STYLE) and key in before and name in before[key].statics
        if before[key].statics[name] != static
    }


def differ_in_styles(before: Themes, now: Themes) -> bool:
    """Whether two sets of themes are the same but for the content of their style sheets."""
    return before.keys() == now.keys() and all(
        _are_same_but_for_styles(before[key], theme) for key, theme in now.items()
    )


def _are_same_but_for_styles(before: Theme, now: Theme) -> bool:
    return (
        before.statics.keys() == now.statics.keys()
        and _others(before.statics) == _others(now.statics)
        and before.options == now.options
        and before.templates == now.templates
    )


def _others(statics: Mapping[str, Static]) -> dict[str, Static]:
    return {name: it for name, it in statics.items() if not name.endswith(STYLE)}
