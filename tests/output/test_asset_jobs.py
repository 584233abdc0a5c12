"""Files that are copied: whole or not at all, and in pieces."""

import os
import resource
import tracemalloc
from collections.abc import Callable
from multiprocessing import get_context

from tests.sites import Site, article

Make = Callable[[str], Site]
ONE = f"-- content/a/x.md --\n{article('X', '2021-01-01')}"
LIMIT, LARGE = 300_000, 64 << 20  # bytes


def test_file_that_the_disk_takes_a_part_of_never_stands_in_the_site(site: Make) -> None:
    made = site(ONE)
    made.build()
    before = made.tree()
    made.put("content/media/film.mp4", os.urandom(LIMIT + 1000))

    def build_with_small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))
        try:
            made.build(workers=1)
        except OSError:
            os._exit(7)

    process = get_context("fork").Process(target=build_with_small_files)
    process.start()
    process.join()
    assert process.exitcode == 7
    assert made.tree() == before
    made.build()
    assert len(made.tree()["media/film.mp4"]) == LIMIT + 1000


def test_large_file_is_copied_and_compared_in_pieces(site: Make) -> None:
    made = site(ONE)
    made.put("content/media/film.mp4", b"start")
    os.truncate(made.root / "content/media/film.mp4", LARGE)
    tracemalloc.start()
    try:
        first = made.build(workers=1)
        os.utime(made.root / "content/media/film.mp4", ns=(1, 1))
        second = made.build(workers=1)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "media/film.mp4" in first.placed.written
    assert "media/film.mp4" in second.placed.unchanged
    assert peak < LARGE


def test_copy_that_differs_in_its_last_byte_alone_is_put_right(site: Make) -> None:
    made = site(ONE).put("content/media/a.pdf", b"x" * 3_000_000)
    made.build()
    (made.public / "media/a.pdf").write_bytes(b"x" * 2_999_999 + b"y")
    made.build()
    assert made.tree()["media/a.pdf"] == b"x" * 3_000_000
