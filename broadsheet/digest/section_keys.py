"""Finds sections that are likely a misspelled one of those that `site.yaml` lists."""

from collections.abc import Collection, Iterator, Sequence

from broadsheet.digest.listings import Term
from broadsheet.likeness import differ_by_a_letter
from broadsheet.problems import Problem


def mistyped_sections(sections: Sequence[Term], listed: Collection[str]) -> Iterator[Problem]:
    """A warning at each article of a section that is not among the `listed` keys, but differs from
    one of them by a letter; none if the section has a note, because then it is meant."""
    unlisted = {it.slug: it for it in sections if it.slug not in listed and not it.note}
    for pair in differ_by_a_letter({*unlisted, *listed}):
        for key, other in (pair, pair[::-1]):
            if key not in unlisted or other not in listed:
                continue
            text = f"its section {key} is spelled almost like another section, {other}"
            folder = f"if it is {other}, write section: {other}, or move it to content/{other}/"
            hint = f"{folder}; if they are two, list {key} in site.yaml"
            for article in unlisted[key].articles:
                yield Problem(article.path, article.lines.get("section", 0), text, hint)
