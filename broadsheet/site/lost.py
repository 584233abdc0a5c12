"""Addresses that were published and that a build would lose: what to write so that they answer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from posixpath import basename, splitext

from broadsheet.content.ledger import Ledger, Published
from broadsheet.files import LEDGER
from broadsheet.problems import SHOWN, Problem

GONE_FOR_GOOD = "{if_gone}, add to site.yaml:\ngone:\n{lines}"
GONE_AS_WELL = "{if_gone}, add under gone: in site.yaml:\n{lines}"  # which it has already
EXPIRED = (
    "or bring the file back with an expires in the past: then its tags and sources need nothing"
)
WHY = "  # why, if readers should know"  # a comment: nobody publishes it by mistake
UNNAMED = "if it stands in another file now, add to the front matter there:\naliases: [{addresses}]"
NAMED = "if it is {file} now, add to the front matter there:\naliases: [{addresses}]"
NOTED = "if it has another key now, write content/{notes}/NEW-KEY.md with\naliases: [{address}]"
SPELLED = (
    "if it has another name now, add to the front matter of content/{notes}/NEW-NAME.md:\n"
    'spellings: ["{title}"]'
)
MERGED = 'if it has another name now, add to site.yaml:\ntags: {{aliases: {{"{title}": NEW NAME}}}}'
RENAMED = {
    "tag": MERGED,
    "source": SPELLED.replace("{notes}", "sources"),
    "author": SPELLED.replace("{notes}", "authors"),
    "section": NOTED.replace("{notes}", "sections"),
    "story": NOTED.replace("{notes}", "stories"),
}
MANY = 500  # files that are new; among more nobody looks for the likely one
ALIKE = 0.75  # how much the name of a file is like another's, of 1
LINES = 6  # of an example


def lost_problems(
    lost: Mapping[str, Published], ledger: Ledger, texts: Sequence[str], has_gone: bool
) -> Iterator[Problem]:
    """A problem for everything whose addresses would be lost, at the first of them in the ledger.

    `texts` are the paths of all texts that the site has now; `has_gone` says that `site.yaml` has
    the key `gone`. The lines that the hints offer can be copied one below the other: only the
    first has that key, and only where it is not there yet.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for address, published in sorted(lost.items(), key=lambda it: it[1].line):
        groups[published.of].append(address)
    known = {it.file for it in ledger.values()}
    new = [path for path in texts if path not in known]
    for number, (of, addresses) in enumerate(groups.items()):
        likely = _likely(of, new) if number < SHOWN and len(new) <= MANY else ""
        new = [path for path in new if path != likely]
        form = GONE_AS_WELL if has_gone or number else GONE_FOR_GOOD
        yield _problem(addresses, lost[addresses[0]], likely, form)


def _likely(of: str, new: Sequence[str]) -> str:
    """The new file that an article most likely moved to; empty where none is like it."""
    names = {splitext(basename(path))[0]: path for path in new}
    near = get_close_matches(splitext(basename(of))[0], names, n=1, cutoff=ALIKE)
    return names[near[0]] if near else ""


def _problem(addresses: Sequence[str], published: Published, likely: str, form: str) -> Problem:
    first, more = min(addresses, key=_pages_first), len(addresses) - 1
    others = f" and {more} more" if more else ""
    text = f"the site would lose what was published at: {first}{others}, {_named(published)}"
    renamed = _renamed(addresses, first, published, likely)
    if_gone = "if it is gone for good" if renamed else "if you mean to take it away"
    why = WHY if published.file else ""
    lines = "\n".join(f"  {it}:{why}" for it in _gone_lines(addresses))
    expired = EXPIRED if published.file and published.anchors and not likely else ""
    gone = form.format(if_gone=if_gone, lines=lines)
    hint = "\n".join(filter(None, [renamed, gone, expired]))
    return Problem(LEDGER, published.line, text, hint, tuple(addresses))


def _pages_first(address: str) -> tuple[bool, int, str]:
    return not address.endswith((".html", "/")), len(address), address


def _named(published: Published) -> str:
    if published.file:
        return f"the page of {published.file}"
    return f"of the {published.kind} {published.title}" if published.title else "a page of the site"


def _renamed(addresses: Sequence[str], first: str, published: Published, likely: str) -> str:
    """What to write if it has another name now; empty if it can have none."""
    form = RENAMED.get(published.kind, "")
    if published.file:
        form = NAMED if likely else UNNAMED
    return form.format(
        addresses=", ".join(addresses), address=first, file=likely, title=published.title
    )


def _gone_lines(addresses: Sequence[str]) -> Iterable[str]:
    """What to write for addresses; of many a pattern that fits what they begin with."""
    if len(addresses) <= LINES:
        return sorted(addresses)
    start = min(addresses, key=len).partition(".")[0]
    return [f"{start}*"] if all(it.startswith(start) for it in addresses) else sorted(addresses)


def in_the_way(address: str, published: Published, file: str) -> Problem:
    """The problem that an address cannot be kept, because of the file at a path of the site."""
    text = f"the site cannot keep what was published at: {address}, as it has /{file} in its place"
    hint = GONE_FOR_GOOD.format(
        if_gone="choose another permalink; or", lines=f"  {address}: it has another address"
    ).replace("or,", "or")
    return Problem(LEDGER, published.line, text, hint)
