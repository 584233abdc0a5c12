"""Where every link of every text leads, and texts with those links put in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from broadsheet.addresses import Directory, is_address
from broadsheet.articles import Article
from broadsheet.markup import Body
from broadsheet.notes import Note
from broadsheet.problems import Problem

Text = Article | Note
Write = Callable[[str], str]  # an address of the site as a link on some page


@dataclass(frozen=True, slots=True)
class Shown:
    """How a text is shown on a page with others: what goes before its anchors, how many ranks
    its headings are lowered, and its own address, which its links to itself need not leave for."""

    own: str
    below: int
    address: str


class Links:
    """The goals of all links in the texts of one build, each looked up once."""

    def __init__(self, texts: Sequence[Text], directory: Directory) -> None:
        self._texts, self._directory = texts, directory
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._goals = {text.path: self._find(text) for text in texts}

    def html(self, text: Text, write: Write, shown: Shown | None = None) -> str:
        """The text's HTML for one page, whose links `write` makes."""
        goals = self._goals[text.path]
        if shown is None:
            return text.body.resolved(lambda number: goals[number] and write(goals[number]))

        def kept(number: int) -> str:
            address, _, anchor = goals[number].partition("#")
            if anchor and address == shown.address:
                return f"#{shown.own}{anchor}"
            return goals[number] and write(goals[number])

        return text.body.resolved(kept, shown.own, shown.below)

    def lost(self, claims: Mapping[str, str]) -> Iterator[Problem]:
        """A problem for every link to an address that nothing on the site has."""
        for text in self._texts:
            for link, address in zip(text.body.links, self._goals[text.path], strict=True):
                if address and not is_address(address.partition("#")[0], claims):
                    words = f"there is no page {link.target}"
                    hint = "link to the article's file instead"
                    yield Problem(text.path, link.line, words, hint)

    def _find(self, text: Text) -> tuple[str, ...]:
        body: Body = text.body
        found = []
        for link in body.links:
            goal = self._directory.goal(text.path, link.line, link.target, link.is_media)
            if goal.problem:
                (self.warnings if goal.is_held else self.problems).append(goal.problem)
            found.append(goal.address)
        return tuple(found)
