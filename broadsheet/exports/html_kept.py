"""Writes what Markdown has no signs for as plain HTML, without classes, styles and scripts."""

from html import escape

from lxml.html import HtmlElement

from broadsheet.exports.html_inline import BLOCKS, Found, alt_of, kept_attributes
from broadsheet.exports.markdown_text import SPACES, escaped, printable, written_address
from broadsheet.text.html_rules import RENAMED, TAGS

VOID = frozenset(["br", "hr", "img", "wbr", "col"])
LINES = frozenset("figure figcaption table thead tbody tfoot tr dl dt dd details summary".split())


def kept_html(element: HtmlElement, found: Found, within: bool) -> str:
    """An element and all in it as HTML.

    `within`: it stands in a list or a quotation, where Markdown reads the words in it too.
    """
    tag = RENAMED.get(str(element.tag), str(element.tag))
    tag = tag if tag in TAGS else "div" if tag in BLOCKS else ""
    inner = _text(element.text, within) + "".join(
        kept_html(child, found, within) + _text(child.tail, within) for child in element
    )
    if tag == "img":
        return _picture(element, found)
    if not tag or (tag == "span" and not kept_attributes(element, tag)):
        return inner
    if tag in VOID:
        return f"<{tag}>"
    address = _address(element, tag, found)
    if tag == "a" and not address:
        return inner
    start, end = f"<{tag}{address}{kept_attributes(element, tag)}>", f"</{tag}>"
    if tag not in LINES or within:
        return f"{start}{inner}{end}"
    break_after = "\n" if _holds_lines(element) else ""
    return f"{start}{break_after}{inner.strip()}{break_after}{end}\n"


def _holds_lines(element: HtmlElement) -> bool:
    return element.tag not in ("td", "th", "dt", "dd", "figcaption", "summary")


def _text(text: str | None, within: bool) -> str:
    clean = SPACES.sub(" ", printable(text or ""))
    return escaped(clean) if within else escape(clean, quote=False)


def _address(element: HtmlElement, tag: str, found: Found) -> str:
    if tag not in ("a", "audio", "video"):
        return ""
    name = "href" if tag == "a" else "src"
    address = written_address(element.get(name) or "")
    if address.startswith("#"):
        address = ""
    if address and tag != "a":
        found.media[address] = None
    return f' {name}="{address}"' if address else ""


def _picture(element: HtmlElement, found: Found) -> str:
    address = written_address(element.get("src") or "")
    alt = escape(alt_of(element))
    if not address:
        found.remarks["a picture without a usable address was left out"] = None
        return alt
    found.media[address] = None
    return f'<img src="{address}" alt="{alt}">'
