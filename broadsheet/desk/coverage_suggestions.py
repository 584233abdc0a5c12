"""What the site has written that belongs beside a draft, and in which section such things stand."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from broadsheet.desk.drafted import LONGEST, Drafted, Reported
from broadsheet.desk.site_index import Alike, Entry, SiteIndex
from broadsheet.desk.suggestion import Suggestion, many_articles
from broadsheet.desk.telling_words import Written
from broadsheet.problems import shortened

LINK = re.compile(r"\]\(([^()\s]{1,200}\.md)(?:#[^()\s]*)?[)\s]")
MOST_LINKS = 20
MOST = 3
FEWEST_WORDS = 4  # that an article has too
LEAST = 0.07  # of the likeness of an article that is named
VOTING = 12  # articles like a draft whose sections count
MAJORITY = 0.5  # of the votes that a section needs
POWER = 2.0  # how much more the likest ones count
DOUBT = 0.02  # added to all votes, so that little likeness says little
FEED_COUNTS = 1.0  # how much the section of the reports' feeds counts beside all articles


def coverage_suggestions(
    drafted: Drafted,
    reports: Sequence[Reported],
    alike: Sequence[Alike],
    site: SiteIndex,
    own: Written,
) -> Iterator[Suggestion]:
    """At most three articles on the same: first those that credit the same report, then those most
    like the draft. What it links to already is not named."""
    seen = {drafted.path, *(it.article.path for it in linked_from(drafted.body, site))}
    addresses = (*(it.url for it in drafted.sources), *(it.url for it in reports))
    credited = [it for url in dict.fromkeys(addresses) if url for it in site.crediting(url)]
    count = 0
    for entry, because in (
        *((it, "it credits the same report") for it in credited),
        *((it.entry, _shared(it, own)) for it in alike if _is_near(it, own)),
    ):
        if entry.article.path in seen or count >= MOST:
            continue
        seen.add(entry.article.path)
        count += 1
        yield _written(entry, because)


def _written(entry: Entry, because: str) -> Suggestion:
    what = "There is a draft about this, of" if entry.article.draft else "You wrote about this on"
    said = f"{what} {entry.day.isoformat()}: “{shortened(entry.article.title)}”"
    path = entry.article.path
    return Suggestion("related", "body", said, f"{because} ({path})", path=path)


def _is_near(alike: Alike, own: Written) -> bool:
    return alike.score >= LEAST and alike.shares_names(own, FEWEST_WORDS)


def _shared(alike: Alike, own: Written) -> str:
    return f"both have these words: {shortened(alike.shown_words(own))}"


def section_suggestion(
    drafted: Drafted, reports: Sequence[Reported], alike: Sequence[Alike], own: Written
) -> Iterator[Suggestion]:
    """The section that most articles like a draft stand in, or its reports' feeds belong to, if the
    draft is in none."""
    if drafted.section:
        return
    like = [it for it in alike if it.entry.section and it.shares_names(own, FEWEST_WORDS)]
    like = like[:VOTING]
    votes: dict[str, float] = defaultdict(float)
    whole = sum(it.score**POWER for it in like) + DOUBT
    for it in like:
        votes[it.entry.section] += it.score**POWER / whole
    feeds = Counter(it.section for it in reports if it.section)
    for section, count in feeds.items():
        votes[section] += FEED_COUNTS * count / feeds.total()
    every = (1.0 if like else 0.0) + (FEED_COUNTS if feeds else 0.0)
    best = max(sorted(votes), key=lambda it: votes[it], default="")
    if best and votes[best] > MAJORITY * every:
        because = _why(best, like, feeds)
        yield Suggestion("section", "section", f"Put it in {shortened(best)}?", because, best)


def _why(section: str, like: Sequence[Alike], feeds: Counter[str]) -> str:
    parts = []
    inside = sum(it.entry.section == section for it in like)
    if inside:
        parts.append(f"{inside} of {many_articles(len(like))} like this {_are(inside)} in it")
    if feeds[section]:
        many = "report is" if feeds[section] == 1 else "reports are"
        parts.append(f"{feeds[section]} {many} from a feed of that section")
    return ", and ".join(parts)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def linked_from(body: str, site: SiteIndex) -> list[Entry]:
    """The articles of the site that a text links to by their files."""
    names = dict.fromkeys(it.rpartition("/")[2] for it in LINK.findall(body[:LONGEST]))
    found = (site.named(it) for it in list(names)[:MOST_LINKS])
    return [it for it in found if it]
