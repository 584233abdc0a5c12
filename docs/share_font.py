"""Makes the font of share images, `broadsheet/data/fonts/`, out of a whole Literata SemiBold.

A developer's step: python docs/share_font.py Literata_600SemiBold.ttf OUT.ttf  (needs fonttools).
Keeps Latin, Greek and Cyrillic without hints or features; kerning becomes a `kern` table, the one
form of it that FreeType reads by itself.
"""

import sys
from collections.abc import Iterator, Set
from itertools import product
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

KEPT = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x2DD), (0x370, 0x3FF), (0x400, 0x52F),
    (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF), (0x2100, 0x215F),
    (0x2190, 0x2193), (0x2212, 0x2212), (0x2248, 0x2265), (0xFB01, 0xFB02),
)  # fmt: skip
KERNED = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÄÖÜäöüßÉéèêáíóúñçøåæ"
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψω"
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"
    ".,:;-–—’‘“”„«»()&?!/0123456789 "
)
MOST = 10_000  # pairs: what one table of this format can hold


def kerning(font: TTFont) -> dict[tuple[str, str], int]:
    """The kerning of pairs of common letters that the font's GPOS gives, in font units."""
    names = font.getBestCmap()
    glyphs = {names[ord(it)] for it in KERNED if ord(it) in names}
    found: dict[tuple[str, str], int] = {}
    tables = font["GPOS"].table
    wanted = {i for it in tables.FeatureList.FeatureRecord if it.FeatureTag == "kern"
              for i in it.Feature.LookupListIndex}  # fmt: skip
    for index in sorted(wanted):
        for sub in tables.LookupList.Lookup[index].SubTable:
            sub = getattr(sub, "ExtSubTable", sub)
            for pair, value in pairs(sub, glyphs):
                found.setdefault(pair, value)
    largest = sorted((it for it in found.items() if it[1]), key=lambda it: (-abs(it[1]), it[0]))
    return dict(largest[:MOST])


def pairs(sub: Any, glyphs: Set[str]) -> Iterator[tuple[tuple[str, str], int]]:
    """Each pair of `glyphs` that one PairPos subtable tells of, with its first advance."""
    firsts = [it for it in sub.Coverage.glyphs if it in glyphs]
    if sub.Format == 1:
        sets = dict(zip(sub.Coverage.glyphs, sub.PairSet, strict=True))
        for first in firsts:
            for record in sets[first].PairValueRecord:
                if record.SecondGlyph in glyphs:
                    yield (first, record.SecondGlyph), getattr(record.Value1, "XAdvance", 0)
        return
    one, two = sub.ClassDef1.classDefs, sub.ClassDef2.classDefs
    for first, second in product(firsts, sorted(glyphs)):
        value = sub.Class1Record[one.get(first, 0)].Class2Record[two.get(second, 0)].Value1
        yield (first, second), getattr(value, "XAdvance", 0) if value else 0


def main(source: str, target: str) -> None:
    """Write the font `target` out of the font `source`."""
    font = TTFont(source)
    values = kerning(font)
    options = Options()
    options.layout_features, options.hinting = [], False
    options.drop_tables += ["DSIG", "GPOS", "GSUB", "GDEF", "STAT", "meta"]
    options.name_IDs, options.notdef_outline = ["*"], True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for low, high in KEPT for code in range(low, high + 1)])
    subsetter.subset(font)
    table = KernTable_format_0()
    kept = set(font.getGlyphOrder())
    table.coverage, table.tupleIndex = 1, None
    table.kernTable = {pair: value for pair, value in values.items() if kept.issuperset(pair)}
    font["kern"] = newTable("kern")
    font["kern"].version, font["kern"].kernTables = 0, [table]
    font.recalcTimestamp = False
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:3])
