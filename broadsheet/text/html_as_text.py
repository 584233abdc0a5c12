"""HTML as a text without markup, on one line, as a search reads it."""

import re
from html import unescape

from lxml import etree, html

UNREAD = ("script", "style", etree.Comment, etree.ProcessingInstruction)
WITHIN_WORDS = (  # elements that may stand in the middle of a word
    "a abbr b bdi bdo cite code del em i ins kbd mark q ruby s samp small span strong sub sup u var"
    " wbr".split()
)
WITHIN = re.compile(rf"</?(?:{'|'.join(WITHIN_WORDS)})(?:>| [^>]*>)")
TAG = re.compile("<[^>]*>")
RARE = ("<script", "<style", "<!", "<?", "='")  # what is left to a whole parser, as is a
WITH_SIGNS = re.compile('="[^"<>]*[<>]')  # value that may hold an end of a tag


def html_as_text(written: str) -> str:
    """The words of HTML that is well formed, as nh3 and lxml write it."""
    if any(it in written for it in RARE) or WITH_SIGNS.search(written):
        return _parsed(written)
    return " ".join(unescape(TAG.sub(" ", WITHIN.sub("", written))).split())


def _parsed(written: str) -> str:
    tree = html.fragment_fromstring(written, create_parent="div")
    etree.strip_elements(tree, *UNREAD, with_tail=False)
    etree.strip_tags(tree, *WITHIN_WORDS)
    return " ".join(" ".join(tree.itertext()).split())
