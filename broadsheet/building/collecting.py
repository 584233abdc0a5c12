"""When garbage is collected during a build."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW_OBJECTS = 20_000  # after so many new objects, garbage is collected among them


@contextmanager
def without_collecting() -> Iterator[None]:
    """Turn off the garbage collector: layout makes almost no garbage, and collecting is slow."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def collecting_what_is_new() -> Iterator[None]:
    """Collect the garbage that templates make, but do not look at older objects."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    gc.enable()
    try:
        yield
    finally:
        gc.disable()
        gc.set_threshold(*before)
        gc.unfreeze()


def clear_up() -> None:
    """Collect all garbage, so that its memory is used again: reading many articles leaves some."""
    gc.collect()
