"""The check of tags: one that a single article has may be another one, misspelled."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from broadsheet.checking.desk import Desk
from broadsheet.content.taxonomies import TAG
from broadsheet.digest.listings import Term
from broadsheet.problems import Problem

# How many letters may differ, by the number of letters. Shorter words that differ by a letter are
# most often two: Mali and Malta, Iran and Iraq.
SLIPS = ((12, 2), (6, 1))
# Letters of scripts in which one sign is a word or half of one, so that no slip is small.
WORD_SIGNS = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
DIGITS = re.compile(r"\d+")
PLURAL = re.compile(r"(?<=[^\W\d_]{3})(?<!s)s$")


def similar_tags(desk: Desk) -> Iterator[Problem]:
    """Tags of one article that look like another tag; none where both have a note."""
    terms = desk.catalog.listings.by_taxonomy[TAG].terms
    for lone, other in lookalikes(terms):
        article = lone.articles[0]
        times = len(other.articles)
        count = "1 article has" if times == 1 else f"{times} articles have"
        text = f"only this article has the tag {lone.title}, and {count} {other.title}"
        hint = (
            f"if they mean the same, write {other.title} here; if they do not, give each a file in"
            " content/tags/"
        )
        yield Problem(article.path, article.line("tags"), text, hint)


def lookalikes(terms: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
    """Each term of one article with the term that it looks like most, of at least as many."""
    by_form: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        by_form[form(term.title)].append(term)
    by_start: dict[str, list[str]] = defaultdict(list)
    for name in by_form:
        by_start[name[:1]].append(name)
    for term in terms:
        if len(term.articles) != 1:
            continue
        near = _slips(form(term.title), by_start)
        others = [it for name in near for it in by_form[name] if _is_other(term, it)]
        if others:
            yield term, max(others, key=_size)


def _is_other(lone: Term, other: Term) -> bool:
    """Whether `lone` is rather a slip of `other` than the other way round."""
    if lone is other or (lone.note and other.note):
        return False
    return _size(lone) < _size(other)


def _size(term: Term) -> tuple[bool, int, str]:
    return term.note is not None, len(term.articles), term.title


def form(title: str) -> str:
    """What is left of a tag without case, width, spaces, signs and a plural's s: tags with one form
    are one word in two spellings."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    kept = "".join(it for it in plain if unicodedata.category(it)[0] in "LMN" or it in "+#")
    return PLURAL.sub("", re.sub("ies$", "y", kept)).rstrip("ー") or plain


def _slips(name: str, by_start: dict[str, list[str]]) -> Iterable[str]:
    """The forms that differ from this one by as few letters as a slip does, itself first."""
    yield name
    digits = DIGITS.findall(name)
    letters = len(name) - len("".join(digits))
    allowed = next((most for length, most in SLIPS if letters >= length), 0)
    if not allowed or WORD_SIGNS.search(name):
        return
    found = process.extract(
        name,
        by_start[name[:1]],
        scorer=DamerauLevenshtein.distance,
        score_cutoff=allowed,
        limit=None,
    )
    yield from (it for it, _, _ in found if it != name and DIGITS.findall(it) == digits)
