"""The command that shows a site while it is edited."""

from contextlib import suppress
from pathlib import Path

import click

from broadsheet.commands.site_options import NO_SITE, holds_site, in_site, moment_reader

OTHERS = "others on this network can read the preview, drafts too"


@click.command("serve")
@in_site
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port to listen on, or the next free one.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address or name to listen on; 0.0.0.0 lets others on the network read along.",
)
@click.option("--open", "show", is_flag=True, help="Show the front page in the web browser.")
@click.option("--drafts/--no-drafts", default=True, help="Show drafts (yes).")
@click.option("--future/--no-future", default=True, help="Show articles of the future (yes).")
@click.option("--as-of", metavar="DATE", help="Show the site of another moment (now).")
@click.option(
    "--poll",
    is_flag=True,
    help="Look at the files often, where the system does not tell of changes (network drives).",
)
@click.option(
    "--workers", type=click.IntRange(1), help="How many processes to use (chosen by the work)."
)
def serve_command(
    root: Path,
    port: int,
    host: str,
    show: bool,
    drafts: bool,
    future: bool,
    as_of: str | None,
    poll: bool,
    workers: int | None,
) -> None:
    """Show the site in the browser while you edit it.

    The open page follows each change that you save. Mistakes are shown over it. Nothing is written
    to public/. Ctrl-C ends it.
    """
    if not holds_site(root):
        raise click.UsageError(NO_SITE)
    from broadsheet.preview.changes import LiveOptions
    from broadsheet.preview.hosts import is_loopback
    from broadsheet.preview.ports import NoPort, address_of, listening
    from broadsheet.preview.server import Served, serve

    site = LiveOptions(root, moment_reader(as_of), drafts, future, workers)
    try:
        listener = listening(host, port)
    except NoPort as refused:
        raise click.UsageError(str(refused)) from None
    with listener, suppress(KeyboardInterrupt):  # before and after the server sees to it itself
        if port not in (0, listener.getsockname()[1]):
            click.echo(f"port {port} is taken")
        if not is_loopback(host):
            click.echo(OTHERS)
        address = address_of(listener, host)
        click.echo(f"the preview: {address} (Ctrl-C ends it)")
        if show:
            click.launch(address)
        serve(Served(site, host, poll), listener, click.echo)
