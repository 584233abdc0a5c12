"""What a page says of its report in the words of schema.org, in JSON-LD or microdata."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from broadsheet.clipping.addresses import same_report
from broadsheet.clipping.report import Report
from broadsheet.clipping.values import authors_of, day_of, language_of, name_of, title_of, words

Node = Mapping[str, Any]  # parsed JSON; every value is looked at before it is used
DEEPEST = 12  # nodes within nodes that are looked at
MOST = 2_000  # nodes of a page that are looked at
REPORTS = frozenset(
    "newsarticle article reportagenewsarticle analysisnewsarticle opinionnewsarticle report"
    " backgroundnewsarticle reviewnewsarticle askpublicnewsarticle blogposting liveblogposting"
    " advertisercontentarticle socialmediaposting discussionforumposting techarticle"
    " scholarlyarticle governmentservice pressrelease satiricalarticle".split()
)
LESSER = frozenset("videoobject audioobject podcastepisode event webpage itempage".split())


def listed(value: object) -> Sequence[object]:
    """A value as a list: JSON-LD may leave the brackets out where there is one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def kinds(node: Node) -> frozenset[str]:
    """The types of a node in lower case, without the address of the vocabulary."""
    names = (it for it in listed(node.get("@type")) if isinstance(it, str))
    return frozenset(it.rpartition("/")[2].rpartition(":")[2].lower() for it in names)


class Graph:
    """All nodes of a page, so that references from one to another can be followed."""

    def __init__(self, roots: Sequence[object]) -> None:
        self.nodes = tuple(node for _, node in zip(range(MOST), _walk(roots, 0), strict=False))
        self._named: dict[str, Node] = {}
        for node in self.nodes:
            identity = node.get("@id")
            if isinstance(identity, str) and len(node) > 1:
                self._named.setdefault(identity, node)

    def full(self, value: object) -> object:
        """What a value refers to, if it is no more than a reference."""
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value:
            return self._named.get(value["@id"], value)
        return value

    def names(self, value: object) -> Iterator[str]:
        """The names of people and publications, written as texts, nodes or references."""
        for item in map(self.full, listed(value)):
            if isinstance(item, dict):
                yield from (words(it) for it in listed(item.get("name")))
            else:
                yield words(item)

    def report(self, address: str, titles: Sequence[str]) -> Node:
        """The node of the page's own report: the one that names the address, else one of the
        page's titles, else the first; an empty one if there is none."""
        found = [it for it in self.nodes if kinds(it) & REPORTS and _tells(it)]
        found = found or [it for it in self.nodes if kinds(it) & LESSER and _tells(it)]
        shown = {it.casefold() for it in titles if it}
        ways = (
            [it for it in found if address and _leads_to(it, address)],
            [it for it in found if words(it.get("headline")).casefold() in shown],
            found,
        )
        return next((way[0] for way in ways if way), {})


def _walk(values: Sequence[object], depth: int) -> Iterator[Node]:
    for value in values:
        if isinstance(value, dict):
            yield value
        inner = list(value.values()) if isinstance(value, dict) else value
        if isinstance(inner, list) and depth < DEEPEST:
            yield from _walk(inner, depth + 1)


def _tells(node: Node) -> bool:
    return any(node.get(it) for it in ("headline", "name", "datePublished"))


def _leads_to(node: Node, address: str) -> bool:
    places = [node.get("url"), node.get("@id"), *listed(node.get("mainEntityOfPage"))]
    written = [it.get("@id") or it.get("url") if isinstance(it, dict) else it for it in places]
    here = same_report(address)
    return any(same_report(it) == here for it in written if isinstance(it, str))


def addresses_of(node: Node) -> tuple[str, ...]:
    """The addresses that a report's node gives for its own page."""
    places = [*listed(node.get("url")), *listed(node.get("mainEntityOfPage")), node.get("@id")]
    written = (it.get("@id") or it.get("url") if isinstance(it, dict) else it for it in places)
    return tuple(it for it in written if isinstance(it, str) and it.startswith("http"))


def report_of(node: Node, graph: Graph) -> Report:
    """What a report's node says."""
    publishers = (name_of(it) for it in graph.names(node.get("publisher")))
    publisher = next(filter(None, publishers), "")
    people = [
        it
        for value in ("author", "creator")
        for it in listed(node.get(value))
        if not _is_the_paper(graph.full(it), publisher)
    ]
    return Report(
        name=publisher,
        title=title_of(node.get("headline")) or title_of(node.get("name")),
        authors=authors_of(graph.names(people)),
        day=day_of(node.get("datePublished")) or day_of(node.get("uploadDate")),
        language=_language(node.get("inLanguage")),
        access=access_of(node),
        standfirst=words(node.get("description")),
    )


def _is_the_paper(author: object, publisher: str) -> bool:
    """Whether a byline only repeats the publication's name."""
    named = author.get("name") if isinstance(author, dict) else author
    return bool(publisher) and words(named).casefold() == publisher.casefold()


def _language(value: object) -> str:
    first = next(iter(listed(value)), None)
    if isinstance(first, dict):
        first = first.get("alternateName") or first.get("name")
    return language_of(first)


def access_of(node: Node) -> str:
    """What a reader needs: `free`, `registration` or `paywall`; empty if the node does not say."""
    parts = [it for it in listed(node.get("hasPart")) if isinstance(it, dict)]
    flags = [_flag(it.get("isAccessibleForFree")) for it in (node, *parts)]
    if "regist" in words(node.get("conditionsOfAccess")).casefold():
        return "registration"
    if False in flags:
        return "paywall"
    return "free" if flags[0] else ""


def _flag(value: object) -> bool | None:
    if isinstance(value, list):
        return _flag(next(iter(value), None))
    written = words(value if isinstance(value, str) else str(value)).casefold().rpartition("/")[2]
    return {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}.get(
        written
    )
