"""Writes the documents that are made from the code."""

from docs.contract import DOCUMENT, document

DOCUMENT.write_text(document(), "utf-8", newline="\n")
print(f"wrote {DOCUMENT}")
