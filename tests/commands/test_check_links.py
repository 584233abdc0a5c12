"""`broadsheet check --links` looks at links to other sites, and says what became of it."""

from collections.abc import Callable

from click.testing import CliRunner

from broadsheet.commands.check import check_command
from tests.sites import Site, article

WORDS = "See [one](http://127.0.0.1/a) and [two](http://169.254.169.254/latest/)."
MakeSite = Callable[[str], Site]


def test_links_are_looked_at_only_when_asked_for(site: MakeSite) -> None:
    made = site(f"-- content/world/a.md --\n{article('One', '2021-08-15', body=WORDS)}")
    runner, place = CliRunner(), ["--site", str(made.root)]
    assert "links to other sites" not in runner.invoke(check_command, place).output
    assert not (made.root / ".broadsheet/links.sqlite").exists()
    result = runner.invoke(check_command, [*place, "--links"])
    assert result.exit_code == 0, result.output
    assert "2 links to other sites; 0 of them were looked at" in result.stderr
    assert "2 could not be checked: the address leads into a private network" in result.stderr
    assert "dead-link" not in result.output


def test_json_stays_json_with_links(site: MakeSite) -> None:
    made = site(f"-- content/world/a.md --\n{article('One', '2021-08-15', body=WORDS)}")
    options = ["--site", str(made.root), "--links", "--format", "json"]
    assert CliRunner().invoke(check_command, options).stdout.startswith("{")
