"""Draws an address as a QR code (ISO/IEC 18004), for the camera of a phone."""

from functools import lru_cache
from io import BytesIO

QUIET = 4  # modules of white around a code, as the standard asks for


@lru_cache(maxsize=64)
def code_of(address: str) -> bytes:
    """The QR code of an address as an SVG, black on white also where the page around is dark."""
    import segno  # slow to import, and needed only when an address changes

    written = BytesIO()
    code = segno.make(address, error="m", boost_error=False, micro=False)
    code.save(written, kind="svg", border=QUIET, light="white", omitsize=True, svgclass=None)
    return written.getvalue()
