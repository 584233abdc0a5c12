"""`broadsheet schema` prints a schema, and renews those of a site."""

import json
from collections.abc import Callable

from click.testing import CliRunner, Result

from broadsheet.cli import main
from broadsheet.drafting.schema import FILES, schema
from tests.sites import Site


def run(*words: str) -> Result:
    """What the command does."""
    return CliRunner().invoke(main, ["schema", *words])


def test_schema_is_printed_as_json() -> None:
    for kind in FILES:
        assert json.loads(run(kind).stdout) == schema(kind)


def test_schemas_of_a_site_are_renewed(site: Callable[[str], Site]) -> None:
    made = site("-- schemas/article.json --\n{}\n-- schemas/mine.json --\n{}\n")
    result = run("--write", "--site", str(made.root))
    assert result.exit_code == 0 and "wrote schemas/article.json" in result.stdout
    for kind, path in FILES.items():
        assert json.loads((made.root / path).read_text("utf-8")) == schema(kind)
    assert (made.root / "schemas/mine.json").read_text() == "{}\n"


def test_words_that_it_needs_are_told() -> None:
    assert "name one of article, site" in run().stderr and run().exit_code == 2
    assert run("articel").exit_code == 2
    assert "leave out page" in run("page", "--write").stderr
