"""Resolves every link of every text."""

from collections.abc import Iterator, Mapping, Sequence

from broadsheet.content.articles import Article
from broadsheet.content.notes import Note
from broadsheet.problems import Problem
from broadsheet.site.addresses import is_address
from broadsheet.site.link_resolver import LinkResolver
from broadsheet.text.markup import Body

Written = Article | Note  # what the curator wrote


class Links:
    """The targets of all links in the texts of one build, each resolved once."""

    def __init__(self, texts: Sequence[Written], resolver: LinkResolver) -> None:
        self._texts, self._resolver = texts, resolver
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._goals = {text.path: self._find(text) for text in texts}

    def of(self, text: Written) -> tuple[str, ...]:
        """Where each of a text's links leads: an address, empty for one that leads nowhere."""
        return self._goals[text.path]

    def lost(self, taken: Mapping[str, str]) -> Iterator[Problem]:
        """A problem for every link to an address that nothing on the site has."""
        for text in self._texts:
            for link, address in zip(text.body.links, self._goals[text.path], strict=True):
                if address and not is_address(address.partition("#")[0], taken):
                    words = f"there is no page {link.target}"
                    hint = "link to the article's file instead"
                    yield Problem(text.path, link.line, words, hint)

    def _find(self, text: Written) -> tuple[str, ...]:
        body: Body = text.body
        found = []
        for link in body.links:
            resolved = self._resolver.resolve(text.path, link.line, link.target, link.is_media)
            if resolved.problem:
                reported = self.warnings if resolved.is_unpublished else self.problems
                reported.append(resolved.problem)
            found.append(resolved.address)
        return tuple(found)
