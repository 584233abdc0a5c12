"""Finds the footnotes of a page: numbers that lead to notes, which lead back."""

from lxml.html import HtmlElement

CLASSES = frozenset(["footnote", "footnotes", "wp-block-footnotes"])
HOLDERS = frozenset(["li", "p", "dd", "td"])
LONGEST = 8  # characters of a number or a sign that leads to a note


def take_footnotes(tree: HtmlElement) -> tuple[dict[str, str], list[HtmlElement]]:
    """Take the notes out of a tree.

    Returns the number of each note by the address of the links to it (`#fn1`), and the elements
    that hold the notes, in the order of their numbers, without the links back.
    """
    anchors = {name: it for it in tree.iter() if (name := it.get("id") or it.get("name"))}
    numbers: dict[str, str] = {}
    notes: list[HtmlElement] = []
    for link in tree.iter("a"):
        address = link.get("href") or ""
        target = anchors.get(address[1:]) if address.startswith("#") else None
        if target is None or address in numbers or len("".join(link.itertext())) > LONGEST:
            continue
        note = _holder(target)
        if note is None or _is_within(link, note) or any(_is_within(note, it) for it in notes):
            continue
        back = _links_back(note, link)
        if not back:
            continue
        numbers[address] = str(len(numbers) + 1)
        notes.append(note)
        for it in back:
            _drop_back_link(it)
    for note in notes:
        _take(note)
    return numbers, notes


def _holder(target: HtmlElement) -> HtmlElement | None:
    """The element that holds the whole note that an anchor stands for."""
    for it in (target, *target.iterancestors()):
        if it.tag in HOLDERS or (
            it.tag == "div" and CLASSES & set((it.get("class") or "").split())
        ):
            return None if it.getparent() is None else it
    return None


def _is_within(element: HtmlElement, other: HtmlElement) -> bool:
    return element is other or other in element.iterancestors()


def _links_back(note: HtmlElement, link: HtmlElement) -> list[HtmlElement]:
    """The links in a note that lead to the place of its number."""
    names = {
        it.get("id") for it in (link, *link.iterancestors("sup", "span"), *link) if it.get("id")
    }
    return [it for it in note.iter("a") if (it.get("href") or "#")[1:] in names]


def _drop_back_link(link: HtmlElement) -> None:
    parent, tail = link.getparent(), (link.tail or "").lstrip(" .")
    link.tail = tail
    link.drop_tree()
    if parent is not None and parent.tag == "sup" and not "".join(parent.itertext()).strip():
        parent.drop_tree()


def _take(note: HtmlElement) -> None:
    """Take a note from its list, and what is empty then, with the line or heading before it."""
    parent = note.getparent()
    note.drop_tree()
    note.tail = None
    while parent is not None and parent.getparent() is not None:
        words = "".join(parent.itertext()).strip()
        if words or parent.find(".//img") is not None:
            return
        above, before = parent.getparent(), parent.getprevious()
        parent.drop_tree()
        if before is not None and before.tag == "hr":
            before.drop_tree()
        parent = above
