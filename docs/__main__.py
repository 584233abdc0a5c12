"""Writes the documents that are made from the code."""

from docs.contract import DOCUMENT, document, renew

renew(document())
print(f"wrote {DOCUMENT}")
