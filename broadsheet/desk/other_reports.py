"""The reports that a draft names in a remark below its credits, ready to be credited."""

from collections.abc import Collection, Iterator, Mapping

from broadsheet.clipping.draft import OTHERS
from broadsheet.editing.front_matter_edits import keys_of
from broadsheet.problems import ProblemsFound

HEAD = f"# {OTHERS}"
FIRST, NEXT = "# - ", "#   "  # how the lines of a report start

Credit = Mapping[str, object]  # a source as front matter has it


def others_in(text: str) -> tuple[Credit, ...]:
    """The reports that a draft's remark names, from the text of its file; what a person has made
    unreadable there is passed over."""
    lines = text.splitlines()
    return tuple(credit for report in _reports(lines) for credit in _credit(lines, report))


def without(text: str, addresses: Collection[str]) -> str:
    """The text of a draft without the reports at these addresses in its remark, because they are
    credited now. All other lines stay as they are."""
    lines = text.splitlines(keepends=True)
    plain = [it.rstrip("\r\n") for it in lines]
    reports = list(_reports(plain))
    gone = [it for it in reports if any(c["url"] in addresses for c in _credit(plain, it))]
    out = {number for report in gone for number in report}
    if gone and len(gone) == len(reports):
        out.add(reports[0].start - 1)
    return "".join(line for number, line in enumerate(lines) if number not in out)


def _reports(lines: list[str]) -> Iterator[range]:
    """The lines of each report in the remark."""
    if HEAD not in lines:
        return
    start = lines.index(HEAD) + 1
    while start < len(lines) and lines[start].startswith(FIRST):
        end = start + 1
        while end < len(lines) and lines[end].startswith(NEXT):
            end += 1
        yield range(start, end)
        start = end


def _credit(lines: list[str], report: range) -> Iterator[Credit]:
    """The credit that the lines of a report spell, if they can be read."""
    written = [lines[number][2:] for number in report]
    try:
        found = keys_of("\n".join(["---", "sources:", *written, "---", ""])).get("sources")
    except ProblemsFound:
        return
    for it in found if isinstance(found, list) else ():
        if isinstance(it, dict) and it.get("url"):
            yield it
