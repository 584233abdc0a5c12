"""HTML laid out as plain text: in lines of 72 columns, with links numbered below each article."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from broadsheet.text.columns import BREAK, SPACES, columns_of, lines_of
from broadsheet.text.fragment import fragment

WIDTH = 72  # columns, as mail is written
UNDER = {"h1": "=", "h2": "=", "h3": "-", "h4": "~", "h5": "~", "h6": "~"}
CONTAINERS = frozenset("div section header footer p figure figcaption details summary dt".split())
WORDLESS = frozenset(["br", "img", "audio", "video"])
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
Block = list[str]  # lines


@dataclass(frozen=True, slots=True)
class _Scope:
    """What is laid out together: how wide it may be, and the links met so far, by address."""

    width: int = WIDTH
    links: dict[str, int] = field(default_factory=dict)

    def within(self, columns: int) -> "_Scope":
        """The same, with so many columns less."""
        return _Scope(max(20, self.width - columns), self.links)

    def number(self, address: str) -> str:
        """The number of a link, as it stands after its words; none where it leads nowhere else."""
        if not address or address.startswith("#"):
            return ""
        return f"[{self.links.setdefault(address, len(self.links) + 1)}]"


def laid_out(html: str) -> str:
    """A fragment of HTML as plain text, which ends with a line end.

    Each `<article>` is followed by the addresses that its links lead to, a line each, however long
    they are; the links outside articles are numbered for themselves, and listed at the end.
    """
    scope = _Scope()
    tree = fragment(html).tree
    etree.strip_elements(tree, etree.Comment, "script", "style", with_tail=False)
    blocks = [*_blocks(tree, scope), *_links(scope)]
    return "\n\n".join(["\n".join(map(str.rstrip, block)) for block in blocks]) + "\n"


def _blocks(element: HtmlElement, scope: _Scope) -> list[Block]:
    """The blocks of an element, each to be followed by an empty line."""
    blocks: list[Block] = []
    words = [element.text or ""]
    for child in element:
        write = _writer(child)
        if write is None:
            words.append(_inline(child, scope))
        else:
            blocks += _paragraph(words, scope)
            blocks += write(child, scope)
            words = []
        if tail := child.tail:
            words.append(tail)
    return blocks + _paragraph(words, scope)


def _paragraph(words: Sequence[str], scope: _Scope) -> list[Block]:
    """What stands between blocks, often nothing but the space of the template, as a block."""
    text = "".join(words)
    lines = lines_of(text, scope.width) if text.strip(SPACES) else []
    return [lines] if lines else []


def _writer(element: HtmlElement) -> "Write | None":
    """What lays a block out; None for what stands within a line."""
    tag = str(element.tag)
    if tag in CONTAINERS:
        return _blocks
    write = WRITERS.get(tag)
    if write or not len(element):
        return write
    descendants = element.iterdescendants()
    return _blocks if any(it.tag in CONTAINERS or it.tag in WRITERS for it in descendants) else None


def _inline(element: HtmlElement, scope: _Scope) -> str:
    """An element within a line, as words; a link has its number after it."""
    tag = element.tag
    if tag in WORDLESS:
        return _wordless(element, scope)
    words = element.text or ""
    for child in element:
        words += _inline(child, scope) + (child.tail or "")
    return _link(words, element, scope) if tag == "a" else words


def _wordless(element: HtmlElement, scope: _Scope) -> str:
    """What stands for an element whose own words are not shown."""
    if element.tag == "br":
        return BREAK
    if element.tag == "img":
        return element.get("alt") or ""
    source = element.get("src") or ""
    return f"{urlsplit(source).path.rpartition('/')[2]} {scope.number(source)}"


def _link(words: str, element: HtmlElement, scope: _Scope) -> str:
    kinds = (element.get("class") or "").split()
    if "footnote-backref" in kinds:
        return ""
    if "footnote-ref" in kinds:
        return words.translate(RAISED)
    address = element.get("href") or ""
    if words.strip() == address:
        return words
    number = scope.number(address)
    return f"{words} {number}" if number else words


def _heading(element: HtmlElement, scope: _Scope) -> list[Block]:
    lines = lines_of(_inline(element, scope), scope.width)
    under = UNDER[str(element.tag)] * max(map(columns_of, lines), default=0)
    return [[*lines, under]] if lines else []


def _article(element: HtmlElement, scope: _Scope) -> list[Block]:
    own = _Scope(scope.width)
    return [*_blocks(element, own), *_links(own)]


def _links(scope: _Scope) -> list[Block]:
    """The addresses of all links, which are not broken into lines: they would lead nowhere."""
    listed = [f"[{number}] {address}" for address, number in scope.links.items()]
    return [listed] if listed else []


def _quotation(element: HtmlElement, scope: _Scope) -> list[Block]:
    blocks = _blocks(element, scope.within(2))
    return [_indented(_joined(blocks), "> ", "> ")] if blocks else []


def _list(element: HtmlElement, scope: _Scope) -> list[Block]:
    items = [child for child in element if child.tag == "li"]
    is_numbered = element.tag == "ol"
    start = _whole_number(element.get("start"), 1)
    marks = [f"{start + at}. " if is_numbered else "- " for at in range(len(items))]
    widest = max(map(len, marks), default=0)
    laid = [_blocks(item, scope.within(widest)) for item in items]
    is_tight = all(len(blocks) < 2 for blocks in laid)
    found = [
        _indented(_joined(blocks), mark.rjust(widest), " " * widest)
        for mark, blocks in zip(marks, laid, strict=True)
        if blocks
    ]
    return [[line for item in found for line in item]] if is_tight and found else found


def _whole_number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() else otherwise


def _definition(element: HtmlElement, scope: _Scope) -> list[Block]:
    return [_indented(block, "    ", "    ") for block in _blocks(element, scope.within(4))]


def _verbatim(element: HtmlElement, scope: _Scope) -> list[Block]:
    lines = "".join(element.itertext()).expandtabs(4).strip("\n").split("\n")
    return [_indented(lines, "    ", "    ")]


def _rule(element: HtmlElement, scope: _Scope) -> list[Block]:
    return [["* * *"]]


def _table(element: HtmlElement, scope: _Scope) -> list[Block]:
    """A table in columns, or where it is too wide a paragraph for each row."""
    rows = [
        [_cell(cell, scope) for cell in row if cell.tag in ("td", "th")]
        for row in element.iter("tr")
    ]
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    count = max(map(len, rows))
    rows = [[*row, *[""] * (count - len(row))] for row in rows]
    widths = [max(columns_of(row[at]) for row in rows) for at in range(count)]
    has_head = element.find(".//th") is not None
    if sum(widths) + 2 * (count - 1) <= scope.width:
        return [list(_in_columns(rows, widths, has_head))]
    head, body = (rows[0], rows[1:]) if has_head else ([""] * count, rows)
    return [list(_as_paragraph(head, row, scope)) for row in body]


def _cell(cell: HtmlElement, scope: _Scope) -> str:
    return " ".join(_inline(cell, scope).replace(BREAK, " ").split())


def _in_columns(
    rows: Sequence[Sequence[str]], widths: Sequence[int], has_head: bool
) -> Iterator[str]:
    for number, row in enumerate(rows):
        pairs = zip(row, widths, strict=True)
        yield "  ".join(cell + " " * (width - columns_of(cell)) for cell, width in pairs)
        if has_head and not number:
            yield "  ".join("-" * width for width in widths)


def _as_paragraph(head: Sequence[str], row: Sequence[str], scope: _Scope) -> Iterator[str]:
    for title, cell in zip(head, row, strict=True):
        if cell:
            lines = lines_of(f"{title}: {cell}" if title else cell, scope.width - 2)
            yield from _indented(lines, "", "  ")


def _joined(blocks: Sequence[Block]) -> Block:
    """Blocks as one, with an empty line between."""
    lines: Block = []
    for block in blocks:
        lines += ["", *block] if lines else block
    return lines


def _indented(lines: Block, first: str, others: str) -> Block:
    return [f"{others if at else first}{line}" for at, line in enumerate(lines)]


Write = Callable[[HtmlElement, _Scope], list[Block]]
WRITERS: Mapping[str, Write] = {
    **dict.fromkeys(UNDER, _heading),
    **dict.fromkeys(["ul", "ol"], _list),
    "article": _article,
    "blockquote": _quotation,
    "dl": _blocks,
    "dd": _definition,
    "pre": _verbatim,
    "hr": _rule,
    "table": _table,
}
