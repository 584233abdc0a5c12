"""Texts fetched from the store, also in processes that were forked."""

import os
from multiprocessing import get_context
from pathlib import Path
from time import time_ns

import pytest

from broadsheet.content.store import FILE, Made, opened_store
from broadsheet.content.texts import TextStore
from broadsheet.files import StatSignature
from broadsheet.fingerprint import of_bytes

OPEN_FILES = Path("/proc/self/fd")


def connections() -> int:
    """How many of this process's open files are the store."""
    return sum(os.readlink(it).endswith(FILE) for it in OPEN_FILES.iterdir() if it.is_symlink())


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="open files are counted on Linux alone")
def test_connection_that_a_process_inherits_stays_open(tmp_path: Path) -> None:
    digest = of_bytes(b"<p>x</p>")
    with opened_store(tmp_path) as store:
        store.keep(
            [Made("x.md", StatSignature(1, 1, 1, 1), time_ns(), digest, "m", b"", "<p>x</p>")]
        )
    library = TextStore(tmp_path)
    assert library.html("x.md", digest) == "<p>x</p>"
    before = connections()

    def read_again() -> None:
        same = library.html("x.md", digest) == "<p>x</p>"
        os._exit(0 if same and connections() == before + 1 else 1)

    process = get_context("fork").Process(target=read_again)
    process.start()
    process.join()
    library.close()
    assert (before, process.exitcode) == (1, 0)
