"""Two claims on one address or one identity, and links to addresses that nobody claims."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from broadsheet.addresses import is_address
from broadsheet.articles import Article
from broadsheet.pages import Asset, Page
from broadsheet.problems import Problem
from broadsheet.urls import claim, output_path


def claimed(outputs: Sequence[Page | Asset]) -> tuple[dict[str, str], list[Problem]]:
    """Who claims each address, and a problem for every second claim on one.

    A file is also a second claim when it stands where another needs a folder.
    """
    claims: dict[str, str] = {}
    clashes = []
    for output in outputs:
        key = claim(output.address)
        if key in claims:
            clashes.append(_clash(output.source, claims[key], output.address))
        claims.setdefault(key, output.source)
    for output in outputs:
        parts = claim(output.address).split("/")
        for end in range(2, len(parts)):
            file = "/".join(parts[:end])
            if file in claims:
                clashes.append(_clash(output.source, claims[file], file))
    return claims, clashes


def _clash(second: str, first: str, address: str) -> Problem:
    files = sorted((first, second), key=lambda source: (not source.startswith("content/"), source))
    path, _, line = files[0].partition(":")
    text = f"claims the address {output_path(address)}, and so does {files[1]}"
    return Problem(path, int(line or 0), text, "give one of them another slug")


def clashing_ids(articles: Sequence[Article]) -> Iterator[Problem]:
    """A problem for every article whose permanent identity another one has."""
    first: dict[str, Article] = {}
    for article in sorted(articles, key=lambda it: it.path):
        other = first.setdefault(article.id, article)
        if other is not article:
            text = f"has the id {article.id}, and so has {other.path}"
            hint = "feed readers would show one of them only; give the newer one an id: of its own"
            yield Problem(article.path, article.id_line, text, hint)


def lost_links(
    articles: Sequence[Article],
    goals_of: Callable[[Article], Sequence[str]],
    claims: Mapping[str, str],
) -> Iterator[Problem]:
    """A problem for every link of an article to an address that nothing on the site has."""
    for article in articles:
        for link, address in zip(article.body.links, goals_of(article), strict=True):
            if address and not is_address(address.partition("#")[0], claims):
                text = f"there is no page {link.target}"
                yield Problem(article.path, link.line, text, "link to the article's file instead")
