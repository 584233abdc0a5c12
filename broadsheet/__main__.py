"""`python -m broadsheet` does what the command `broadsheet` does."""

from broadsheet.cli import run

if __name__ == "__main__":
    run()
