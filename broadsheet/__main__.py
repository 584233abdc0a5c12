"""`python -m broadsheet` does what the command `broadsheet` does."""

from broadsheet.cli import main

if __name__ == "__main__":
    main()
