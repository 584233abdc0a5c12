"""Runs a command of Broadsheet that may fetch from one port of this machine, and is else as it is.

    python -m tests.desk_server.launcher PORT fetch

The commands take the guard of what may be fetched by an argument of Python, never from outside.
"""

import sys
from pathlib import Path

from broadsheet.commands.fetch import fetch
from tests.desk_server.feed_town import guard_for


def main() -> None:
    """Run the command, in the working directory."""
    port, command = int(sys.argv[1]), sys.argv[2]
    if command != "fetch":
        raise SystemExit(f"the launcher does not know {command}")
    sys.exit(fetch(Path.cwd(), guard_for(port)))


if __name__ == "__main__":
    main()
