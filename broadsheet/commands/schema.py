"""The command that prints the schemas which editors complete and check keys by."""

from pathlib import Path

import click

from broadsheet.commands.site_options import in_site
from broadsheet.drafting.schema import FILES, schema_text
from broadsheet.problems import listed


@click.command("schema", short_help="Print a JSON Schema, for editors.")
@click.argument("kind", required=False, metavar="KIND", type=click.Choice(list(FILES)))
@click.option("--write", is_flag=True, help="Write all of them to the site's folder schemas/.")
@in_site
def schema_command(kind: str | None, write: bool, root: Path) -> None:
    """Print the JSON Schema of the front matter of KIND, or of site.yaml: KIND is site.

    The other kinds are article, page, edition, section, story, author, tag and source. Editors
    complete and check keys by a schema. A new site has all of them in schemas/; renew them with
    --write after an update of Broadsheet.
    """
    if write and kind:
        raise click.UsageError(f"--write writes the schemas of all kinds; leave out {kind}")
    if not write and not kind:
        raise click.UsageError(f"name one of {', '.join(FILES)}, or use --write")
    if kind is not None:
        click.echo(schema_text(kind), nl=False)
        return
    for name, path in FILES.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(schema_text(name), "utf-8", newline="\n")
    click.echo(f"wrote {listed(list(FILES.values()))}")
