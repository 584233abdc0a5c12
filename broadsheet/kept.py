"""Bytes that took time to make, kept between builds: each in a file, with all it was made from.

A file answers only to the key that it was written with. The key is the fingerprint of everything
that the bytes depend on. A file that is missing, damaged or of another version only costs time.
"""

import os
from contextlib import suppress
from pathlib import Path

from broadsheet.fingerprint import of_bytes


def kept(path: Path, key: str) -> bytes | None:
    """What a file keeps under this key; None if it does not."""
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    head, _, content = whole.partition(b"\n")
    return content if head == _head(key, content) else None


def keep(path: Path, key: str, content: bytes) -> None:
    """Keep bytes under a key in a file, in place of what it kept before, if that is possible."""
    staged = path.with_name(f"{path.name}.{os.getpid()}.new")
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        staged.write_bytes(_head(key, content) + b"\n" + content)
        os.replace(staged, path)


def _head(key: str, content: bytes) -> bytes:
    return f"{key} {of_bytes(content)}".encode()
