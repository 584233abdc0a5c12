"""Many reports for measuring: words by Zipf's law, in the scripts of 22 languages, of 200 feeds.

A third of the reports are of events: each of these has words and names of its own, which the
reports of several feeds share, and stays in the news for some days.
"""

from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from random import Random

from broadsheet.inbox.items import NewItem, Subscription

FEEDS = 200
LETTERS = {
    "en": ("bcdfghklmnprstvz", "aeiou"),
    "ru": ("бвгдзклмнпрстф", "аеиоу"),
    "el": ("βγδζθκλμνπρστφ", "αειοω"),
    "ar": ("بتثجدرزسشفقكلمن", "اوي"),
    "fa": ("بپتجچدرزسشفگلمن", "اوی"),
    "he": ("בגדזחטכלמנסקרש", "אוי"),
    "hi": ("कखगचजटडतदनपबमरलस", "ािीेो"),
    "bn": ("কখগচজটডতদনপবমরলস", "ািীেো"),
    "ko": ("가나다라마바사아자차카타파하", "강난달람맛북송"),
    "ka": ("ბგდვზთკლმნპრსტ", "აეიოუ"),
    "zh": ("国人大中上年会生发地学部门电力水化", "一不是在有"),
    "ja": ("日本東京会社新聞電車学校時間火山海", "のはをにが"),
}
LATIN = ("de", "fr", "es", "it", "pt", "nl", "sv", "pl", "tr", "vi")
LANGUAGES = (*LETTERS, *LATIN)
UNSPACED = ("zh", "ja")
VOCABULARY = 20_000  # words of a language
A_REPORT = 75  # words


def subscription(number: int) -> Subscription:
    """One of the feeds; feeds of every language there are, in six sections."""
    section = ("world", "science", "business", "culture", "climate", "")[number % 6]
    return Subscription(f"https://f{number}.example/feed", f"Paper {number}", section)


def reports(count: int, start: int, days: float, seed: int = 1) -> Iterator[tuple[int, NewItem]]:
    """So many reports, each with the number of its feed, spread over `days` from `start` on, which
    is in seconds since 1970, in the order of their times."""
    for number, (feed, told, words) in enumerate(_told(count, seed)):
        at = start + int(number * days * 86_400 / count)
        for place, name in enumerate(told):
            words[place * 2] = name
        yield feed, _item(f"{seed}-{number}", feed, LANGUAGES[feed % len(LANGUAGES)], words, at)


def named_events(count: int, seed: int = 1) -> Iterator[str]:
    """The event that each of `reports` is of; one that is of none is an event of its own."""
    for number, (_, told, _) in enumerate(_told(count, seed)):
        yield " ".join(told) or str(number)


def _told(count: int, seed: int) -> Iterator[tuple[int, list[str], list[str]]]:
    """The feed of each report, the names of its event, and its other words."""
    random = Random(seed)
    events: list[list[str]] = []
    for number in range(count):
        if number % 12 == 0:
            events.append([_name(random) for _ in range(5)])
        feed = random.randrange(FEEDS)
        told = random.choice(events[-60:]) if random.random() < 0.33 else []
        yield feed, told, _words(LANGUAGES[feed % len(LANGUAGES)], random)


def _item(name: str, feed: int, language: str, words: list[str], at: int) -> NewItem:
    space = "" if language in UNSPACED else " "
    address = f"f{feed}.example/2026/{name}"
    text = space.join(words[9:])[:600]
    return NewItem(
        f"https://{address}", f"{address}?", space.join(words[:9]), f"Paper {feed}", language, at,
        text, len(text),
    )  # fmt: skip


def _name(random: Random) -> str:
    return _word(*LETTERS["en"], random, 3).capitalize()


def _word(consonants: str, vowels: str, random: Random, syllables: int) -> str:
    return "".join(random.choice(consonants) + random.choice(vowels) for _ in range(syllables))


@cache
def _vocabulary(language: str) -> tuple[list[str], list[float]]:
    random = Random(language)
    consonants, vowels = LETTERS.get(language, LETTERS["en"])
    words = [_word(consonants, vowels, random, random.randint(1, 4)) for _ in range(VOCABULARY)]
    return words, list(accumulate(1 / (rank + 5) for rank in range(VOCABULARY)))


def _words(language: str, random: Random) -> list[str]:
    words, weights = _vocabulary(language)
    chosen = random.choices(words, cum_weights=weights, k=A_REPORT)
    return [it.capitalize() if place % 5 == 0 else it for place, it in enumerate(chosen)]
