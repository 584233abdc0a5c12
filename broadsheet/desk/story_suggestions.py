"""Which developing story a draft may belong to: one whose last articles name the same things."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from broadsheet.desk.site_index import Alike, Entry
from broadsheet.desk.suggestion import Suggestion
from broadsheet.desk.telling_words import Written, telling_words
from broadsheet.problems import shortened

# The numbers were found with the sample site and with the labelled events of tests/inbox.
LEAST = 0.13  # of a score, below which nothing is said
USUAL = 20  # words of a short text; many words are rarely shared by as large a part
HALVED = 45.0  # days without an article after which a story is half as likely to go on
LONGEST = 400  # days after which it does not go on
FEWEST_WORDS = 3  # telling words that the likest article has too
OTHER_COUNTS = 0.35  # how much the second article of a story counts
KEY_COUNTS = 0.04  # how much it counts that a draft has all words of the story's key
CLEARLY = 1.25  # how much likelier a story must be than an article without one, or another's


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story with how likely it is, and its article that is most like the draft."""

    story: str
    score: float
    likest: Alike


def story_suggestion(
    alike: Sequence[Alike],
    story: str,
    day: date | None,
    own: Written,
    closed: Collection[str] = (),
) -> Iterator[Suggestion]:
    """The story that a draft of a `day` most likely belongs to, unless it has one. `own` are
    the draft's words; `closed` are the keys of stories that have ended."""
    found = [] if story else candidates(alike, day, own)
    if not found or found[0].score < LEAST or found[0].story in closed:
        return
    best = found[0]
    if len(found) > 1 and found[1].score * CLEARLY > best.score:
        return
    article = best.likest.entry.article
    because = (
        f"“{shortened(article.title)}” of {best.likest.entry.day.isoformat()} is part of it, and"
        f" has these words too: {shortened(best.likest.shown_words(own))}"
    )
    said = f"Does this go on with the story {shortened(best.story)}?"
    yield Suggestion("story", "story", said, because, best.story, article.path)


def candidates(alike: Sequence[Alike], day: date | None, own: Written) -> list[Candidate]:
    """The stories of articles like a draft, the likeliest first. An article counts that is no newer
    than the draft, and that shares two names with it."""
    parts: dict[str, list[Alike]] = defaultdict(list)
    for it in alike:
        is_older = not day or (it.entry.day - day).days <= 1
        if it.entry.story and is_older and it.shares_names(own, FEWEST_WORDS):
            parts[it.entry.story].append(it)
    found = [_candidate(story, each, day, own) for story, each in parts.items()]
    return sorted(found, key=lambda it: (-it.score, it.story))


def _candidate(story: str, parts: Sequence[Alike], day: date | None, own: Written) -> Candidate:
    near = sorted(((_evidence(it) * _near(it.entry, day), it) for it in parts), key=_first)
    second = OTHER_COUNTS * near[1][0] if len(near) > 1 else 0.0
    key = [it for it in telling_words(story) if not it.isdecimal()]
    named = sum(it in own.words for it in key) / max(1, len(key))
    return Candidate(story, near[0][0] + second + KEY_COUNTS * named, near[0][1])


def _first(scored: tuple[float, Alike]) -> tuple[float, str]:
    return -scored[0], scored[1].entry.article.path


def _evidence(alike: Alike) -> float:
    return alike.score * float(max(1.0, alike.asked / USUAL) ** 0.5)


def _near(entry: Entry, day: date | None) -> float:
    days = abs((entry.day - day).days) if day else 0
    return float(0.5 ** (days / HALVED)) if days <= LONGEST else 0.0
