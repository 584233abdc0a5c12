"""Makes plain text of what feeds hold: no markup, no scripts, no signs that are not seen."""

import re
from html import unescape

import nh3

from broadsheet.exports.markdown_text import printable

BLOCK = re.compile(r"<(?=/?(?:p|br|div|li|h[1-6]|tr|td|th|blockquote|pre|dt|dd)\b)", re.IGNORECASE)
HIDDEN = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"}
# Marks that turn the direction of what follows, so that a name could pass for another.
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def plain_text(html: str) -> str:
    """The words of a piece of HTML, such as a title or an article, on one line."""
    text = html
    if "<" in text:
        spaced = BLOCK.sub(" <", text)
        text = nh3.clean(spaced, tags=set(), clean_content_tags=HIDDEN, strip_comments=True)
    return " ".join(TURNING.sub("", printable(unescape(text))).split())
