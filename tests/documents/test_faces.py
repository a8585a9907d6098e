"""Reading TrueType files and cutting subsets out of them."""

import struct
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.documents.faces import Face, narrow
from creditdesk.errors import Problem

FONTS = sorted((paths.resources() / "fonts").glob("*.ttf"))


def tables(font: bytes) -> dict[str, bytes]:
    found = {}
    for entry in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4s3I", font, 12 + entry * 16)
        found[tag.decode()] = font[offset : offset + length]
    return found


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_each_shipped_font_has_the_standard_characters(path: Path) -> None:
    face = Face(path)
    assert all(char in face.glyphs for char in "中牟县信用异议〔〕（）0123456789，。①")
    assert face.width("国") == 1000
    low, high = face.vertical_extent("国")
    assert -250 < low < 0
    assert 600 < high < 1000


def test_a_subset_holds_the_asked_outlines_in_their_order() -> None:
    face = Face(paths.resources() / "fonts" / "CdSong.ttf")
    whole, cut = tables(Path(paths.resources() / "fonts" / "CdSong.ttf").read_bytes()), tables(face.subset("信𬭛用"))
    assert struct.unpack_from(">H", cut["maxp"], 4)[0] == 4
    offsets = struct.unpack(">5I", cut["loca"])
    places = struct.unpack(f">{len(whole['loca']) // 4}I", whole["loca"])
    for number, char in enumerate("信𬭛用", start=1):
        glyph = face.glyphs[char]
        outline = whole["glyf"][places[glyph] : places[glyph + 1]]
        assert cut["glyf"][offsets[number] : offsets[number + 1]].startswith(outline)


def test_a_subset_sums_up_as_the_format_asks() -> None:
    font = Face(paths.resources() / "fonts" / "CdFangSong.ttf").subset("信用，")
    assert sum(struct.unpack(f">{len(font) // 4}I", font)) & 0xFFFFFFFF == 0xB1B0AFBA


def test_a_narrow_mark_has_the_same_ink_in_half_the_width() -> None:
    face = Face(paths.resources() / "fonts" / "CdFangSong.ttf")
    assert (face.width("，"), face.width(narrow("，"))) == (1000, 500)
    cut = tables(face.subset("，" + narrow("，")))
    _, first, second, end = struct.unpack(">4I", cut["loca"])
    assert cut["glyf"][first:second] == cut["glyf"][second:end]
    assert struct.unpack(">6H", cut["hmtx"])[2::2] == (1000, 500)


def test_composite_glyphs_bring_their_parts() -> None:
    face = Face(paths.resources() / "fonts" / "CdKai.ttf")
    whole = tables((paths.resources() / "fonts" / "CdKai.ttf").read_bytes())
    places = struct.unpack(f">{len(whole['loca']) // 4}I", whole["loca"])
    composite = [
        char for char, glyph in face.glyphs.items() if whole["glyf"][(at := places[glyph]) : at + 2] == b"\xff\xff"
    ]
    assert composite
    cut = tables(face.subset(composite[0]))
    glyphs = struct.unpack_from(">H", cut["maxp"], 4)[0]
    offsets = struct.unpack(f">{glyphs + 1}I", cut["loca"])
    part = struct.unpack_from(">H", cut["glyf"], offsets[1] + 12)[0]
    assert 1 < part < glyphs


def test_outlines_of_postscript_kind_are_refused(tmp_path: Path) -> None:
    font = tmp_path / "示例.otf"
    head = struct.pack(">4sHHHH", b"OTTO", 1, 16, 0, 0) + struct.pack(">4s3I", b"CFF ", 0, 28, 4) + bytes(4)
    font.write_bytes(head)
    with pytest.raises(Problem, match=r"示例\.otf.*TrueType"):
        Face(font)
