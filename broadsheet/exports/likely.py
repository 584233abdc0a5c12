"""Which system a folder or a file is likely to be of, by files that only that system has."""

from pathlib import Path

SIGNS = {
    "jekyll": ("_config.yml", "_config.yaml", "_posts"),
    "hugo": ("hugo.toml", "hugo.yaml", "config.toml", "config/_default", "archetypes"),
    "pelican": ("pelicanconf.py",),
    "eleventy": (
        ".eleventy.js",
        "eleventy.config.js",
        "eleventy.config.mjs",
        "eleventy.config.cjs",
    ),
    "substack": ("posts.csv",),
}


def likely_systems(source: Path) -> tuple[str, ...]:
    """The systems whose files are in a folder, as `broadsheet import` names them."""
    return tuple(
        system for system, names in SIGNS.items() if any((source / name).exists() for name in names)
    )
