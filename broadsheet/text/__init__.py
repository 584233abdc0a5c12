"""Markdown becomes safe HTML."""
