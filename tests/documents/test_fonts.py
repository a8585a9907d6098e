"""Which font draws what: the office's own first, ours next, 宋体 for the rest."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.documents import glyphs
from creditdesk.documents.fonts import Fonts, Style, standard
from creditdesk.documents.letter import letter_pdf
from creditdesk.errors import Problem
from tests.documents.letters import SHORT
from tests.documents.reading import Pdf

FONTS = paths.resources() / "fonts"


@pytest.fixture
def own_fangsong(tmp_path: Path) -> Path:
    """A font file such as an office has one, under a name no PDF can hold."""
    return Path(shutil.copy(FONTS / "CdKai.ttf", tmp_path / "仿宋_GB2312 示例.ttf"))


def test_each_style_is_drawn_by_its_font() -> None:
    assert {style: standard()[style].font("信").fontName for style in Style} == {style: style.value for style in Style}


@pytest.mark.parametrize("style", Style)
def test_rare_characters_fall_back_in_every_style(style: Style) -> None:
    assert standard()[style].font("龥").fontName == "CdSong"


def test_the_office_s_own_font_comes_first(own_fangsong: Path) -> None:
    fonts = Fonts({Style.FANGSONG: own_fangsong})
    pdf = Pdf(letter_pdf(SHORT, fonts))
    assert {glyph.font for glyph in pdf.glyphs if glyph.size == 16} == {"GB2312", "CdHei", "CdFangSong"}
    assert {glyph.font for glyph in pdf.glyphs if glyph.size == 16 and glyph.text in "“”"} == {"CdFangSong"}


def test_one_file_may_be_the_office_s_and_ours(own_fangsong: Path) -> None:
    fonts = Fonts({Style.FANGSONG: FONTS / "CdKai.ttf", Style.HEI: own_fangsong})
    pdf = Pdf(letter_pdf(SHORT, fonts))
    assert "罚款金额" in pdf.text().replace("\n", "")


def test_files_for_rare_names_come_last(tmp_path: Path) -> None:
    rare = Path(shutil.copy(FONTS / "CdSong.ttf", tmp_path / "rare.ttf"))
    assert Fonts(rare=[rare])[Style.FANGSONG].font("龥").fontName == "CdSong"


def test_a_missing_font_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="找不到字体文件"):
        Fonts({Style.HEI: tmp_path / "无.ttf"})


def test_missing_characters_are_named_once_in_order() -> None:
    assert glyphs.missing("示𰻞例\n𰻝𰻞") == ("𰻞", "𰻝")
    assert glyphs.missing("中牟县信用中心") == ()


def test_many_missing_characters_are_counted() -> None:
    with pytest.raises(Problem, match="等12个字"):
        glyphs.check(["".join(map(chr, range(0x31000, 0x3100C)))])


def test_letter_with_a_character_only_the_office_s_font_has(own_fangsong: Path) -> None:
    kept = replace(SHORT, addressee="示例")
    assert letter_pdf(kept, Fonts(rare=[own_fangsong])) == letter_pdf(kept)
