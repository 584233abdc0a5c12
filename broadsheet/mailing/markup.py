"""Makes HTML fit for mail programs: plain elements, whole links, styles within the elements.

What a mail program would drop or refuse is gone before: scripts, frames, forms, players, pictures
that are part of the address. Styles are written into the elements by css-inline, which is told to
fetch nothing.
"""

import re
from urllib.parse import urljoin

from css_inline import CSSInliner
from lxml import etree, html
from lxml.html import HtmlElement

WIDTH = 568  # pixels, the room for pictures in a mail that is 600 wide
PLACE = "data-address"  # marks where the links within a text would lead on the web
DROPPED = (
    "script noscript template iframe object embed applet form input button select textarea link"
    " base svg math canvas dialog"
).split()
PLAYERS = ("audio", "video", "iframe")
HELD_BACK = "srcset sizes loading decoding fetchpriority id tabindex contenteditable".split()
HEAD = re.compile(r"(<head[^>]*>)((?:<style>[^<]*</style>)+)(.*?)(</head>)", re.DOTALL)
STYLE = re.compile(r"(<style>[^<]*</style>)")
BRACE = re.compile(r"\{(?=[{%#])")
DOCTYPE = "<!DOCTYPE html>"


def for_mail(document: str, unsubscribe: str = "") -> str:
    """A whole document as a mail has it; raises no error for bad HTML.

    Braces that a list host would take for its own are written as references. `unsubscribe`, which
    may have such braces, is put in the place of `unsubscribe_mark()`.
    """
    tree = html.document_fromstring(document)
    _without_what_acts(tree)
    for link in tree.iter("a"):
        _whole_link(link)
    for image in [*tree.iter("img")]:
        _fit_image(image)
    for element in tree.iter(etree.Element):
        if PLACE in element.attrib:
            del element.attrib[PLACE]
    inliner = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    written = inliner.inline(html.tostring(tree, encoding="unicode", doctype=DOCTYPE))
    ordered = HEAD.sub(r"\1\3\2\4", written)  # the encoding has to be said first
    parts = STYLE.split(ordered)
    safe = "".join(it if it.startswith("<style>") else BRACE.sub("&#123;", it) for it in parts)
    return safe.replace(
        unsubscribe_mark(), unsubscribe.replace("&", "&amp;").replace('"', "&quot;")
    )


def unsubscribe_mark() -> str:
    """What a template is given in the place of the address to unsubscribe, until the end."""
    return "https://unsubscribe.invalid/"


def _without_what_acts(tree: HtmlElement) -> None:
    """Take out what no mail may have; a link stays where there was something to play or show."""
    for player in [it for name in PLAYERS for it in tree.iter(name)]:
        sources = [player.get("src"), *(it.get("src") for it in player.iter("source"))]
        address = next(filter(None, sources), "")
        if address.startswith(("https://", "http://")):
            link = html.Element("a", href=address)
            link.text = player.get("title") or address.rpartition("/")[2] or address
            player.addprevious(link)
        player.drop_tree()
    etree.strip_elements(tree, *DROPPED, with_tail=False)
    body = tree.find("body")
    if body is not None:
        etree.strip_elements(body, "style", "meta", "title", with_tail=False)
        etree.strip_tags(body, "picture")
        for back in body.find_class("footnote-backref"):
            back.drop_tree()  # a mail has no way back to the place of a footnote
        etree.strip_elements(body, "source", with_tail=False)
    for element in tree.iter(etree.Element):
        for name in [*element.attrib]:
            if str(name).startswith("on") or name in HELD_BACK:
                del element.attrib[name]


def _whole_link(link: HtmlElement) -> None:
    """Let a link within a text lead to the same place on the web; take out one that acts."""
    address = link.get("href")
    if address is None:
        return
    if address.startswith("#"):
        place = next((it.get(PLACE) for it in link.iterancestors() if it.get(PLACE)), None)
        address = urljoin(place, address) if place else ""
    if address.startswith(("https://", "http://", "mailto:", "tel:")):
        link.set("href", address)
    else:
        del link.attrib["href"]


def _fit_image(image: HtmlElement) -> None:
    """Make an image as wide as the mail at most; one without an address becomes its text."""
    if not (image.get("src") or "").startswith(("https://", "http://")):
        image.tail = (image.get("alt") or "") + (image.tail or "")
        image.drop_tree()
        return
    image.set("alt", image.get("alt") or "")
    sizes = [image.get("width") or "", image.get("height") or ""]
    if all(it.isascii() and it.isdigit() and int(it) for it in sizes):
        width, height = map(int, sizes)
        shown = min(width, WIDTH)
        image.set("width", str(shown))
        image.set("height", str(max(1, round(height * shown / width))))
