"""Words for list hosts that fill in names in braces, so that only ours are filled in.

listmonk has the templates of Go, Keila has Liquid, Buttondown has those of Django. All three write
out a text in quotes within double braces.
"""

import re

OPENING = re.compile(r"\{[{%#]")


def quoted(text: str) -> str:
    """A text in which no part is taken for a name to fill in."""
    return OPENING.sub(lambda it: f'{{{{ "{it[0]}" }}}}', text)


def quoted_but(text: str, kept: str) -> str:
    """A text in which only `kept` is filled in."""
    return kept.join(map(quoted, text.split(kept))) if kept else quoted(text)
