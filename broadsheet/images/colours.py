"""Colours of what is drawn: how they are read, how well they stand apart, and their shades."""

from collections.abc import Iterator, Sequence

PAPER, INK, ACCENT = "#fdfcf9", "#1d1b18", "#7a1f1f"
LEAST_CONTRAST = 7.0  # WCAG's level AAA


def readable(colour: str) -> str:
    """The colour, `#rrggbb`, darkened until text in it is legible on the paper."""
    parts = channels(colour)
    while contrast(parts, channels(PAPER)) < LEAST_CONTRAST:
        parts = tuple(part * 9 // 10 for part in parts)
    return "#{:02x}{:02x}{:02x}".format(*parts)


def contrast(one: Sequence[int], other: Sequence[int]) -> float:
    """The contrast of two colours after WCAG 2, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(parts: Sequence[int]) -> float:
    shares = [part / 255 for part in parts]
    linear = [it / 12.92 if it <= 0.04045 else ((it + 0.055) / 1.055) ** 2.4 for it in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def channels(colour: str) -> tuple[int, ...]:
    """The red, green and blue of a colour `#rrggbb` or `#rgb`, 0 to 255."""
    digits = colour[1:] if len(colour) > 4 else "".join(2 * digit for digit in colour[1:])
    return tuple(bytes.fromhex(digits))


def ramp(colour: str, shades: int) -> Iterator[int]:
    """The shades from the paper to a colour, so many, as a palette's numbers."""
    paper, full = channels(PAPER), channels(colour)
    for shade in range(shades):
        for low, high in zip(paper, full, strict=True):
            yield low + (high - low) * shade // (shades - 1)
