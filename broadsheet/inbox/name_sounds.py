"""Writes names so that they agree across scripts, more coarsely than `name_keys` does.

Scripts take over names by their sounds: `Zuckerberg` is `ザッカーバーグ`, `저커버그`, `扎克伯格`.
So sounds that a script cannot tell apart count as one (b, p, f, v and w; g and k; d and t; l and
r), and h counts for nothing. A name whose r ends a syllable has a second form without it. A name of
two consonants keeps its vowels: `Messi`, `Месси`, `メッシ`. Chinese writes foreign names with
characters that are kept for that; these are read as they are in Chinese.

Such a form agrees by chance more often than a key does, so only reports in two scripts are compared
by it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import category, normalize

from anyascii import anyascii

from broadsheet.inbox.name_keys import ARABIC

SHORTEST = 3  # consonants
LONGEST = 40  # characters of a word that is looked at
# Sounds of more than one letter, then letters, as they count.
SOUNDS = {
    "tsch": "s", "sch": "s", "tch": "s", "kh": "", "ch": "k", "sh": "s", "zh": "s", "ph": "p",
    "th": "t", "tz": "s", "ts": "s", "ck": "k", "ce": "se", "ci": "si", "cy": "si", "qu": "k",
    "ng": "n", "mp": "np", "mb": "np",
}  # fmt: skip
SOUND = re.compile("|".join(SOUNDS))
LETTERS = str.maketrans("bfvwgcqdzry", "ppppkkktsli", "hj") | {ord("x"): "ks"}
READING = str.maketrans("qxj", "sss")  # of Chinese and Korean
NO_LETTER = re.compile("[^a-z]+")
VOWELS = re.compile("[aeiou]+")
DOUBLED = re.compile(r"(.)\1+")
# An r that no vowel follows.
CODA = re.compile(r"r(?![aeiouyhr])")
HAN = re.compile("[\u3400-\u9fff]+")
HANGUL = re.compile("[\uac00-\ud7af]")
KANA = re.compile("[\u30a0-\u30ff]")
ARABIC_LETTER = re.compile("[\u0600-\u06ff]")
ARABIC_PREFIX = re.compile("^(?:[وفبلك]?ال|[وفبلك](?=.{4}))")
# Particles that Korean writes at the end of a name.
KOREAN_PARTICLE = re.compile("(?<=..)(?:에서|으로|에게|은|는|이|가|을|를|의|에|로|와|과|도|만)$")
# Characters that Chinese writes foreign names with.
TAKEN_OVER = re.compile(
    "[阿埃艾安昂奥巴班邦保贝本比彼宾波伯博勃布茨查达丹当道得德登邓迪蒂丁东杜顿多厄恩尔法凡范"
    "方菲费芬冯夫弗福盖冈戈格古瓜哈海汉赫胡华怀基吉加贾杰金津久卡凯坎康考科克肯孔库夸拉莱赖兰"
    "朗劳勒雷蕾黎里利莉丽林琳留卢鲁伦罗洛吕马玛迈麦曼芒毛梅门蒙米密明缪莫姆默木穆纳娜奈南内尼妮"
    "宁纽努诺欧帕派潘庞佩彭蓬皮平珀普齐奇恰乔切钦琼丘让日瑞若萨塞赛桑瑟沙莎尚绍舍申圣施什史士"
    "舒朔斯丝思松苏索塔泰坦汤唐陶特滕提廷通图托瓦万旺威韦维温沃乌西希夏香晓欣辛兴雄休旭雅亚扬尧"
    "耶叶伊因英永尤于约宰赞泽曾扎詹珍芝朱卓兹佐拜登]{2,}"
)


@lru_cache(100_000)
def name_sounds(word: str) -> tuple[str, ...]:
    """The forms of a name, a single word in any case and script; none if it is too short."""
    bare = word if word.isascii() else ARABIC_PREFIX.sub("", word)
    spoken = [_spoken(it[:LONGEST]) for it in ((word, bare) if bare != word else (word,))]
    without_r = [CODA.sub("", it) for it in spoken if "r" in it]
    forms = map(_form, dict.fromkeys((*spoken, *without_r)))
    return tuple(dict.fromkeys(it for it in forms if it))


def chinese_sounds(text: str) -> Iterator[str]:
    """The forms of the foreign names in Chinese text."""
    for run in TAKEN_OVER.findall(text):
        yield from name_sounds(run)


def _spoken(word: str) -> str:
    """A name in Latin letters, about as it sounds."""
    if word.isascii():
        return word.lower()
    if HAN.match(word):
        return anyascii(word).lower().translate(READING)
    if HANGUL.match(word):
        bare = KOREAN_PARTICLE.sub("", normalize("NFC", word))
        return anyascii(bare).lower().translate(READING)
    if ARABIC_LETTER.match(word):
        bare = word.replace("خ", "").replace("تز", "ز").replace("تس", "س")
        return bare.translate(ARABIC)
    if KANA.match(word):
        return anyascii(word.replace("ッ", "").replace("ー", "")).lower()
    plain = "".join(it for it in normalize("NFKD", word.casefold()) if category(it) != "Mn")
    return plain if plain.isascii() else anyascii(plain).lower()


def _form(spoken: str) -> str:
    letters = SOUND.sub(lambda it: SOUNDS[it[0]], NO_LETTER.sub("", spoken)).translate(LETTERS)
    bare = DOUBLED.sub(r"\1", VOWELS.sub("", letters))
    bare = bare[:-1] if len(bare) > SHORTEST and bare.endswith("s") else bare
    if len(bare) == SHORTEST - 1 and len(letters) > len(bare) + 1:
        return DOUBLED.sub(r"\1", VOWELS.sub(lambda it: it[0][0], letters))
    return bare if len(bare) >= SHORTEST else ""
