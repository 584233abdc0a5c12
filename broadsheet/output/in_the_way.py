"""Finds files that are in the way of others: of the same name, or where a folder is needed.

Names are compared as a file system that ignores case compares them, so that a
site is the same on every machine.
"""

from collections.abc import Collection, Iterable, Iterator
from posixpath import dirname

from broadsheet.urls import collision_key


def making_way(gone: Collection[str], placed: Collection[str]) -> frozenset[str]:
    """The vanished files that must be removed before others are placed.

    Their place is needed for a file or a folder, or their folder is spelled differently now.
    """
    if not gone:
        return frozenset()
    folders = {collision_key(it): it for it in _all_folders(placed)}
    respelled = {it for it in _all_folders(gone) if folders.get(collision_key(it), it) != it}
    there = blocking(gone, placed)
    return there | {it for it in gone if any(above in respelled for above in _folders_above(it))}


def blocking(standing: Collection[str], placed: Collection[str]) -> frozenset[str]:
    """The existing files that have the name of a file or folder that is to be placed, or are in a
    folder that has the name of a file to be placed."""
    if not standing:
        return frozenset()
    files = frozenset(map(collision_key, placed))
    taken = files.union(map(collision_key, _all_folders(placed)))
    return frozenset(
        path
        for path in standing
        if collision_key(path) in taken
        or any(collision_key(above) in files for above in _folders_above(path))
    )


def _all_folders(paths: Iterable[str]) -> frozenset[str]:
    direct = {dirname(path) for path in paths}
    return frozenset(direct.union(*map(_folders_above, direct))) - {""}


def _folders_above(path: str) -> Iterator[str]:
    while path := dirname(path):
        yield path
