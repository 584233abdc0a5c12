"""The command that shows the desk: the inbox and the edition as one page on this computer."""

import os
import sys
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path

import click

from broadsheet.commands.site_options import NO_SITE, holds_site, in_site
from broadsheet.content.site_settings import site_settings


@click.command("desk")
@in_site
@click.option(
    "--port",
    default=0,
    type=click.IntRange(0, 65535),
    help="The port to listen on (one that is free).",
)
@click.option("--open/--no-open", "show", default=True, help="Open the web browser (yes).")
@click.option("--fetch/--no-fetch", "fetches", default=True, help="Fetch the feeds at once (yes).")
@click.option(
    "--poll",
    is_flag=True,
    help="Look at the files often, where the system does not tell of changes (network drives).",
)
def desk_command(root: Path, port: int, show: bool, fetches: bool, poll: bool) -> None:
    """Gather, choose, write and publish in one page in the browser.

    Only this computer can reach the page, and only a browser that was given the address which is
    printed here; it holds the key to the desk, so show it to nobody. Ctrl-C ends the desk.
    """
    if not holds_site(root):
        raise click.UsageError(NO_SITE)
    site_settings(root)  # with mistakes in it there is nothing to begin with
    from broadsheet.desk_server.desk import DeskOptions
    from broadsheet.desk_server.serving import DeskServed, listening, origin, serve_desk
    from broadsheet.fetching.client import Client, user_agent
    from broadsheet.fetching.proxies import proxies_of
    from broadsheet.inbox.polling import PACE
    from broadsheet.preview.ports import NoPort

    def client(site: str) -> Client:
        # A feed is published for programs, and a person has chosen it: no robots.txt is asked.
        agent, proxies = user_agent(site), proxies_of(os.environ)
        return Client(agent, robots=False, pace=PACE, patience=0, proxies=proxies)

    options = DeskOptions(root, datetime.now, client)  # the clock is read only here
    served = DeskServed(options, fetches=fetches, poll=poll)
    with ExitStack() as opened, suppress(KeyboardInterrupt):
        try:
            listener = opened.enter_context(listening(port))
            beside = opened.enter_context(listening(0))
        except NoPort as refused:
            raise click.UsageError(str(refused)) from None
        click.echo(f"the desk: {origin(listener)}/?key={served.secrets.token} (Ctrl-C ends it)")
        if show:
            click.launch(f"{origin(listener)}/?key={served.secrets.once}")
        if serve_desk(served, listener, beside, click.echo):
            sys.stdout.flush()
            os._exit(0)  # or Python waits for the slowest feed; what came of the others is kept
