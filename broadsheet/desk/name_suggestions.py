"""Which names in a draft's title and summary no report has: slips such as `Bhaglan`, and others."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from broadsheet.checking.weekdays import calendar
from broadsheet.counted import counted
from broadsheet.desk.drafted import LONGEST, Drafted, Reported, own_words
from broadsheet.desk.site_index import SiteIndex
from broadsheet.desk.suggestion import Suggestion, looked_for_in
from broadsheet.desk.telling_words import UNSPACED, folded, telling_words
from broadsheet.inbox.name_keys import name_key
from broadsheet.problems import shortened

WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
PART = re.compile(r"[^\W\d_]+")
KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{4,}")
FIRST_WORD = re.compile(r"(?:^|[.!?:…\n]['\"”’)]*\s+|[“\"‘«„(>*_-]\s*)$")
SHORTEST, SHORTEST_SLIP, LONG = 3, 5, 8  # letters of a name; of one that can be a slip
NOUNS_TOO = frozenset({"de", "lb", "nds"})  # languages in which nouns have capitals
TITLE_CASE = 0.6  # the share of a title's words with a capital, from which on it tells nothing
MOST = 8  # suggestions


@dataclass(frozen=True, slots=True)
class Known:
    """The words of the reports by their forms, as written and with who has each first; those that
    may be names and are of the draft's language, also by their first four letters; and the keys of
    all, for other languages."""

    words: Mapping[str, tuple[str, str]]
    names: tuple[str, ...]
    keys: frozenset[str]
    by_start: Mapping[str, Sequence[str]]

    def has(self, form: str) -> bool:
        """Whether a report has a word, or a longer or shorter form of it."""
        akin = self.by_start.get(form[:4], ())
        return form in self.words or any(_is_form_of(form, it) for it in akin)


def name_suggestions(
    drafted: Drafted,
    reports: Sequence[Reported],
    site: SiteIndex,
    linked: Sequence[Reported] = (),
) -> Iterator[Suggestion]:
    """A suggestion for each name in title, summary or text that is almost one of the reports', and
    for each in title or summary that neither a report nor an article of the site has."""
    if not any(it.text for it in reports):
        return
    language = drafted.language.partition("-")[0].casefold()
    known = _known([*reports, *linked], drafted)
    seen: set[str] = set()
    fields = (("title", drafted.title), ("summary", drafted.summary))
    for field, text in (*fields, ("body", own_words(drafted.body))):
        for name in names_in(text[:LONGEST], drafted.language, is_title=field == "title"):
            form = folded(name)
            if form in seen or len(seen) >= MOST or known.has(form) or _on_site(site, name):
                continue
            near = _near(form, known)
            if near:
                yield _slip(field, name, *known.words[near])
            elif field == "body" or language in NOUNS_TOO or name_key(name) in known.keys:
                continue
            else:
                said = f"No report names {shortened(name)}, and no article of yours"
                yield Suggestion("name", field, said, _looked_in(reports))
            seen.add(form)


def _slip(field: str, name: str, meant: str, publisher: str) -> Suggestion:
    by = f" ({shortened(publisher)})" if publisher else ""
    said = f"Is {shortened(name)} meant to be {shortened(meant)}?"
    because = f"no report has {shortened(name)}; {shortened(meant)} is in the reports{by}"
    return Suggestion("name", field, said, because)


def _looked_in(reports: Sequence[Reported]) -> str:
    texts = [it for it in reports if it.text]
    parts = sum(it.in_part for it in texts)
    return looked_for_in(counted(len(texts), "report"), parts)


def names_in(text: str, language: str, is_title: bool = False) -> list[str]:
    """The words of a text that are likely names: with a capital and not the first of a sentence, or
    in katakana. A title with capitals throughout, and a text in capitals, tell none."""
    words = list(WORD.finditer(text))
    if is_title and _has_capitals_throughout([it[0] for it in words]):
        return []
    usual = _usual(language)
    usual |= {it[0] for it in words if it[0].islower()}
    inside = (
        _without_ending(it[0])
        for it in words
        if not FIRST_WORD.search(text[max(0, it.start() - 6) : it.start()])
    )
    names = [it for it in inside if _is_name(it) and it.casefold() not in usual]
    return names + KATAKANA.findall(text)


def _is_name(word: str) -> bool:
    return len(word) >= SHORTEST and word[0].isupper() and not word.isupper()


def _without_ending(word: str) -> str:
    """The name in a word such as `Taliban-held`; `Pul-e-Hesar` is all name."""
    first, sign, rest = word.partition("-")
    return first if sign and rest.islower() else word


def _has_capitals_throughout(words: Sequence[str]) -> bool:
    long = [it for it in words if len(it) > SHORTEST]
    return len(long) > SHORTEST and sum(it[0].isupper() for it in long) > TITLE_CASE * len(long)


def _usual(language: str) -> set[str]:
    """The names of weekdays and months."""
    known = calendar(language or "en")
    return {*known.weekdays, *known.months}


def _known(reports: Sequence[Reported], drafted: Drafted) -> Known:
    words: dict[str, tuple[str, str]] = {}
    keys: set[str] = set()
    names: dict[str, None] = {}
    language = drafted.language.partition("-")[0].casefold()
    credits = [
        (f"{it.name} {it.title} {' '.join(it.author)}", it.name, False) for it in drafted.sources
    ]
    texts = [
        (
            f"{it.title}\n{it.text}\n{it.publisher}",
            it.publisher,
            it.language.partition("-")[0].casefold() in ("", language),
        )
        for it in reports
    ]
    for text, publisher, is_own in (*texts, *credits):
        found = (it for form in (WORD, PART, KATAKANA) for it in form.findall(text[:LONGEST]))
        for word in dict.fromkeys(it for it in found if len(it) >= SHORTEST):
            words.setdefault(folded(word), (word, publisher))
            keys.add(name_key(word))
            if is_own and not word[0].islower():
                names[folded(word)] = None
    by_start: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_start[name[:4]].append(name)
    return Known(words, tuple(names), frozenset(keys - {""}), by_start)


def _is_form_of(one: str, other: str) -> bool:
    """Whether one word begins with the other, but for a letter: `Afghan`, `Afghans`,
    `Afghanistan`."""
    short, long = sorted((one, other), key=len)
    return len(short) > SHORTEST and (
        long.startswith(short) or (long.startswith(short[:-1]) and len(short) > LONG)
    )


def _on_site(site: SiteIndex, name: str) -> bool:
    forms = list(telling_words(name))
    return bool(forms) and all(site.having(it) for it in forms)


def _near(form: str, known: Known) -> str:
    """The name that a name was most likely meant to be: one letter away, or two where it is long or
    sounds the same."""
    if len(form) < SHORTEST_SLIP and not UNSPACED.match(form):
        return ""
    key, most = name_key(form), 2 if len(form) >= LONG else 1
    found = []
    for it in known.names:
        if abs(len(it) - len(form)) > 2 or len(it) < SHORTEST_SLIP - 1 or _is_ending(form, it):
            continue
        allowed = 2 if key and key == name_key(it) else most
        off = DamerauLevenshtein.distance(form, it, score_cutoff=allowed)
        if off <= allowed:
            found.append((off, it))
    return min(found)[1] if found else ""


def _is_ending(one: str, other: str) -> bool:
    """Whether two names differ only at their ends, as forms of one word do in many languages."""
    if UNSPACED.match(one):
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    return same is None or same >= min(len(one), len(other)) - 1
