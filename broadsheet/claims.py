"""Two claims on one address or on one identity."""

from collections.abc import Iterator, Sequence

from broadsheet.articles import Article
from broadsheet.files import is_for_the_root
from broadsheet.pages import Asset, Page
from broadsheet.problems import Problem
from broadsheet.urls import claim, output_path

Output = Page | Asset


def claimed(outputs: Sequence[Output]) -> tuple[dict[str, str], list[Problem]]:
    """Who claims each address, and a problem for every second claim on one.

    A file is also a second claim when it stands where another needs a folder.
    """
    first: dict[str, Output] = {}
    clashes = []
    for output in outputs:
        other = first.setdefault(claim(output.address), output)
        if other is not output:
            clashes.append(_clash(output, other, output.address))
    for output in outputs:
        parts = claim(output.address).split("/")
        above = ("/".join(parts[:end]) for end in range(2, len(parts)))
        clashes += [_clash(output, first[file], file) for file in above if file in first]
    return {key: output.source for key, output in first.items()}, clashes


def _clash(one: Output, other: Output, address: str) -> Problem:
    """The problem, at the one of the two that the curator wrote."""
    first, second = sorted((one, other), key=_article_first)
    text = f"claims the address {output_path(address)}, and so does {second.source}"
    is_root_file = is_for_the_root(first.source)
    hint = "remove this file, or rename it" if is_root_file else "give one of them another slug"
    return Problem(first.source, first.line, text, hint)


def _article_first(output: Output) -> tuple[bool, str, int]:
    return not output.source.startswith("content/"), output.source, output.line


def clashing_ids(articles: Sequence[Article]) -> Iterator[Problem]:
    """A problem for every article whose permanent identity another one has."""
    first: dict[str, Article] = {}
    for article in sorted(articles, key=lambda it: it.path):
        other = first.setdefault(article.id, article)
        if other is not article:
            text = f"has the id {article.id}, and so has {other.path}"
            hint = "feed readers would show one of them only; give the newer one an id: of its own"
            yield Problem(article.path, article.id_line, text, hint)
