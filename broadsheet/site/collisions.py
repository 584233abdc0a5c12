"""Outputs that want one address, and articles with one identity: one problem for each cause."""

from collections.abc import Iterator, Mapping, Sequence

from broadsheet.content.articles import Article, in_order
from broadsheet.files import CONTENT, is_for_the_root
from broadsheet.problems import Problem, listed
from broadsheet.site.addresses import article_address
from broadsheet.site.outputs import LITE, Asset, Page
from broadsheet.urls import collision_key, output_path

Output = Page | Asset
NAMED = 4  # files that a problem names; of more it gives the count


def find_collisions(
    outputs: Sequence[Output], articles: Sequence[Article], pattern: str
) -> tuple[dict[str, str], list[Problem]]:
    """Each address with its output, and a problem for every address that several outputs have.

    `outputs` come with newer articles before older ones. `articles` and the site's permalink
    `pattern` tell whether the day in that pattern would settle a clash. A file also clashes with
    one that needs a folder in its place.
    """
    taken: dict[str, list[Output]] = {}
    for output in outputs:
        taken.setdefault(collision_key(output.address), []).append(output)
    by_path = {article.path: article for article in articles}
    problems: dict[tuple[tuple[str, int], ...], Problem] = {}
    for rivals in [*_sharing(taken), *_in_the_way(taken)]:
        # An article's page, text-only page and share image clash together: that is said once.
        cause = tuple((it.source, it.line) for it in rivals)
        if cause not in problems and not all(map(_is_lite, rivals)):
            problems[cause] = _clash(rivals, by_path, pattern)
    return {key: rivals[0].source for key, rivals in taken.items()}, list(problems.values())


def _is_lite(output: Output) -> bool:
    return isinstance(output, Page) and output.theme == LITE


def _sharing(taken: Mapping[str, Sequence[Output]]) -> Iterator[Sequence[Output]]:
    return (sorted(rivals, key=_fault_first) for rivals in taken.values() if len(rivals) > 1)


def _in_the_way(taken: Mapping[str, Sequence[Output]]) -> Iterator[Sequence[Output]]:
    """Each output that needs a folder where another one is a file, the file second."""
    clear = {""}  # folders in whose place no output is a file
    for address, outputs in taken.items():
        folder = address.rpartition("/")[0]
        above = []
        while folder not in clear:
            above.append(folder)
            folder = folder.rpartition("/")[0]
        files = [it for it in reversed(above) if it in taken]
        clear.update(above if not files else ())
        for file in files:
            yield sorted((outputs[0], taken[file][0]), key=_fault_first)


def _fault_first(output: Output) -> tuple[bool, bool, str]:
    """What the curator wrote before what follows from it, an alias before an article's page."""
    is_written = output.source.startswith(f"{CONTENT}/")
    return not is_written, output.line == 0, "" if is_written else output.source


def _clash(rivals: Sequence[Output], by_path: Mapping[str, Article], pattern: str) -> Problem:
    """The problem, at the one that should give way: an alias, else the newest article."""
    first, *others = rivals
    address = min((it.address for it in rivals), key=len)
    does = "does" if len(others) == 1 else f"do {len(others)} others:"
    text = f"has the address {output_path(address)}, and so {does} {_named(others)}"
    if first.line:
        hint = "take the alias out, or give one of them another slug"
    else:
        hint = _hint(first)
        articles = [by_path[it.source] for it in rivals if it.source in by_path]
        hint += _day_hint(articles, pattern) if len(articles) == len(rivals) else ""
    return Problem(first.source, first.line, text, hint)


def _hint(output: Output) -> str:
    is_root_file = is_for_the_root(output.source)
    return "remove this file, or rename it" if is_root_file else "give one of them another slug"


def _named(outputs: Sequence[Output]) -> str:
    names = [it.source for it in outputs]
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED + 1 else []
    return listed([*names[:NAMED], *more] if more else names)


def _day_hint(articles: Sequence[Article], pattern: str) -> str:
    """What to add to the hint where the day in the permalink would settle the clash."""
    daily = pattern.replace("{month}", "{month}/{day}", 1)
    if "{month}" not in pattern:
        daily = pattern.replace("{slug}", "{year}/{month}/{day}/{slug}", 1)
    settled = {collision_key(article_address(article, daily)) for article in articles}
    if "{day}" in pattern or len(settled) < len(articles):
        return ""
    return (
        f"; or, before the site is published, put the day into site.yaml's\npermalink: {daily}"
        "  (this changes the address of every article)"
    )


def clashing_ids(articles: Sequence[Article]) -> Iterator[Problem]:
    """A problem for every article whose permanent identity an older one has."""
    first: dict[str, Article] = {}
    for article in reversed(in_order(articles)):
        other = first.setdefault(article.id, article)
        if other is not article:
            text = f"has the id {article.id}, and so has {other.path}"
            hint = "feed readers would show one of them only; give the newer one an id: of its own"
            yield Problem(article.path, article.line("id"), text, hint)
