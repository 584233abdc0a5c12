"""Files for the site's root, such as `CNAME`: copied as they are, under their own names."""

import re
from collections.abc import Iterable, Iterator, Mapping

from broadsheet.files import RECORDS, ROOT_FILES, StatSignature
from broadsheet.problems import Problem
from broadsheet.site.outputs import Asset
from broadsheet.urls import address_fault

LEADING_DOT = re.compile(r"(?<=/)\.(?=[^./])")  # these alone may have one: `.well-known`


def root_assets(files: Mapping[str, StatSignature], seen_ns: int) -> Iterator[Asset]:
    """The assets that files in `content/site-root/` become; `seen_ns` is when they were listed."""
    for path, signature in files.items():
        yield Asset(_address(path), path, str(signature) if signature.has_rested(seen_ns) else "")


def unfit_root_names(paths: Iterable[str]) -> Iterator[Problem]:
    """A problem for every file whose name is not allowed in the site's root."""
    for path in paths:
        if _address(path).startswith(f"/{RECORDS}"):
            text = "has a name that Broadsheet keeps for its own records"
            yield Problem(path, 0, text, "rename the file")
        elif fault := address_fault(LEADING_DOT.sub("", _address(path))):
            yield Problem(path, 0, f"its name {fault}", "rename the file")


def _address(path: str) -> str:
    return path.removeprefix(ROOT_FILES)
