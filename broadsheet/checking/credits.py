"""Checks of what an article says of others' work, and of its own mistakes."""

import re
from collections.abc import Callable, Iterator, Sequence

from broadsheet.checking.desk import Desk
from broadsheet.digest.attribution import same_page
from broadsheet.problems import Problem, shortened
from broadsheet.text.reading_time import count_words

FEWEST_WORDS = 5  # of a correction that says what is right
WRITTEN_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
TOLD = {
    "title": "title: the report's own title",
    "date": "date: when it was published",
    "language": "language: such as fr",
}


def bare_sources(desk: Desk) -> Iterator[Problem]:
    """Sources with neither the title nor the date of the report."""
    return _lacking(desk, lambda missing: {"title", "date"} <= set(missing))


def incomplete_sources(desk: Desk) -> Iterator[Problem]:
    """Sources that lack the title, the date or the language of the report."""
    return _lacking(desk, bool)


def _lacking(desk: Desk, is_told: Callable[[Sequence[str]], bool]) -> Iterator[Problem]:
    for article in desk.articles:
        for number, source in enumerate(article.sources):
            missing = [key for key in TOLD if not getattr(source, key)]
            if is_told(missing):
                text = f"the source {source.name} has no {' and no '.join(missing)}"
                hint = "\n".join(f"add {TOLD[key]}" for key in missing)
                yield Problem(article.path, article.line("sources", number), text, hint)


def repeated_sources(desk: Desk) -> Iterator[Problem]:
    """Sources of one article whose address stands there already."""
    for article in desk.articles:
        lines: dict[str, int] = {}
        for number, source in enumerate(article.sources):
            line = article.line("sources", number)
            first = lines.setdefault(same_page(source.url), line)
            if first != line:
                text = f"credits the same report twice: {source.url}"
                yield Problem(article.path, line, text, f"the first is on line {first}")


def thin_corrections(desk: Desk) -> Iterator[Problem]:
    """Corrections of so few words that they cannot say what is right."""
    for article in desk.articles:
        for correction in article.corrections:
            text = correction.text
            if count_words(text) < FEWEST_WORDS and not WRITTEN_WITHOUT_SPACES.search(text):
                said = f'the correction says too little: "{shortened(text)}"'
                hint = "say what was wrong and what is right: It was 12 houses, not 20."
                yield Problem(article.path, article.line("corrections"), said, hint)
