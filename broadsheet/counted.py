"""How many there are of a thing, in words, as messages say it."""


def counted(count: int, thing: str, things: str = "") -> str:
    """A number and what it counts, such as `1 file` and `2 files`; `things` where an `s` at the end
    makes no plural."""
    return f"{count} {thing if count == 1 else things or f'{thing}s'}"
