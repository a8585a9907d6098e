"""Build the program's fonts from Debian's: subset, cubic to quadratic outlines, plain names, no layout tables.

reportlab embeds TrueType outlines only, and the full CJK fonts are ten times larger than a county office needs.
Run `python3 resources/fonts/build.py --fandol FandolFang-Regular.otf [NAME …]`; README.md beside this file tells where
the inputs come from. The same inputs give the same bytes: `--check` compares with SHA256SUMS instead of writing it.
"""

import argparse
import bz2
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph

HERE = Path(__file__).resolve().parent
NOTO = Path("/usr/share/fonts/opentype/noto")
WENKAI = Path("/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf")
UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
FANDOL = Path("FandolFang-Regular.otf")  # stands for whatever --fandol names

# 2026-01-01 00:00 UTC: fonts carry a date of making, and only a fixed one gives the same bytes again.
EPOCH = int(os.environ.get("SOURCE_DATE_EPOCH", "1767225600"))
MAC_EPOCH = 2082844800  # seconds from 1904, where a font's calendar begins, to 1970

DIGESTS = {
    FANDOL: "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
    WENKAI: "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
    UNIHAN: "bdeef44d75d914e793b7f27ddc3bee01b2d11dd34f4e52de1a9fba74a1612dc2",
    NOTO / "NotoSansCJK-Regular.ttc": "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
    NOTO / "NotoSansCJK-Medium.ttc": "197d5e1e019faca33a4d55931c7d68b8056f3b97cb862049f5cb8de9efdfb8ce",
    NOTO / "NotoSerifCJK-Regular.ttc": "a04178ec485dffdff7cc0c0c20e1fce9202d7e2160d805e8e44a4c8841c58481",
    NOTO / "NotoSerifCJK-SemiBold.ttc": "e6edff6a5aa3c7988d4ea69992feee194ce100f514bcaef74f633805ddb19de0",
}

TRUETYPE_LIMITS = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
)

OFL = ("SIL Open Font License, Version 1.1", "https://openfontlicense.org")
GPL = ("GNU General Public License, Version 3, with the font exception", "https://www.gnu.org/licenses/gpl-3.0.html")
ADOBE_SANS = "© 2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'."
ADOBE_SERIF = "© 2017-2022 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'."
KLEE = "© 2021-2023 LXGW (https://github.com/lxgw/LxgwWenKai); © 2020 The Klee Project Authors."

LATIN = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))
# Signs beyond GB 2312 that an office writes: dashes, quotes, bullets, enclosed numbers, ticks and boxes, roman numbers.
SIGNS = set(map(ord, "–—―‖‘’“”•…‰′″※€№™℃Ω←↑→↓↔⇒∈≈≠≤≥①②③④⑤⑥⑦⑧⑨⑩■□▲△▼▽◆◇○◎●★☆✓✕〇〔〕【】「」『』〈〉《》￥㎎㎏㎜㎝㎞㎡"))
SIGNS |= set(range(0x2160, 0x216C))
NARROW = set(map(ord, "‘’“”·"))  # LXGW draws them a third of an em wide; the fallback's are full width


@dataclass(frozen=True)
class Recipe:
    """How one font is made: the input, its face in a collection, the characters, the tolerance in font units."""

    family: str
    source: Path
    face: int
    characters: str
    max_err: float
    copyright: str
    licence: tuple[str, str]


RECIPES = {
    "CdHei": Recipe("Cd Hei", NOTO / "NotoSansCJK-Regular.ttc", 2, "common", 1.5, ADOBE_SANS, OFL),
    "CdHeiMedium": Recipe("Cd Hei Medium", NOTO / "NotoSansCJK-Medium.ttc", 2, "common", 1.5, ADOBE_SANS, OFL),
    "CdSong": Recipe("Cd Song", NOTO / "NotoSerifCJK-Regular.ttc", 2, "wide", 2.0, ADOBE_SERIF, OFL),
    "CdFangSong": Recipe("Cd FangSong", FANDOL, -1, "fandol", 1.5, "© 2012-2013, the Fandol team.", GPL),
    "CdTitle": Recipe("Cd Title", NOTO / "NotoSerifCJK-SemiBold.ttc", 2, "common", 1.5, ADOBE_SERIF, OFL),
    "CdKai": Recipe("Cd Kai", WENKAI, -1, "kai", 1.5, KLEE, OFL),
}


def charset(codec: str) -> set[int]:
    """Return the code points of all two-byte characters of a Chinese codec."""
    pairs = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    return {ord(text) for pair in pairs if len(text := pair.decode(codec, "ignore")) == 1 and ord(text) > 0x7F}


def standard_characters() -> set[int]:
    """Return the 8,105 characters of 通用规范汉字表 (2013), as Unihan lists them under kTGH."""
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        return {int(line[2:].split("\t")[0], 16) for line in lines if "\tkTGH\t" in line}


def wanted(name: str, available: Iterable[int]) -> set[int]:
    """Return the code points a recipe's word stands for."""
    basic = (LATIN | SIGNS | charset("gb2312")) - set(range(0xE000, 0xF900))
    match name:
        case "fandol":
            # Fandol draws U+FFE5 as a dollar sign and U+2015 off its line.
            return (basic | standard_characters()) & set(available) - {0xFFE5, 0x2015}
        case "kai":
            return basic - NARROW
        case "wide":
            return basic | standard_characters() | charset("gbk") - set(range(0xE000, 0xF900))
    return basic | standard_characters()


def set_widths(font: TTFont, feature: str, characters: str) -> None:
    """Draw `characters` with the glyphs a width feature (hwid, fwid) would put in place of the usual ones."""
    layout = font["GSUB"].table
    lookups = {
        index
        for record in layout.FeatureList.FeatureRecord
        if record.FeatureTag == feature
        for index in record.Feature.LookupListIndex
    }
    swaps: dict[str, str] = {}
    for index in lookups:
        for table in layout.LookupList.Lookup[index].SubTable:
            swaps |= table.mapping
    for cmap in font["cmap"].tables:
        if hasattr(cmap, "cmap") and cmap.isUnicode():
            cmap.cmap |= {
                ord(c): swaps.get(cmap.cmap[ord(c)], cmap.cmap[ord(c)]) for c in characters if ord(c) in cmap.cmap
            }


def to_quadratic(font: TTFont, max_err: float) -> None:
    """Replace CFF outlines by TrueType ones that differ by at most `max_err` font units."""
    drawn = font.getGlyphSet()
    glyphs: dict[str, Glyph] = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, max_err, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder, table.glyphs = font.getGlyphOrder(), glyphs
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    maxp = font["maxp"]
    maxp.tableVersion, maxp.maxZones = 0x00010000, 1
    for limit in TRUETYPE_LIMITS:
        setattr(maxp, limit, 0)
    font.sfntVersion = "\000\001\000\000"


def rename(font: TTFont, stem: str, recipe: Recipe, digest: str) -> None:
    """Give the font our family name alone, so that no reserved name stays and each file is a family of its own."""
    table = font["name"] = newTable("name")
    table.names = []
    version = f"1.0; made from {recipe.source.name} {digest[:12]}"
    values = {0: recipe.copyright, 1: recipe.family, 2: "Regular", 3: f"{stem};{digest[:12]}", 4: recipe.family}
    values |= {5: version, 6: f"{stem}-Regular", 13: recipe.licence[0], 14: recipe.licence[1]}
    for name_id, text in values.items():
        table.setName(text, name_id, 3, 1, 0x409)
    font["post"].formatType = 3.0
    metrics = font["OS/2"]
    metrics.fsType, metrics.usWeightClass, metrics.achVendID = 0, 400, "NONE"
    metrics.fsSelection = 0x40
    font["head"].macStyle = 0
    font["head"].created = font["head"].modified = EPOCH + MAC_EPOCH


def cut(font: TTFont, characters: set[int]) -> None:
    """Keep only the glyphs of `characters`, without hints, layout or vertical tables."""
    options = subset.Options()
    options.layout_features, options.hinting, options.glyph_names = [], False, False
    options.notdef_outline, options.recalc_timestamp = True, False
    options.name_IDs, options.drop_tables = [], ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG", "gasp"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=characters)
    worker.subset(font)


def build(stem: str, fandol: Path) -> bytes:
    """Return the bytes of one font; ends the program when an input is not the one this recipe was written for."""
    recipe = RECIPES[stem]
    source = fandol if recipe.source == FANDOL else recipe.source
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    if digest != DIGESTS[recipe.source]:
        sys.exit(f"{source}: unknown version ({digest}); see README.md for the one to use")
    font = TTFont(source, fontNumber=recipe.face, recalcTimestamp=False)
    if recipe.source.name.startswith("NotoSerif"):
        # The serif's own digits differ in width and its name dot is narrow: columns and names need neither.
        set_widths(font, "hwid", "0123456789")
        set_widths(font, "fwid", "·")
    cut(font, wanted(recipe.characters, font.getBestCmap()))
    if "CFF " in font:
        to_quadratic(font, recipe.max_err)
    rename(font, stem, recipe, digest)
    with tempfile.TemporaryFile() as file:
        font.save(file)
        file.seek(0)
        return file.read()


def main() -> None:
    """Build the named fonts, or all of them, and write or compare their digests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(RECIPES)}; all if none is given")
    parser.add_argument("--fandol", type=Path, default=FANDOL, help="path of FandolFang-Regular.otf")
    parser.add_argument("--check", action="store_true", help="build in memory and compare with SHA256SUMS")
    asked = parser.parse_args()
    sums_file = HERE / "SHA256SUMS"
    lines = sums_file.read_text().splitlines() if sums_file.exists() else []
    sums = {name: digest for digest, name in (line.split() for line in lines)}
    for stem in asked.names or RECIPES:
        data = build(stem, asked.fandol)
        name, digest = f"{stem}.ttf", hashlib.sha256(data).hexdigest()
        if asked.check and sums.get(name) != digest:
            sys.exit(f"{name}: {digest}, but SHA256SUMS has {sums.get(name)}")
        if not asked.check:
            (HERE / name).write_bytes(data)
            sums[name] = digest
            sums_file.write_text("".join(f"{sums[key]}  {key}\n" for key in sorted(sums)))
        print(f"{name}  {len(data):,} bytes  {digest}", flush=True)


if __name__ == "__main__":
    main()
