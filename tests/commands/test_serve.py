from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner

from broadsheet.cli import main
from broadsheet.preview.ports import listening
from tests.serving import LONGEST, ask, serving
from tests.sites import Site, article

SITE = f"""
-- content/world/2021-08-15-kabul.md --
{article("Kabul falls", "2021-08-15")}
-- content/world/2021-08-16-plan.md --
{article("A plan", "2021-08-16", "draft: true")}
-- content/world/2999-08-16-later.md --
{article("Later", "2999-08-16")}
"""


def test_ctrl_c_ends_it_well_while_a_page_listens(site: Callable[[str], Site]) -> None:
    with serving(site(SITE).root) as served:
        served.wait_for("the site: ")
        with httpx2.stream(
            "GET", f"{served.address}-/events?address=/&tag=", timeout=LONGEST
        ) as events:
            lines = events.iter_lines()
            while next(lines) != "event: reload":
                pass
            assert served.interrupt() == 0
    assert not any("Traceback" in line for line in served.said)


def test_ctrl_c_ends_it_well_before_the_site_is_ready(site: Callable[[str], Site]) -> None:
    with serving(site(SITE).root) as served:
        assert served.interrupt() == 0


def test_drafts_and_the_future_can_be_left_out(site: Callable[[str], Site]) -> None:
    with serving(site(SITE).root, "--no-drafts", "--no-future") as served:
        assert served.address.startswith("http://127.0.0.1:")
        assert not any("others on this network" in line for line in served.said)
        assert ask(f"{served.address}2021/08/kabul.html").status_code == 200
        assert ask(f"{served.address}2021/08/plan.html").status_code == 404
        assert ask(f"{served.address}2999/08/later.html").status_code == 404


def test_folder_without_a_site_is_not_served(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", "--site", str(tmp_path)])
    assert result.exit_code == 2 and "there is no site here" in result.stderr


def test_port_that_is_taken_is_named_and_the_next_is_used(site: Callable[[str], Site]) -> None:
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with serving(site(SITE).root, "--port", str(port)) as served:
            assert f"port {port} is taken" in served.said
            assert ask(served.address).status_code == 200


@pytest.mark.slow
def test_other_computers_are_let_in_only_when_that_is_said(site: Callable[[str], Site]) -> None:
    with serving(site(SITE).root, "--host", "0.0.0.0") as served:
        assert any("others on this network" in line for line in served.said)
        assert ask(served.address).status_code == 200


def test_host_that_is_unknown_is_a_wrong_argument(site: Callable[[str], Site]) -> None:
    told = CliRunner().invoke(
        main, ["serve", "--site", str(site(SITE).root), "--host", "x.invalid"]
    )
    assert told.exit_code == 2
    assert "no computer of the name x.invalid is known" in told.output
