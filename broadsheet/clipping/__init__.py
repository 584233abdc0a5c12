"""A report becomes a credited draft."""
