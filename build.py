"""Builds the site in the current folder: `python build.py`; see `python build.py --help`."""

from broadsheet.cli import run

if __name__ == "__main__":
    run()
