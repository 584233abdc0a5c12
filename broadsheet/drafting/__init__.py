"""A new file for content/ is written, for a person to go on with."""
