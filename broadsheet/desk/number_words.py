"""Which numbers words stand for, by language: `two hundred`, `zweihundert`, `دویست`, `二百`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

# Words from 2 on; those for one are articles and pronouns too. Units to 20, then tens, then 100.
COUNTED: Mapping[str, tuple[str, str]] = {
    "en": (
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen",
        "twenty thirty forty fifty sixty seventy eighty ninety",
    ),
    "de": (
        "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn"
        " sechzehn siebzehn achtzehn neunzehn",
        "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    ),
    "fr": (
        "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
        " dix-sept dix-huit dix-neuf",
        "vingt trente quarante cinquante soixante soixante-dix quatre-vingt quatre-vingt-dix",
    ),
    "es": (
        "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
        " dieciséis diecisiete dieciocho diecinueve",
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    ),
    "it": (
        "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici"
        " quindici sedici diciassette diciotto diciannove",
        "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    ),
    "pt": (
        "dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze"
        " dezesseis dezessete dezoito dezenove",
        "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    ),
    "nl": (
        "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien"
        " zestien zeventien achttien negentien",
        "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    ),
    "ru": (
        "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать"
        " четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
        "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
    ),
    "ar": (
        "اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
        "عشرين ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين",
    ),
    "fa": (
        "دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده",
        "بیست سی چهل پنجاه شصت هفتاد هشتاد نود",
    ),
    "hi": ("दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह", "बीस तीस चालीस पचास साठ सत्तर अस्सी नब्बे"),
}
MORE: Mapping[str, Mapping[str, int]] = {
    "en": {"dozen": 12},
    "de": {"zwo": 2, "dreissig": 30, "dutzend": 12},
    "fr": {"septante": 70, "quatre-vingts": 80, "huitante": 80, "nonante": 90, "douzaine": 12},
    "es": {"docena": 12, "veintiún": 21, "veintiuno": 21, "veintidós": 22, "veintitrés": 23,
           "veinticuatro": 24, "veinticinco": 25, "veintiséis": 26, "veintisiete": 27,
           "veintiocho": 28, "veintinueve": 29, "doscientos": 200, "doscientas": 200,
           "trescientos": 300, "trescientas": 300, "cuatrocientos": 400, "quinientos": 500},
    "pt": {"duas": 2, "dúzia": 12, "duzentos": 200, "trezentos": 300, "quinhentos": 500},
    "ru": {"две": 2, "двое": 2, "трое": 3, "двести": 200, "триста": 300, "пятьсот": 500},
    "ar": {"اثنان": 2, "ثلاث": 3, "أربع": 4, "خمس": 5, "ست": 6, "سبع": 7, "ثماني": 8, "تسع": 9,
           "عشر": 10, "عشرون": 20, "ثلاثون": 30, "أربعون": 40, "خمسون": 50, "مئتين": 200},
    "fa": {"دویست": 200, "سیصد": 300, "چهارصد": 400, "پانصد": 500},
    "hi": {"पांच": 5, "छः": 6},
}  # fmt: skip
HUNDREDS: Mapping[str, str] = {
    "en": "hundred", "de": "hundert", "fr": "cent cents", "es": "cien ciento", "it": "cento",
    "pt": "cem cento", "nl": "honderd", "ru": "сто", "ar": "مئة مائة", "fa": "صد", "hi": "सौ",
}  # fmt: skip
# Words for one count only at the end of a number: `twenty-one`, `vingt et un`.
ONES: Mapping[str, str] = {
    "en": "one", "fr": "un une", "es": "uno un una", "pt": "um uma", "ru": "один одна",
    "ar": "واحد", "fa": "یک",
}  # fmt: skip
DOZENS = frozenset("dozen dutzend douzaine docena dúzia".split())
AND = {"en": "and", "de": "und", "fr": "et", "es": "y", "pt": "e", "ar": "و", "fa": "و"}
# What a number before it is multiplied by. A billion is two numbers in the languages of the world.
SCALES: Mapping[str, tuple[float, ...]] = {
    word: factors
    for words, factors in (
        ("thousand tausend mille mil mila duizend тысяча тысячи тысяч тыс ألف آلاف الاف هزار"
         " हज़ार हजार 千 천", (1e3,)),
        ("万 萬 만", (1e4,)),
        ("lakh lakhs लाख", (1e5,)),
        ("million millions mio millionen millón millones milione milioni milhão milhões miljoen"
         " млн миллион миллиона миллионов مليون ملايين میلیون", (1e6,)),
        ("crore crores करोड़", (1e7,)),
        ("億 亿 억", (1e8,)),
        ("mrd milliarde milliarden milliard milliards md miliardo miliardi miljard млрд миллиард"
         " миллиарда миллиардов مليار میلیارد अरब bn", (1e9,)),
        ("billion billions billionen billón billones bilhão bilhões", (1e9, 1e12)),
        ("trillion trillions tn трлн 兆 조", (1e12,)),
    )
    for word in words.split()
}  # fmt: skip
LETTERS = {"k": 1e3, "m": 1e6, "b": 1e9}  # stuck to a number; m may be metres as well
ORDINALS = {
    it: number
    for number, it in enumerate(
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 3
    )
}
HAN = dict(zip("〇零一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)) | {
    "两": 2, "兩": 2,
}  # fmt: skip
HAN_SCALES = {
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "萬": 10_000,
    "億": 10**8,
    "亿": 10**8,
}
IN_HAN = re.compile(f"[{''.join(HAN)}{''.join(HAN_SCALES)}]{{2,12}}")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language for numbers, and how they are found in a text of small letters.

    `scales` are those for thousands, which are no number where they stand alone.
    """

    values: Mapping[str, int]
    form: re.Pattern[str]
    scales: frozenset[str]


@cache
def number_words(language: str) -> Words | None:
    """The words for numbers of a language, such as `de`; None where we know none."""
    if language not in COUNTED:
        return None
    units, tens = (it.split() for it in COUNTED[language])
    values = {word: number for number, word in enumerate(units, 2)}
    values |= {word: number * 10 for number, word in enumerate(tens, 2)}
    values |= MORE.get(language, {})
    values |= dict.fromkeys(HUNDREDS[language].split(), 100)
    if language in ("de", "nl"):
        values |= dict(_in_one_word(language, units, tens))
    thousand = {word: 1_000 for word, by in SCALES.items() if by == (1e3,)}
    ones = dict.fromkeys(ONES.get(language, "").split(), 1)
    word = _one_of({**values, **thousand})
    form = rf"(?<![\w-]){word}(?:{_joint(language)}{word}){{0,6}}"
    if ones:
        form += rf"(?:{_joint(language)}{_one_of(ones)})?"
    return Words(values | thousand | ones, re.compile(rf"{form}(?![\w-])"), frozenset(thousand))


def _one_of(words: Mapping[str, int]) -> str:
    every = sorted(words, key=lambda it: (-len(it), it))
    return f"(?:{'|'.join(map(re.escape, every))})"


def _joint(language: str) -> str:
    """What stands between the words of one number."""
    if language in ("ar", "fa"):
        return "(?: ?و ?|[ ])"
    return rf"(?:[ -]|[ -]{AND[language]}[ -])" if language in AND else "[ -]"


def _in_one_word(language: str, units: list[str], tens: list[str]) -> Iterator[tuple[str, int]]:
    """The numbers to 999 that German and Dutch write in one word."""
    one, und = ("ein", "und") if language == "de" else ("een", "en")
    hundred = HUNDREDS[language]
    below = {word: number for number, word in enumerate(units, 2)}
    below |= {ten: number * 10 for number, ten in enumerate(tens, 2)}
    for number, ten in enumerate(tens, 2):
        for unit, it in enumerate((one, *units[:8]), 1):
            below[f"{it}{und}{ten}"] = number * 10 + unit
            below[f"{it}ën{ten}"] = number * 10 + unit
    yield from below.items()
    for number, it in enumerate(("", *units[:8]), 1):
        yield f"{it}{hundred}", number * 100
        yield from ((f"{it}{hundred}{word}", number * 100 + rest) for word, rest in below.items())


def value_of(words: str, known: Words) -> int:
    """The number that words of a language say: the parts of `two hundred and five`, together."""
    whole, part = 0, 0
    for word in _parts(words, known):
        value = known.values[word]
        if value == 100 or word in DOZENS:
            part = max(1, part) * value
        elif value == 1_000:
            whole, part = whole + max(1, part) * 1_000, 0
        else:
            part += value
    return whole + part


def _parts(words: str, known: Words) -> Iterator[str]:
    """The words that have a value, the longest first where one has others in it."""
    at = 0
    while at < len(words):
        ends = (end for end in range(min(len(words), at + 30), at, -1))
        end = next((it for it in ends if words[at:it] in known.values and _ends(words, it)), at)
        if end > at:
            yield words[at:end]
        at = max(end, at) + 1


def _ends(words: str, at: int) -> bool:
    return at >= len(words) or not words[at].isalpha() or words[at] == "و"


def value_in_han(signs: str) -> int:
    """The number that Chinese or Japanese signs say: 305 for 三百零五."""
    whole, part, digit = 0, 0, 0
    for sign in signs:
        if sign in HAN:
            digit = digit * 10 + HAN[sign]
        elif HAN_SCALES[sign] < 10_000:
            part, digit = part + max(1, digit) * HAN_SCALES[sign], 0
        else:
            whole, part, digit = whole + max(1, part + digit) * HAN_SCALES[sign], 0, 0
    return whole + part + digit
