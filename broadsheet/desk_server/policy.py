"""What every answer of the desk says to the browser, so that no other page has any part in it."""

from collections.abc import Mapping

NOTHING_ELSE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def headers(preview: str) -> Mapping[str, str]:
    """The headers of all pages; `preview` is the address of the site's preview, which they frame.

    `Referrer-Policy` is not `no-referrer`: with that, browsers say `Origin: null` when a form is
    sent, and the desk could not tell its own forms from others'. To other origins nothing is told.
    """
    return {
        **SAFETY,
        "content-security-policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            f" connect-src 'self'; form-action 'self'; frame-src {preview}/;"
            " frame-ancestors 'none'; base-uri 'none'"
        ),
    }


SAFETY: Mapping[str, str] = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
WITHOUT_REFERRER: Mapping[str, str] = {
    **SAFETY,
    "content-security-policy": NOTHING_ELSE,
    "referrer-policy": "no-referrer",
}


def framed_headers(desk: str) -> Mapping[str, str]:
    """The headers of the preview's pages: only the desk shows them in a frame."""
    return {
        "content-security-policy": f"frame-ancestors {desk}",
        "referrer-policy": "no-referrer",
    }
