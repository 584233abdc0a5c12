"""What tests of the desk share: a small site whose inbox has some reports."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk_server.running import grouped, report, reported
from tests.sites import SITE_YAML, article, make_site

SITE = f"""
-- site.yaml --
{SITE_YAML}sections:
  - {{key: world, title: World}}
  - {{key: culture, title: Culture}}
editions:
  every: day
-- content/world/2026-01-30-bridge.md --
{article("The bridge is closed", "2026-01-30")}
"""


def desk_site(root: Path) -> Path:
    """A site in a folder, with three reports on a bridge and three others in its inbox."""
    make_site(root, SITE)
    reported(
        root,
        report(1, "Westhaven bridge opens", length=900),
        report(2, "Brücke offen", "Hafenblatt", language="de"),
        report(3, "پل باز شد", "BBC Persian", language="fa"),
    )
    reported(root, report(4, "Opera begins"), report(5, "Museum opens late"), section="culture")
    reported(root, report(6, "Third matter"), section="")
    grouped(root, 1, 2, 3)
    return root


@pytest.fixture
def desk_root(tmp_path: Path) -> Path:
    """That site, for one test."""
    return desk_site(tmp_path / "site")


@pytest.fixture(scope="module")
def make_desk_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes that site for a whole module."""
    return lambda: desk_site(tmp_path_factory.mktemp("desk") / "site")
