"""Turns the HTML of another system into the Markdown that a curator would have typed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from broadsheet.exports.html_cleaning import cleaned
from broadsheet.exports.html_footnotes import take_footnotes
from broadsheet.exports.html_inline import BLOCKS, Found, has_blocks, inline, inside
from broadsheet.exports.html_kept import kept_html
from broadsheet.exports.markdown_text import line_starts_escaped, printable
from broadsheet.text.fragment import fragment

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INDENT = " " * 4
LIST_GAP = "<!-- -->"  # keeps two lists, quotations or codes that follow each other apart
RUN_TOGETHER = {("list", "list"), ("quote", "quote"), ("code", "code"), ("list", "code")}
LANGUAGE = re.compile(
    r"(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s*|sourceCode\s+)([\w+#.-]{1,30})"
)
TAG = re.compile(r"<[^<>]*>")
SAFE_ANCHOR = re.compile(r"[A-Za-z][\w-]{0,80}")


@dataclass(frozen=True, slots=True)
class Converted:
    """A text as Markdown, the references of the pictures and files that it shows, in their order,
    and one remark for each thing that could not be kept as it was."""

    markdown: str
    media: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Walk:
    """What the walk through one text needs: what it finds, and the new level of each heading."""

    found: Found
    levels: Mapping[str, int]


def html_to_markdown(html: str) -> Converted:
    """Convert a piece of HTML. Nothing active comes through, and no word that readers saw is lost
    without a remark."""
    tree, is_whole = fragment(printable(html))
    if not is_whole:
        words = " ".join(TAG.sub(" ", html).split())
        made = tree_to_markdown(fragment(f"<p>{words}</p>").tree)
        remark = "is nested too deeply for any reader; only its words were kept"
        return Converted(made.markdown, (), (remark, *made.remarks))
    return tree_to_markdown(tree)


def tree_to_markdown(tree: HtmlElement) -> Converted:
    """Convert a tree, which is changed on the way; as `html_to_markdown`."""
    remarks = cleaned(tree)
    numbers, notes = take_footnotes(tree)
    found = Found(anchors=_anchors(tree), notes=numbers)
    used = sorted({str(it.tag) for it in tree.iter(*HEADINGS)})
    walk = _Walk(found, {tag: 2 + place for place, tag in enumerate(used)})
    blocks = _blocks(tree, walk, depth=0)
    for number, note in enumerate(notes, start=1):
        inner = _joined(_blocks(note, walk, depth=1))
        blocks.append(f"[^{number}]: {_indented(inner).lstrip()}")
    markdown = _joined(blocks)
    shown = tuple(it for it in found.media if it in markdown)
    return Converted(
        f"{markdown}\n" if markdown else "", shown, (*dict.fromkeys([*remarks, *found.remarks]),)
    )


def _anchors(tree: HtmlElement) -> frozenset[str]:
    """The anchors of headings that links of the same text lead to."""
    wanted = {(it.get("href") or "")[1:] for it in tree.iter("a") if it.get("href", "")[:1] == "#"}
    own = {it.get("id") or "" for it in tree.iter(*HEADINGS)}
    return frozenset(name for name in wanted & own if SAFE_ANCHOR.fullmatch(name))


def _joined(blocks: Sequence[str]) -> str:
    """Blocks with an empty line between each, and a sign where two would become one."""
    parts: list[str] = []
    for block in blocks:
        if parts and (_kind(parts[-1]), _kind(block)) in RUN_TOGETHER:
            parts.append(LIST_GAP)
        parts.append(block)
    return "\n\n".join(parts)


def _kind(block: str) -> str:
    """What a block would become one with, if the next one is of the same kind."""
    if re.match(r"(?:-|\d+\.) ", block):
        return "list"
    if block.startswith(INDENT):
        return "code"
    return "quote" if block.startswith((">\n", "> ")) else ""


def _blocks(element: HtmlElement, walk: _Walk, depth: int) -> list[str]:
    """The blocks within an element; `depth` counts the lists and quotations around it."""
    blocks: list[str] = []
    run: list[HtmlElement] = []
    text = element.text
    for child in element:
        if child.tag in BLOCKS or has_blocks(child) or child.tag == "hr":
            blocks += _paragraph(run, text, walk, depth)
            blocks += BLOCK_WRITERS.get(str(child.tag), _blocks)(child, walk, depth)
            run, text = [], child.tail
        else:
            run.append(child)
    return blocks + _paragraph(run, text, walk, depth)


def _paragraph(run: Sequence[HtmlElement], text: str | None, walk: _Walk, depth: int) -> list[str]:
    made = inline(run, text, walk.found).strip()
    if not made.strip("\u00a0\u200b\ufeff "):
        return []
    lines = line_starts_escaped(made)
    return [lines.replace("\n", "<br>" if depth else "  \n")]


def _heading(element: HtmlElement, walk: _Walk, depth: int) -> list[str]:
    made = inside(element, walk.found).replace("\n", " ").strip()
    if not made:
        return []
    if re.fullmatch(r"!\[[^\]]*\]\([^)]*\)", made):  # a picture alone is no heading
        return [made]
    name = element.get("id") or ""
    anchor = f" {{#{name}}}" if name in walk.found.anchors else ""
    level = min(walk.levels.get(str(element.tag), 2), 6)
    return [f"{'#' * level} {_hashes(made)}{anchor}"]


def _hashes(made: str) -> str:
    """A heading's text whose last `#` is not taken for a closing sign."""
    words = made.rstrip("#")
    return words + "\\#" * (len(made) - len(words))


def _list(element: HtmlElement, walk: _Walk, depth: int) -> list[str]:
    items = [it for it in _items(element, walk, depth) if it]
    if not items:
        return []
    is_ordered = element.tag == "ol"
    if is_ordered and (element.get("start") or "1") != "1":
        walk.found.remarks[f"a list counts from 1 now, not from {element.get('start')[:9]}"] = None
    gap = "\n\n" if any(_is_loose(blocks) for blocks in items) else "\n"
    written = []
    for number, blocks in enumerate(items, start=1):
        mark = f"{number}. " if is_ordered else "- "
        starts = [LIST_GAP] if _kind(blocks[0]) or blocks[0].startswith(("---", "| ")) else []
        inner = "\n".join(blocks) if gap == "\n" else _joined([*starts, *blocks])
        written.append(mark + _indented(inner).lstrip())
    return [gap.join(written)]


def _items(element: HtmlElement, walk: _Walk, depth: int) -> list[list[str]]:
    """The blocks of each item of a list; a list that stands between items belongs to the one
    before."""
    items: list[list[str]] = []
    if (element.text or "").strip():
        items.append(_paragraph([], element.text, walk, depth + 1))
    for child in element:
        if child.tag == "li":
            items.append(_blocks(child, walk, depth + 1))
        else:
            written = BLOCK_WRITERS.get(str(child.tag))
            made = written(child, walk, depth + 1) if written else _wrapped(child, walk, depth + 1)
            if items:
                items[-1] += made
            else:
                items.append(made)
        if (child.tail or "").strip():
            items.append(_paragraph([], child.tail, walk, depth + 1))
    return items


def _wrapped(element: HtmlElement, walk: _Walk, depth: int) -> list[str]:
    if has_blocks(element) or element.tag in BLOCKS:
        return _blocks(element, walk, depth)
    tail, element.tail = element.tail, None
    made = _paragraph([element], None, walk, depth)
    element.tail = tail
    return made


def _is_loose(blocks: Sequence[str]) -> bool:
    """Whether an item is more than a line and one list below it."""
    if _kind(blocks[0]) or blocks[0].startswith(("#", "|", "---", "<")):
        return True
    return len(blocks) > 2 or (len(blocks) == 2 and _kind(blocks[1]) != "list")


def _indented(text: str) -> str:
    return re.sub(r"^(?=.)", INDENT, text, flags=re.MULTILINE)


def _quote(element: HtmlElement, walk: _Walk, depth: int) -> list[str]:
    inner = _joined(_blocks(element, walk, depth + 1))
    if not inner:
        return []
    return ["\n".join(f"> {line}".rstrip() for line in inner.split("\n"))]


def _code(element: HtmlElement, walk: _Walk, depth: int) -> list[str]:
    for it in element.iter("br"):
        it.tail = f"\n{it.tail or ''}"
    text = printable("".join(element.itertext())).replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[\x1c-\x1f\x85\u2028\u2029\v\f]", "\n", text).expandtabs(4).strip("\n").rstrip()
    if not text.strip():
        return []
    if depth:
        return [_indented(re.sub(r"^ +(?=\n)", "", text))]
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return [f"{fence}{_language(element)}\n{text}\n{fence}"]


def _language(element: HtmlElement) -> str:
    """The language of a code, which is on it, on what is in it or around it."""
    around = [element, *element.iter("code"), *list(element.iterancestors())[:3]]
    for it in around:
        named = it.get("data-lang") or it.get("data-language") or ""
        found = LANGUAGE.search(it.get("class") or "")
        language = named or (found[1] if found else "")
        if re.fullmatch(r"[A-Za-z][\w+#-]{0,29}", language) and language != "plaintext":
            return language.lower()
    return ""


def _table(element: HtmlElement, walk: _Walk, depth: int) -> list[str]:
    for row in list(element.iter("tr")):
        _put_into_cells(row)
    rows = [list(row.iterchildren("td", "th")) for row in element.iter("tr")]
    rows = [row for row in rows if row]
    if not rows:
        return _blocks(element, walk, depth)
    is_plain = next(element.iter("caption"), None) is None and not _has_words_between(element)
    if len(rows) == 1 and len(rows[0]) == 1 and is_plain:  # a frame, as old pages have it
        return _blocks(rows[0][0], walk, depth)
    if not is_plain or not _is_simple(rows):
        return [kept_html(element, walk.found, depth > 0).strip()]
    lines = ["| " + " | ".join(_cell(cell, walk) for cell in row) + " |" for row in rows]
    marks = "| " + " | ".join(map(_alignment, rows[0])) + " |"
    return ["\n".join([lines[0], marks, *lines[1:]])]


def _put_into_cells(row: HtmlElement) -> None:
    """Give the words that stand in a row outside of its cells a cell, as their author meant."""
    for child in row:
        if (child.tail or "").strip():
            cell = row.makeelement("td")
            cell.text, child.tail = child.tail, None
            child.addnext(cell)
    if (row.text or "").strip():
        cell = row.makeelement("td")
        cell.text, row.text = row.text, None
        row.insert(0, cell)


def _has_words_between(table: HtmlElement) -> bool:
    """Whether words stand between the rows of a table."""
    parts = [table, *table.iter("thead", "tbody", "tfoot", "tr")]
    texts = [it.text for it in parts if it.tag != "tr"] + [it.tail for it in parts[1:]]
    return any((text or "").strip() for text in texts)


def _is_simple(rows: Sequence[Sequence[HtmlElement]]) -> bool:
    """Whether Markdown can say it: a head of one row, and in each cell a line of text."""
    cells = [cell for row in rows for cell in row]
    return (
        all(it.tag == "th" for it in rows[0])
        and len(rows) > 1
        and len({len(row) for row in rows}) == 1
        and not any(
            int_or_one(it.get("colspan")) + int_or_one(it.get("rowspan")) > 2 for it in cells
        )
        and all(it.tag == "td" for row in rows[1:] for it in row)
        and not any(it.tag in BLOCKS - {"p"} for cell in cells for it in cell.iterdescendants())
        and all(len(list(cell.iter("p"))) < 2 for cell in cells)
    )


def int_or_one(text: str | None) -> int:
    """A count as an attribute has it; 1 if it is none."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,4}", text) else 1


def _cell(cell: HtmlElement, walk: _Walk) -> str:
    return inside(cell, walk.found).strip().replace("\n", "<br>")


def _alignment(cell: HtmlElement) -> str:
    written = f"{cell.get('align') or ''} {cell.get('style') or ''} {cell.get('class') or ''}"
    found = re.search(r"(?:^|align[:-]\s*)(left|center|right)", written.strip())
    return {"left": ":--", "center": ":-:", "right": "--:"}.get(found[1] if found else "", "---")


def _figure(element: HtmlElement, walk: _Walk, depth: int) -> list[str]:
    """A picture with a caption stays HTML, as Markdown has no captions; other figures are what is
    in them."""
    caption = next(element.iterchildren("figcaption"), None)
    pictures = list(element.iter("img"))
    words = "".join(caption.itertext()).strip() if caption is not None else ""
    if len(pictures) != 1 or not words or element.find(".//figure") is not None or caption is None:
        return _blocks(element, walk, depth)
    around = [it for it in element if it is not caption]
    if "".join("".join(it.itertext()) for it in around).strip() or (element.text or "").strip():
        return _blocks(element, walk, depth)
    shown = _paragraph(around, None, walk, depth)  # takes the large picture that it links to
    if not shown:
        return _blocks(caption, walk, depth)
    for it in around:
        it.drop_tree()
    element.insert(0, _plain(pictures[0]))
    return [kept_html(element, walk.found, depth > 0).strip()]


def _plain(picture: HtmlElement) -> HtmlElement:
    picture.tail = None
    return picture


BLOCK_WRITERS: Mapping[str, Callable[[HtmlElement, _Walk, int], list[str]]] = {
    **dict.fromkeys(HEADINGS, _heading),
    "ul": _list,
    "ol": _list,
    "dir": _list,
    "menu": _list,
    "blockquote": _quote,
    "pre": _code,
    "table": _table,
    "figure": _figure,
    "hr": lambda element, walk, depth: ["---"],
    "dl": lambda element, walk, depth: [kept_html(element, walk.found, depth > 0).strip()],
    "details": lambda element, walk, depth: [kept_html(element, walk.found, depth > 0).strip()],
}
