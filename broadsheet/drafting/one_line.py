"""Text from a person or from outside as one line, without what could end or hide a part of it."""

# Invisible characters that belong to words: Persian and Hindi join or part letters with the first
# two, emoji too; the others turn the direction of a single sign.
JOINERS = "\u200c\u200d\u200e\u200f"


def one_line(text: str) -> str:
    """`text` with control characters and line breaks as single spaces."""
    kept = (it if it.isprintable() or it in JOINERS else " " for it in text)
    return " ".join("".join(kept).split())
