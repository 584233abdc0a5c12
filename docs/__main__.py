"""Writes the documents that are made from the code, and the made parts of the others."""

from docs.contract import DOCUMENT, document, renew
from docs.reference import documents, renewed

renew(document())
print(f"wrote {DOCUMENT}")
for path in documents():
    path.write_text(renewed(path.read_text("utf-8")), "utf-8", newline="\n")
    print(f"wrote {path}")
