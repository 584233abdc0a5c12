"""Which of the site's own tags a draft may want: those it names, and those of articles like it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from broadsheet.content.spellings import name_key
from broadsheet.desk.drafted import Drafted
from broadsheet.desk.site_index import Alike, SiteIndex
from broadsheet.desk.suggestion import Suggestion, many_articles
from broadsheet.desk.telling_words import Written, telling_words
from broadsheet.problems import shortened

MOST = 5
# The numbers were found with every second article of a corpus of 2,288; the others gave as much.
LEAST = 0.12  # of a score, below which a tag is not worth a look
LIKE = 20  # articles like a draft whose tags count
FEWEST_WORDS = 3  # that such an article has too, besides two names
NEAR = 0.1  # likeness that is enough without
DOUBT = 0.02  # added to all that these say together, so that little likeness says little
POWER = 2.0  # how much more the likest ones count
HALVED = 550.0  # days after which an article's tags count half, as habits change
FEWEST_LIKE = 2  # articles like a draft that have a tag which it does not name itself
FEW = 2.0  # articles more that name a tag without having it, so that one alone proves nothing
LIKE_COUNTS, NAMED_COUNTS, TOGETHER_COUNTS = 0.6, 0.4, 0.3


@dataclass(frozen=True, slots=True)
class Named:
    """A tag that a draft names: how many articles name it too, and how many of these have it."""

    naming: int
    having: int

    @property
    def share(self) -> float:
        """The share of those that have it, with some doubt where they are few."""
        return self.having / (self.naming + FEW)


@dataclass(frozen=True, slots=True)
class Scored:
    """A tag's key with how likely it is meant."""

    tag: str
    score: float


def tag_suggestions(
    site: SiteIndex,
    texts: Sequence[str],
    alike: Sequence[Alike],
    drafted: Drafted,
    words: Written,
) -> Iterator[Suggestion]:
    """At most five of the site's tags for a draft of these texts, the likeliest first, none that it
    has. `alike` are the articles most like it, `words` its own."""
    like = voters(alike, words)
    own = frozenset(map(name_key, drafted.tags))
    named = named_tags(site, texts, drafted.path)
    for it in scored_tags(site, named, like, own, drafted.day)[:MOST]:
        tag = site.spelled(it.tag)
        because = _because(it.tag, tag, named, like)
        yield Suggestion("tag", "tags", f"Add the tag {shortened(tag)}?", because, tag)


def voters(alike: Sequence[Alike], words: Written) -> list[Alike]:
    """The articles like a draft whose tags say something of it."""
    near = (it for it in alike if it.score >= NEAR or it.shares_names(words, FEWEST_WORDS))
    return list(islice((it for it in near if it.entry.tags), LIKE))


def scored_tags(
    site: SiteIndex,
    named: Mapping[str, Named],
    alike: Sequence[Alike],
    own: Collection[str],
    day: date | None,
) -> list[Scored]:
    """Every tag that is likely enough, the likeliest first, for a draft of a `day` with the tags
    `own`."""
    scores: dict[str, float] = defaultdict(float)
    having = Counter(tag for it in alike for tag in it.entry.tags)
    votes = [(it, it.score**POWER * _fresh(it, day)) for it in alike]
    every = sum(vote for _, vote in votes) + DOUBT
    for it, vote in votes:
        for tag in it.entry.tags:
            if having[tag] < FEWEST_LIKE and tag not in named:
                continue  # what one article has may be its own matter
            scores[tag] += LIKE_COUNTS * vote / every
    for tag, how in named.items():
        scores[tag] += NAMED_COUNTS * how.share
    for tag in own:
        for other, count in _together(site, tag).items():
            if other in scores:
                share = count / (len(site.tagged(tag)) + FEW)
                scores[other] += TOGETHER_COUNTS * share / len(own)
    found = [Scored(tag, it) for tag, it in scores.items() if it >= LEAST and tag not in own]
    return sorted(found, key=lambda it: (-it.score, it.tag))


def _fresh(alike: Alike, day: date | None) -> float:
    days = abs((alike.entry.day - day).days) if day else 0
    return float(0.5 ** (days / HALVED))


def named_tags(site: SiteIndex, texts: Sequence[str], path: str) -> dict[str, Named]:
    """The tags whose words stand in a row in one of the texts, but not all apart."""
    said = [tuple(telling_words(it)) for it in texts]
    words = frozenset(word for text in said for word in text)
    in_rows = f" {' | '.join(' '.join(text) for text in said)} "
    found = {}
    for tag, parts in site.tag_words():
        if parts[0] not in words or not words.issuperset(parts):
            continue
        name = site.spelled(tag)
        if name.isupper():  # WHO is not who
            if any(name in text for text in texts):
                found[tag] = _counted(site, tag, path)
        elif len(parts) == 1 or f" {' '.join(parts)} " in in_rows:
            found[tag] = _counted(site, tag, path)
    return found


def _counted(site: SiteIndex, tag: str, path: str) -> Named:
    naming = site.naming(site.spelled(tag)) - {path}
    return Named(len(naming), len(naming & site.tagged(tag).keys()))


def _together(site: SiteIndex, tag: str) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for path in site.tagged(tag):
        entry = site.entry(path)
        for other in entry.tags if entry else ():
            counts[other] += 1
    return counts


def _because(key: str, tag: str, named: Mapping[str, Named], alike: Sequence[Alike]) -> str:
    how = named.get(key)
    if how and how.having and how.naming == 1:
        return f"your only other article that names {shortened(tag)} has it"
    if how and how.having == how.naming > 1:
        every = "both" if how.naming == 2 else f"all {how.naming}"
        return f"{every} of your articles that name {shortened(tag)} have it"
    if how and how.having:
        have = "has" if how.having == 1 else "have"
        return f"{how.having} of your {how.naming} articles that name {shortened(tag)} {have} it"
    like = [it.entry for it in alike if key in it.entry.tags]
    if like:
        have = "has" if len(like) == 1 else "have"
        title = shortened(like[0].article.title)
        return f"{len(like)} of {many_articles(len(alike))} like this {have} it, such as “{title}”"
    if how:
        return "it is one of your tags, and the draft names it"
    return "your articles with the other tags of this one often have it"
