"""Which files stand where others are to come: in their place, above them, or below them.

Names are compared as a file system that ignores case compares them, so that a site comes to the
same on every machine.
"""

from collections.abc import Collection, Iterable, Iterator
from posixpath import dirname

from broadsheet.urls import collision_key


def making_way(gone: Collection[str], placed: Collection[str]) -> frozenset[str]:
    """The vanished files that must be removed before others are placed.

    They stand where a file or a folder comes, or their folder's name is written otherwise now.
    """
    if not gone:
        return frozenset()
    folders = {collision_key(it): it for it in _all_folders(placed)}
    respelled = {it for it in _all_folders(gone) if folders.get(collision_key(it), it) != it}
    there = blocking(gone, placed)
    return there | {it for it in gone if any(above in respelled for above in _folders_above(it))}


def blocking(standing: Collection[str], placed: Collection[str]) -> frozenset[str]:
    """The standing files that have the name of a file or of a folder that comes, or stand in a
    folder that has the name of a file that comes."""
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
