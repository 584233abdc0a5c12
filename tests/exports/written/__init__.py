"""Exports as the real programs write them."""
