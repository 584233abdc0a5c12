"""An article's HTML for pages that show no pictures: each becomes a link to its file."""

from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring


def pictures_as_links(html: str) -> str:
    """HTML with a link, by its words, in the place of each picture; a picture that is a link
    already leaves its words in it."""
    if "<img" not in html:
        return html
    tree = fragment_fromstring(html, create_parent="div")
    etree.strip_tags(tree, "picture", "source")
    for image in list(tree.iter("img")):
        _replace(image)
    written: str = etree.tostring(tree, method="html", encoding="unicode")
    return written.removeprefix("<div>").removesuffix("</div>")


def _replace(image: HtmlElement) -> None:
    address, words, tail = image.get("src") or "", image.get("alt") or "", image.tail
    is_linked = next(image.iterancestors("a"), None) is not None
    image.clear()
    image.tag, image.text, image.tail = "span" if is_linked else "a", words or address, tail
    if not is_linked:
        image.set("href", address)
