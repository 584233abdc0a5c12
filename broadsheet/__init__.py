"""Broadsheet turns a folder of Markdown articles into a curated news digest, a static site."""

__version__ = "0.1.0"
