"""Templates' compiled code, kept in this process and between builds.

The code of a template is a function of its own text and those it refers to, as `sharing` looks into
imported macros; of the translations, which are compiled into it; and of the engine. These make the
key, so code that is found is the code that compiling would give.
"""

import marshal
from contextlib import suppress
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from broadsheet.files import COMPILED
from broadsheet.fingerprint import engine, of_value
from broadsheet.kept import keep, kept
from broadsheet.themes.references import digests
from broadsheet.themes.theme import Theme

BETWEEN = "-"  # between the two parts of a key: which template, and what it is made from
MOST = 1_000  # compiled templates that a process keeps

_codes: dict[str, CodeType] = {}  # by their keys, the oldest first


class CompiledTemplates(BytecodeCache):
    """The compiled templates of a theme with the translations of a fingerprint.

    `root` is the site's folder, which keeps them between builds; without one, nothing does.
    """

    def __init__(self, theme: Theme, translations: str, root: Path | None) -> None:
        self._theme, self._translations = theme, translations
        self._folder = root / COMPILED if root else None

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """What a template's code is known by: its name, and all that the code is made from."""
        reached = digests(self._theme.reached(name))
        made_from = of_value((name, reached, self._translations, engine()))
        return f"{of_value((name, filename))}{BETWEEN}{made_from}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template's code, if it is known."""
        bucket.code = _codes.get(bucket.key)
        content = None if bucket.code else self._kept(bucket.key)
        if content is not None:
            with suppress(EOFError, ValueError, TypeError):
                bucket.code = _known(bucket.key, marshal.loads(content))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        if bucket.code is not None:
            _known(bucket.key, bucket.code)
            if self._folder:
                keep(self._file(self._folder, bucket.key), bucket.key, marshal.dumps(bucket.code))

    def _kept(self, key: str) -> bytes | None:
        return kept(self._file(self._folder, key), key) if self._folder else None

    def _file(self, folder: Path, key: str) -> Path:
        """One file for each template, so that the code of a changed one takes its place."""
        return folder / key.partition(BETWEEN)[0]


def _known(key: str, code: CodeType) -> CodeType:
    _codes[key] = code
    if len(_codes) > MOST:
        del _codes[next(iter(_codes))]
    return code
