"""The desk as it is started: its address in the terminal, its port, its end."""

import socket
from collections.abc import Callable

import httpx2
import pytest
from click.testing import CliRunner

from broadsheet.cli import main
from tests.serving import LONGEST, serving
from tests.sites import Site, article

SITE = f"""
-- content/world/2021-08-15-kabul.md --
{article("Kabul falls", "2021-08-15")}
"""
QUIET = ("--no-open", "--no-fetch")


@pytest.mark.slow
def test_printed_address_opens_the_desk_and_ctrl_c_ends_it_well(
    site: Callable[[str], Site],
) -> None:
    with serving(site(SITE).root, *QUIET, desk=True) as served:
        key = served.address.partition("?key=")[2]
        assert len(key) >= 43  # 256 bits, as the web writes them
        with httpx2.Client(follow_redirects=True, timeout=LONGEST) as browser:
            page = browser.get(served.address)
            assert page.status_code == 200 and "Inbox" in page.text
            assert key not in str(page.url)
            with browser.stream("GET", f"{page.url}events?window=a") as events:
                assert next(events.iter_lines()) == "retry: 500"
                assert served.interrupt() == 0
    assert not any("Traceback" in line or key in line for line in served.said[1:])


@pytest.mark.slow
def test_port_can_be_chosen(site: Callable[[str], Site]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with serving(site(SITE).root, *QUIET, "--port", str(port), desk=True) as served:
        assert served.address.startswith(f"http://127.0.0.1:{port}/?key=")
        assert served.interrupt() == 0


def test_port_that_is_taken_is_told(site: Callable[[str], Site]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        root = str(site(SITE).root)
        result = CliRunner().invoke(main, ["desk", "--site", root, *QUIET, "--port", str(port)])
    assert result.exit_code == 2
    assert f"cannot listen on port {port}" in result.output


def test_there_is_no_way_to_let_others_in(site: Callable[[str], Site]) -> None:
    root = str(site(SITE).root)
    result = CliRunner().invoke(main, ["desk", "--site", root, "--host", "0.0.0.0"])
    assert (result.exit_code, "No such option" in result.output) == (2, True)


def test_mistakes_in_the_settings_are_told_at_once(site: Callable[[str], Site]) -> None:
    site_with_mistake = site(SITE).write("-- site.yaml --\ntitle: [\n")
    result = CliRunner().invoke(main, ["desk", "--site", str(site_with_mistake.root), *QUIET])
    assert result.exit_code == 1
    assert "site.yaml" in result.output
