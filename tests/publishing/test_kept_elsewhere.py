"""Files that are kept outside the built folder, such as compressed copies, are sent too."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from broadsheet.publishing.changes import changes
from broadsheet.publishing.remote_manifest import RemoteManifest
from broadsheet.publishing.target import Told
from broadsheet.publishing.targets import opened
from tests.publishing.far import KINDS, NOON, far
from tests.publishing.shelf import Model, files_of

SITE: Model = {"index.html": frozenset(), "p1.html": frozenset()}


@pytest.mark.parametrize("kind", KINDS)
def test_compressed_copy_stands_beside_its_file(kind: str, tmp_path: Path) -> None:
    place = far(tmp_path, kind)
    place.write(SITE)
    (tmp_path / "kept").write_bytes(b"small")
    page, other = files_of(SITE)
    digest = sha256(b"small").hexdigest()
    copy = replace(page, path="p1.html.gz", size=5, digest=digest, held=str(tmp_path / "kept"))
    plan = changes([page, other, copy], RemoteManifest(), "https://example.org/", NOON, timedelta())
    with opened(place.setting, place.root) as target:
        target.carry_out(plan, place.here, Told())
        assert target.read("p1.html.gz") == b"small"
    assert sorted(place.files()) == ["index.html", "p1.html", "p1.html.gz"]
