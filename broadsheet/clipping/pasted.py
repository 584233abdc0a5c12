"""Finds the reports in a text that was pasted from a page with all that stood around them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from broadsheet.clipping.addresses import cleaned
from broadsheet.clipping.report import Report
from broadsheet.clipping.scripts import checked_language
from broadsheet.clipping.values import BY, authors_of, day_of, name_of, words
from broadsheet.text.reading_time import count_words

# Words that pages put around a report. A line that is one of them alone is left out.
FURNITURE = frozenset(
    """advertisement|ad|sponsored|promoted|menu|home|search|sign in|log in|login|register|subscribe
    |subscribe now|skip to content|skip to main content|share|share this|share this article|print
    |email|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|copy link|save|listen
    |listen to this article|follow us|comments|leave a comment|read more|read full story|load more
    |close|next|previous|latest|trending|most read|most popular|breaking news|live|video|videos
    |photos|gallery|newsletter|sign up|accept|accept all|accept cookies|reject all|manage cookies
    |cookie settings|privacy policy|terms of use|contact us|about us|contact|about|advertise
    |werbung|anzeige|teilen|startseite|anmelden|publicité|partager|accueil|publicidad|compartir
    |inicio|реклама|поделиться|главная|広告|シェア|ホーム|广告|分享|首页|إعلان|مشاركة|الرئيسية
    """.replace("\n", "").split("|")
)  # fmt: skip
# What starts the lists below a report; what follows is not part of it.
BELOW = re.compile(
    r"(related( articles?| stories| posts| news| topics)?|more (from|on|stories|in) .*|more stories"
    r"|you (may|might) also (like|enjoy).*|recommended( for you)?|read (also|next)|see also"
    r"|also read|tags?|topics|around the web|most read|mehr zum thema|das könnte sie .*"
    r"|à lire aussi|sur le même sujet|te puede interesar|más noticias|читайте также|関連記事"
    r"|相关新闻|اقرأ أيضا|مواضيع ذات صلة)\s*:?",
    re.IGNORECASE,
)
ENDS = re.compile(
    r"(back to top( button)?|return to top|scroll to top|top of page|nach oben|haut de page"
    r"|volver arriba|наверх|ページトップへ|返回顶部)\s*[↑^]?|[-*_=–—~]{3,}|(\* ?){3,}",
    re.IGNORECASE,
)
RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)?\s*(?:by\s+)?(.*)",
    re.IGNORECASE,
)
RESERVED = re.compile(r"[\s.,|·–—-]*all rights reserved.*", re.IGNORECASE)
SOURCE = re.compile(
    r"(?:source|published (?:by|in|on)|via|quelle|fuente|источник|来源|出典|المصدر)\s*[:：]\s*(.+)",
    re.IGNORECASE,
)
DATELINE = re.compile(r"[A-Z][^()\d]{1,40}(?:,[^()]{1,30})?\(([A-Z][\w .&'-]{1,30})\)\s*[-–—]")
ADDRESS = re.compile(r"<?(https?://\S+?)>?")
STAMPED = re.compile(
    r"(?:published|updated|posted|last updated|date)?\s*(?:on|at)?\s*:?\s*(.*)", re.IGNORECASE
)
CLOCK = re.compile(
    r"[,|·–—-]?\s*\b(?:at\s+)?\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4}|[+-]\d{4})?$|^(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+",
    re.IGNORECASE,
)
SENTENCE_ENDS = tuple(".!?…。！？؟۔:;,")
CLOSING = "\"'”’»)"
LONG_LINE = 25  # words from which on a line is a paragraph, however it ends
MOST = 20  # reports in one text
FEWEST_IN_HEADLINE, FEWEST_SIGNS = 4, 10  # words, or characters where words are not spaced


def read_pasted(text: str, today: date) -> tuple[Report, ...]:
    """The reports in a pasted text, in order; none where no line can be a headline.

    A report ends where the text says so ("Back to top"), at a line of dashes, or where a line of
    an address starts the next. A date after `today` is none. At most 20 reports are read.
    """
    found = (_report(lines, today) for lines in _parts(text))
    return tuple(islice((it for it in found if it is not None), MOST))


def _parts(text: str) -> Iterator[Sequence[str]]:
    """The lines of each report."""
    lines: list[str] = []
    has_text = False
    for line in filter(None, map(words, text.splitlines())):
        ends = bool(ENDS.fullmatch(line))
        if ends or (has_text and ADDRESS.fullmatch(line)):
            yield lines
            lines, has_text = [], False
        lines += [] if ends else [line]
        has_text = has_text or _is_paragraph(line)
    yield lines


def _report(lines: Sequence[str], today: date) -> Report | None:
    told = [(line, _told(line, today)) for line in _above_lists(lines)]
    facts = [it for _, it in told if it is not None]
    text = [line for line, it in told if it is None and line.casefold() not in FURNITURE]
    place = next((at for at, line in enumerate(text) if _is_headline(text, at)), None)
    if place is None:
        return None
    standfirst, paragraphs = _body(text[place + 1 :])
    names = [it.name for it in facts if it.name] + [*_datelines(paragraphs[:2])]
    return Report(
        name=next(iter(names), ""),
        title=text[place],
        authors=next((it.authors for it in facts if it.authors), ()),
        day=next((it.day for it in facts if it.day), None),
        language=checked_language("", " ".join(text[place:])),
        url=next((it.url for it in facts if it.url), ""),
        standfirst=standfirst,
        paragraphs=tuple(paragraphs),
    )


def _above_lists(lines: Sequence[str]) -> Iterator[str]:
    """The lines of a report without the lists below it; what names its rights is still read."""
    is_below = False
    for line in lines:
        is_below = is_below or bool(BELOW.fullmatch(line))
        if not is_below or RIGHTS.match(line):
            yield line


def _told(line: str, today: date) -> Report | None:
    """What a line beside the text says: an address, a publication, a byline or a day; None for a
    line of the text."""
    address = ADDRESS.fullmatch(line)
    if address:
        return Report(url=cleaned(address[1]))
    named = SOURCE.fullmatch(line) or RIGHTS.fullmatch(line)
    if named and len(line) < 120:
        return Report(name=name_of(RESERVED.sub("", named[1])))
    stamp = _stamp(line, today) if count_words(line) <= 16 else Report()
    return None if stamp == Report() else stamp


def _stamp(line: str, today: date) -> Report:
    """A byline, a day, or both: `By Ann Lee | August 20, 2021`."""
    parts = [it for it in re.split(r"\s*[|•·]\s*", line) if it]
    days = [it for it in (_day(part, today) for part in parts) if it]
    names = [part for part in parts if BY.match(part) and part[:1].isupper()]
    return Report(authors=authors_of(names), day=next(iter(days), None))


def _day(text: str, today: date) -> date | None:
    found = STAMPED.fullmatch(CLOCK.sub("", text).strip())
    day = day_of(CLOCK.sub("", found[1]).strip()) if found else None
    return day if day and day <= today else None


def _is_headline(text: Sequence[str], at: int) -> bool:
    """Whether a line is long enough and no sentence, and a paragraph or a standfirst follows."""
    line = text[at]
    enough = count_words(line) >= FEWEST_IN_HEADLINE or (
        " " not in line and len(line) >= FEWEST_SIGNS
    )
    return enough and not _is_paragraph(line) and any(map(_is_paragraph, text[at + 1 : at + 4]))


def _is_paragraph(line: str) -> bool:
    """Whether a line is a sentence, or too long for a headline."""
    ends = line.rstrip(CLOSING).endswith(SENTENCE_ENDS)
    return count_words(line) >= LONG_LINE or (ends and count_words(line) >= FEWEST_IN_HEADLINE)


def _body(lines: Sequence[str]) -> tuple[str, list[str]]:
    """The standfirst and the paragraphs; subheads and what else is no sentence is left out."""
    paragraphs = [line for line in lines if _is_paragraph(line)]
    first = paragraphs[0] if paragraphs else ""
    is_standfirst = len(paragraphs) > 1 and count_words(first) <= 45
    return (first, paragraphs[1:]) if is_standfirst else ("", paragraphs)


def _datelines(paragraphs: Iterable[str]) -> Iterator[str]:
    """The agency that a dateline names: `KABUL, Aug 20 (Reuters) -`."""
    for paragraph in paragraphs:
        found = DATELINE.match(paragraph)
        if found:
            yield name_of(found[1])
