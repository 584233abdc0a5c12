"""Builds the site in the current folder: `python build.py`; see `python build.py --help`."""

from broadsheet.cli import main

if __name__ == "__main__":
    main()
