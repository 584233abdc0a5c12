"""Finds the footnotes of a page: numbers that lead to notes, which lead back."""

from collections.abc import Iterator

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
    notes: dict[HtmlElement, None] = {}
    links_in: dict[HtmlElement, dict[str, list[HtmlElement]]] = {}
    dropped: set[HtmlElement] = set()
    for link in list(tree.iter("a")):
        address = link.get("href") or ""
        target = anchors.get(address[1:]) if address.startswith("#") else None
        if target is None or address in numbers or link in dropped:
            continue
        if len("".join(link.itertext())) > LONGEST or any(it in notes for it in _upwards(link)):
            continue
        note = _holder(target)
        if note is None or _is_within(link, note) or any(it in notes for it in _upwards(note)):
            continue
        if note not in links_in:
            links_in[note] = _links_by_target(note)
        back = [it for name in _names(link) for it in links_in[note].get(name, ())]
        if not back:
            continue
        numbers[address] = str(len(numbers) + 1)
        notes[note] = None
        dropped.update(back)
        for it in back:
            _drop_back_link(it)
    holders = {above: None for note in notes if (above := note.getparent()) is not None}
    for note in notes:
        note.drop_tree()
        note.tail = None
    for holder in holders:
        _drop_if_empty(holder, tree)
    return numbers, list(notes)


def _upwards(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()


def _holder(target: HtmlElement) -> HtmlElement | None:
    """The element that holds the whole note that an anchor stands for."""
    for it in _upwards(target):
        if it.tag in HOLDERS or (
            it.tag == "div" and CLASSES & set((it.get("class") or "").split())
        ):
            return None if it.getparent() is None else it
    return None


def _is_within(element: HtmlElement, other: HtmlElement) -> bool:
    return element is other or other in element.iterancestors()


def _names(link: HtmlElement) -> set[str]:
    """The anchors that stand for the place of a number in the text."""
    around = (link, *link.iterancestors("sup", "span"), *link)
    return {name for it in around if (name := it.get("id"))}


def _links_by_target(note: HtmlElement) -> dict[str, list[HtmlElement]]:
    """The links in a note, by the anchors that they lead to."""
    links: dict[str, list[HtmlElement]] = {}
    for it in note.iter("a"):
        address = it.get("href") or ""
        if address.startswith("#"):
            links.setdefault(address[1:], []).append(it)
    return links


def _drop_back_link(link: HtmlElement) -> None:
    parent, tail = link.getparent(), (link.tail or "").lstrip(" .")
    link.tail = tail
    link.drop_tree()
    if parent is not None and parent.tag == "sup" and not "".join(parent.itertext()).strip():
        parent.drop_tree()


def _drop_if_empty(holder: HtmlElement, tree: HtmlElement) -> None:
    """Drop what held notes and is empty now, with a line before it."""
    while holder is not tree and holder.getparent() is not None:
        if "".join(holder.itertext()).strip() or holder.find(".//img") is not None:
            return
        above, before = holder.getparent(), holder.getprevious()
        holder.drop_tree()
        if before is not None and before.tag == "hr":
            before.drop_tree()
        holder = above
