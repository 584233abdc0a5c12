"""Files are put into the output folder: all of them, or none."""
