"""How good and how quick are the desk's suggestions of tags on a site?

    python benchmarks/suggestions.py SITE [--most N]

Each article is taken for a draft without tags, once with all others known, and once with those
before it alone, as when it was written. The numbers of `desk/tag_suggestions.py` were found with
the first, third … article, so the others are told apart.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import process_time
from zoneinfo import ZoneInfo

from broadsheet.content.articles import Article, ReadingRules, read_article
from broadsheet.content.notes import is_note
from broadsheet.content.spellings import name_key
from broadsheet.desk.drafted import Drafted
from broadsheet.desk.site_index import SiteIndex
from broadsheet.desk.suggestions import suggestions_for
from broadsheet.files import ContentFile, list_content, read_text
from broadsheet.text.html_as_text import html_as_text

RULES = ReadingRules(ZoneInfo("UTC"), "en", (), "https://example.org/", "sanitize")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was suggested for one article: tags that it has, all that were suggested, all that it
    has, and the milliseconds of a processor that all its suggestions took."""

    right: int
    given: int
    wanted: int
    milliseconds: float


def main(argv: Sequence[str]) -> int:
    """Measure the site that `argv` names; 0 if it has articles with tags."""
    parser = argparse.ArgumentParser(prog="suggestions.py")
    parser.add_argument("site", type=Path, metavar="SITE")
    parser.add_argument("--most", type=int, default=300, metavar="N", help="articles of each kind")
    arguments = parser.parse_args(argv)
    articles = sorted(read_all(arguments.site), key=lambda it: (it[0].date.at, it[0].path))
    if not any(it.tags for it, _ in articles):
        print("no article has tags")
        return 1
    before, index = process_time(), SiteIndex()
    texts = {article.path: html for article, html in articles}
    index.take_up([it for it, _ in articles], texts.__getitem__)
    print(f"{len(articles)} articles, index made in {process_time() - before:.2f} s")
    for half, name in enumerate(("tuned", "unseen")):
        chosen = [it for it, (article, _) in enumerate(articles) if article.tags and it % 2 == half]
        Random(1).shuffle(chosen)
        for is_then in (False, True):
            outcomes = list(measured(articles, chosen[: arguments.most], is_then))
            print(f"{name}, {'as it was then' if is_then else 'all others known'}: ", end="")
            print(in_words(outcomes))
    return 0


def read_all(site: Path) -> Iterator[tuple[Article, str]]:
    """The articles of a site, each with its HTML."""
    for path in list_content(site).texts:
        file = read_text(site, path)
        if isinstance(file, ContentFile) and not is_note(path):
            reading = read_article(file, RULES)
            if reading.article:
                yield reading.article, reading.html


def measured(
    articles: Sequence[tuple[Article, str]], chosen: Sequence[int], is_then: bool
) -> Iterator[Outcome]:
    """What is suggested for the articles at these places, of all in order of time."""
    index, places = SiteIndex(), frozenset(chosen)
    if not is_then:
        index.take_up(
            [it for it, _ in articles], {it.path: html for it, html in articles}.__getitem__
        )
    for place, (article, html) in enumerate(articles):
        if place in places:
            index.forget(article.path)
            yield outcome(index, article, html)
        if is_then or place in places:
            index.put(article, html)


def outcome(index: SiteIndex, article: Article, html: str) -> Outcome:
    """What is suggested for one article as a draft without tags."""
    drafted = Drafted(
        language=article.language,
        title=article.title,
        summary=article.standfirst,
        body=html_as_text(html),
        day=article.date.at.date(),
    )
    before = process_time()
    found = suggestions_for(drafted, [], index)
    taken = (process_time() - before) * 1_000
    given = {name_key(it.value) for it in found if it.kind == "tag"}
    wanted = set(map(name_key, article.tags))
    return Outcome(len(given & wanted), len(given), len(wanted), taken)


def in_words(outcomes: Sequence[Outcome]) -> str:
    """The outcomes of several articles together."""
    if not outcomes:
        return "no articles"
    right, given = sum(it.right for it in outcomes), sum(it.given for it in outcomes)
    hits = sum(it.right > 0 for it in outcomes)
    times = sorted(it.milliseconds for it in outcomes)
    return (
        f"{len(outcomes)} articles, precision {right / max(1, given):.2f},"
        f" recall {right / max(1, sum(it.wanted for it in outcomes)):.2f},"
        f" one right at least for {hits / max(1, len(outcomes)):.0%};"
        f" {times[len(times) // 2]:.0f} ms, at most {times[-1]:.0f} ms"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
