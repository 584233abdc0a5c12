"""What the repository documents out of its own code: run `python -m docs`, or `make docs`."""
