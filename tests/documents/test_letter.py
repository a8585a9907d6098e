"""The letter on paper: GB/T 9704-2012 figures measured back from the PDF, in millimetres."""

import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditdesk.documents.breaking import NO_END, NO_START
from creditdesk.documents.letter import LetterContent, Paragraph, letter_pdf, seal_place
from creditdesk.documents.tables import Column, Table
from creditdesk.errors import Problem
from tests.documents.letters import CLAUSE, LONG, SHORT
from tests.documents.reading import MM, Glyph, Pdf

RED = (0.769, 0.086, 0.11)
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0


@cache
def read(content: LetterContent) -> Pdf:
    return Pdf(letter_pdf(content))


def words(line: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in line)


def line_of(pdf: Pdf, start: str) -> list[Glyph]:
    return next(line for line in pdf.lines() if words(line).startswith(start))


def body_lines(pdf: Pdf, page: int | None = None) -> list[list[Glyph]]:
    return [line for line in pdf.lines(page) if line[0].size == 16.0]


class TestLetterhead:
    def test_mark_is_red_song_with_its_ink_30_mm_below_the_edge(self) -> None:
        mark = read(SHORT).lines(1)[0]
        assert words(mark) == SHORT.issuer
        assert {(glyph.font, glyph.colour) for glyph in mark} == {("CdTitle", RED)}
        ink_above_baseline = 0.85 * mark[0].size / MM
        assert mark[0].baseline - ink_above_baseline == pytest.approx(30, abs=1)
        assert (mark[0].x + mark[-1].right) / 2 == pytest.approx(105, abs=1)

    def test_first_double_rule_is_4_mm_below_thick_above_thin(self) -> None:
        pdf = read(SHORT)
        thick, thin, lower_thin, lower_thick = pdf.bars
        bottom_of_mark = pdf.lines(1)[0][0].baseline + 0.08 * pdf.lines(1)[0][0].size / MM
        assert thick.y - bottom_of_mark == pytest.approx(4, abs=1)
        assert thick.y < thin.y
        assert thick.height > 2 * thin.height
        for bar in (thick, thin, lower_thin, lower_thick):
            assert (bar.width, bar.x, bar.colour) == (pytest.approx(170, abs=1), pytest.approx(20, abs=1), RED)

    def test_second_double_rule_is_20_mm_from_the_foot_thin_above_thick(self) -> None:
        _, _, thin, thick = read(SHORT).bars
        assert thin.y < thick.y
        assert thick.height > 2 * thin.height
        assert 297 - thick.y == pytest.approx(20, abs=1)

    def test_number_stands_flush_right_under_the_rule(self) -> None:
        pdf = read(SHORT)
        number = line_of(pdf, SHORT.number)
        assert number[-1].right == pytest.approx(RIGHT, abs=1)
        top = number[0].baseline - 0.88 * 16 / MM
        assert top - (pdf.bars[1].y + pdf.bars[1].height) == pytest.approx(16 * 7 / 8 / MM, abs=1)

    def test_long_name_is_condensed_to_the_body(self) -> None:
        mark = read(LONG).lines(1)[0]
        assert mark[0].x == pytest.approx(LEFT, abs=1)
        assert mark[-1].right == pytest.approx(RIGHT, abs=1)

    def test_rules_stand_on_the_first_page_only(self) -> None:
        assert {bar.page for bar in read(LONG).bars} == {1}


class TestText:
    def test_page_is_a4(self) -> None:
        pdf = read(SHORT)
        box = re.search(r"/MediaBox \[ ([\d. ]+) \]", pdf.dictionary(pdf.page_numbers[0]))
        assert box
        assert [float(part) / MM for part in box[1].split()] == pytest.approx([0, 0, 210, 297], abs=0.1)

    def test_title_is_22_points_two_lines_below_the_number_and_centred(self) -> None:
        pdf = read(SHORT)
        title, number = line_of(pdf, "异议处理"), line_of(pdf, SHORT.number)
        assert {(glyph.font, glyph.size) for glyph in title} == {("CdTitle", 22.0)}
        assert (title[0].x + title[-1].right) / 2 == pytest.approx(106, abs=1)
        between = (title[0].baseline - 0.88 * 22 / MM) - (number[0].baseline - 0.88 * 16 / MM)
        assert between == pytest.approx(3 * 225 / 22, abs=1)

    def test_full_page_has_22_lines_of_28_characters_from_the_top_edge(self) -> None:
        lines = body_lines(read(LONG), 2)
        assert len(lines) == 22
        assert lines[0][0].baseline - 0.88 * 16 / MM == pytest.approx(TOP, abs=1)
        steps = [below[0].baseline - above[0].baseline for above, below in pairwise(lines)]
        assert steps == pytest.approx([225 / 22] * 21, abs=0.1)
        assert max(len(line) for line in lines if all(not glyph.text.isascii() for glyph in line)) in {28, 29}

    def test_lines_fill_the_body_from_edge_to_edge(self) -> None:
        for line in body_lines(read(LONG), 2):
            assert line[0].x == pytest.approx(LEFT, abs=0.1) or line[0].x == pytest.approx(LEFT + 2 * 156 / 28, abs=0.1)
            assert line[-1].right <= RIGHT + 0.1
        full = [line for line in body_lines(read(LONG), 2) if line[-1].right > RIGHT - 1]
        assert len(full) > 12

    def test_paragraphs_are_indented_two_characters_and_the_addressee_is_not(self) -> None:
        pdf = read(LONG)
        assert line_of(pdf, "示例县市场监督管理局")[0].x == pytest.approx(LEFT, abs=0.1)
        assert line_of(pdf, "根据《中牟县")[0].x == pytest.approx(LEFT + 2 * 156 / 28, abs=0.1)

    def test_addressee_ends_with_one_full_width_colon(self) -> None:
        for content in (SHORT, LONG):
            addressee = content.addressee.rstrip("：")
            assert addressee + "：根" in read(content).text().replace("\n", "") or f"{addressee}：你" in read(
                content
            ).text().replace("\n", "")

    def test_headings_have_their_lettering(self) -> None:
        pdf = read(LONG)
        assert {glyph.font for glyph in line_of(pdf, "一、")} == {"CdHei"}
        assert {glyph.font for glyph in line_of(pdf, "（一）")} == {"CdKai"}
        assert {glyph.font for glyph in line_of(pdf, "1.统一")} == {"CdFangSong"}

    def test_only_the_first_sentence_of_a_heading_with_text_is_a_heading(self) -> None:
        line = line_of(read(SHORT), "一、更正的事项。")
        assert [glyph.font for glyph in line[:8]] == ["CdHei"] * 8
        assert line[-1].font == "CdFangSong"

    def test_heading_does_not_end_a_page(self) -> None:
        for filler in range(22):
            text = tuple(Paragraph(0, "示例文字。") for _ in range(filler))
            content = replace(SHORT, paragraphs=(*text, Paragraph(1, "一、标题"), Paragraph(0, CLAUSE)))
            pdf = read(content)
            assert words(body_lines(pdf, line_of(pdf, "一、标题")[0].page)[-1]) != "一、标题"

    def test_page_numbers_stand_outside_below_the_body_from_the_second_page(self) -> None:
        pdf = read(LONG)
        numbers = [line for line in pdf.lines() if re.fullmatch(r"— \d —", words(line))]
        assert [words(line) for line in numbers] == [f"— {page} —" for page in range(2, len(pdf.page_numbers) + 1)]
        second, third = numbers[:2]
        assert second[0].x == pytest.approx(LEFT + 156 / 28, abs=0.1)
        assert third[-1].right == pytest.approx(RIGHT - 156 / 28, abs=0.1)
        for line in numbers:
            assert {(glyph.font, glyph.size) for glyph in line} == {("CdSong", 14.0)}
            assert line[0].baseline - 0.88 * 14 / MM - BOTTOM == pytest.approx(7, abs=1)


class TestSignOff:
    @pytest.mark.parametrize("content", [SHORT, LONG], ids=["short", "long"])
    def test_name_is_centred_over_the_date(self, content: LetterContent) -> None:
        name, date = [line for line in body_lines(read(content)) if words(line).startswith((content.signer, "2026年"))][
            -2:
        ]
        assert words(name) == content.signer
        assert (name[0].x + name[-1].right) / 2 == pytest.approx((date[0].x + date[-1].right) / 2, abs=0.5)
        assert RIGHT - name[-1].right >= 2 * 156 / 28 - 0.5

    def test_date_is_indented_four_characters_and_has_no_leading_zero(self) -> None:
        date = body_lines(read(SHORT))[-1]
        assert words(date) == "2026年2月12日"
        assert RIGHT - date[-1].right == pytest.approx(4 * 156 / 28, abs=1)

    def test_seal_covers_name_and_date_and_begins_within_a_line_of_the_text(self) -> None:
        *_, last, name, date = body_lines(read(SHORT))
        seal = seal_place(SHORT)
        top = (seal.y - seal.diameter / 2) / MM
        assert 0 <= top - (last[0].baseline + 0.12 * 16 / MM) <= 225 / 22 + 0.1
        assert name[0].baseline < seal.y / MM + 3 < date[0].baseline
        assert seal.page == name[0].page

    @given(st.integers(1, 60), st.integers(1, 3))
    @settings(max_examples=20)
    def test_name_and_date_never_stand_without_text(self, lines: int, long_ones: int) -> None:
        text = tuple(Paragraph(0, "示例文字。") for _ in range(lines))
        pdf = Pdf(letter_pdf(replace(SHORT, paragraphs=(*text, *(Paragraph(0, CLAUSE),) * long_ones))))
        last_page = [line for line in body_lines(pdf, len(pdf.page_numbers)) if words(line) != SHORT.number]
        assert words(last_page[-1]) == "2026年2月12日"
        assert words(last_page[-2]) == SHORT.signer
        assert len(last_page) >= 4
        assert all(line[0].baseline + 0.12 * 16 / MM <= BOTTOM + 0.1 for line in last_page)

    def test_attachments_are_numbered_under_each_other_without_end_marks(self) -> None:
        pdf = read(LONG)
        first, second = line_of(pdf, "附件：1.异议申请书复印件"), line_of(pdf, "2.核查意见回复表")
        assert first[0].x == pytest.approx(LEFT + 2 * 156 / 28, abs=0.1)
        assert first[5].x == pytest.approx(second[2].x, abs=0.1)
        one = replace(SHORT, attachments=("异议申请书复印件。",))
        assert words(line_of(read(one), "附件")) == "附件：异议申请书复印件"

    def test_copies_stand_at_the_foot_of_the_last_page(self) -> None:
        lines = [line for line in read(LONG).lines() if line[0].size == 14.0 and "—" not in words(line)]
        assert words(lines[0]).startswith("抄送：")
        assert lines[0][0].page == len(read(LONG).page_numbers)
        assert lines[-1][0].baseline == pytest.approx(BOTTOM, abs=3)
        assert lines[0][3].x == pytest.approx(lines[1][0].x, abs=0.2)

    def test_remark_stands_in_brackets_below_the_date(self) -> None:
        assert words(line_of(read(LONG), "（联系人")) == "（联系人：王示例，电话：0371-00000000）"


class TestTable:
    TABLE = Table(
        (Column("序号", align="center"), Column("统一社会信用代码"), Column("原记录", align="right"), Column("理由")),
        tuple(
            (f"{n}", "91410122MA3X000105", f"{n}.000000", "处罚决定书原件载明金额为元，报送时有误")
            for n in range(1, 21)
        ),
        "处理结果明细",
        0,
    )

    def test_twenty_rows_go_over_pages_under_a_repeated_head(self) -> None:
        pdf = read(replace(SHORT, table=self.TABLE))
        heads = [glyph.page for glyph in pdf.glyphs if glyph.text == "序" and glyph.size == 10.5]
        assert heads == sorted(set(heads))
        assert len(heads) == 2
        assert {glyph.font for glyph in pdf.glyphs if glyph.size == 10.5} == {"CdSong", "CdHei"}
        assert pdf.text().replace("\n", "").count("处罚决定书原件载明金额为元，报送时有误") == 20

    def test_cells_stay_within_the_body(self) -> None:
        for glyph in read(replace(SHORT, table=self.TABLE)).glyphs:
            if glyph.size == 10.5:
                assert glyph.x >= LEFT
                assert glyph.right <= RIGHT
                assert glyph.baseline <= BOTTOM

    def test_row_higher_than_a_page_is_parted(self) -> None:
        table = Table((Column("许可内容"),), ((CLAUSE * 30,),))
        pdf = read(replace(SHORT, table=table))
        assert CLAUSE * 30 in re.sub(r"\n|许可内容|— \d —", "", pdf.text())
        assert max(glyph.baseline for glyph in pdf.glyphs if glyph.size == 10.5) <= BOTTOM


class TestTextComesBack:
    @given(
        st.text(
            "中牟县公共信用信息平台异议转办函𬭛𠅤㛃〔〕“”（），。、；：！？0123456789ABCX-—…·￥%",
            min_size=1,
            max_size=300,
        )
    )
    @settings(max_examples=25)
    def test_unchanged_and_in_order(self, text: str) -> None:
        pdf = Pdf(letter_pdf(replace(SHORT, paragraphs=(Paragraph(0, text),))))
        assert text in pdf.text().replace("\n", "")

    def test_lines_of_the_whole_letter_keep_the_rules_of_marks(self) -> None:
        lines = [words(line) for line in body_lines(read(LONG))]
        for line in lines:
            assert line[0] not in NO_START
            assert line[-1] not in NO_END

    @pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
    def test_poppler_reads_it_too(self, tmp_path: Path) -> None:
        name = (
            "示例县示例镇示例村第十八村民小组"
            "示例农副产品种植养殖加工销售农民专业合作社" + "联合社第二营业部𬭛𠅤㛃柜台甲" * 2
        )
        assert len(name) >= 60
        text = f"“{name}”、“李䶮”提出的异议（案号2026-0017），金额￥2,000.00元。"
        file = tmp_path / "letter.pdf"
        file.write_bytes(
            letter_pdf(replace(SHORT, addressee=name, paragraphs=(Paragraph(0, text), Paragraph(0, CLAUSE))))
        )
        told = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True).stdout.decode()
        flat = re.sub(r"\s|— \d —", "", told)
        assert f"{name}：{text}{CLAUSE}{SHORT.signer}2026年2月12日" in flat


class TestFile:
    def test_same_content_gives_the_same_bytes(self) -> None:
        assert letter_pdf(LONG) == letter_pdf(replace(LONG))
        assert letter_pdf(SHORT) != letter_pdf(replace(SHORT, number="示信异答〔2026〕8号"))

    def test_order_of_work_does_not_show(self) -> None:
        before = letter_pdf(SHORT)
        letter_pdf(replace(SHORT, paragraphs=(Paragraph(0, "驹骐骥骦骧骨骰骷𬭛"),)))
        assert letter_pdf(SHORT) == before

    def test_every_font_is_embedded_as_a_subset(self) -> None:
        data = letter_pdf(LONG)
        assert b"Helvetica" not in data
        for font in Pdf(data).fonts.values():
            assert font.name in {"CdFangSong", "CdTitle", "CdHei", "CdKai", "CdSong"}
            assert len(font.program) < 300_000

    def test_file_says_what_it_is(self) -> None:
        pdf = read(SHORT)
        catalog = pdf.dictionary(pdf.numbers("/Type /Catalog")[0])
        assert "/Lang (zh-CN)" in catalog
        metadata = pdf.stream(pdf.reference(catalog, "Metadata")).decode()
        assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>" in metadata
        assert SHORT.title in metadata
        assert "2026-02-12" in metadata
        intent = (
            pdf.dictionary(pdf.reference(catalog, "OutputIntents")) if "OutputIntents [ " not in catalog else catalog
        )
        assert "GTS_PDFA1" in intent

    @pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
    def test_qpdf_finds_nothing_wrong(self, tmp_path: Path) -> None:
        file = tmp_path / "letter.pdf"
        file.write_bytes(letter_pdf(LONG))
        subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)

    @pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler-utils is not installed")
    def test_poppler_sees_embedded_fonts_with_unicode(self, tmp_path: Path) -> None:
        file = tmp_path / "letter.pdf"
        file.write_bytes(letter_pdf(LONG))
        told = subprocess.run(["pdffonts", file], capture_output=True, check=True).stdout.decode().splitlines()[2:]
        assert told
        assert all(re.search(r"Identity-H\s+yes yes yes", line) for line in told)


class TestMissingGlyphs:
    def test_letter_is_refused_and_the_character_named(self) -> None:
        with pytest.raises(Problem, match=r"印不出𰻞（U\+30EDE）.*设置"):
            letter_pdf(replace(SHORT, addressee="𰻞示例"))

    def test_invisible_character_is_refused_by_its_code(self) -> None:
        with pytest.raises(Problem, match=r"印不出（U\+200B）"):
            letter_pdf(replace(SHORT, paragraphs=(Paragraph(0, "示\u200b例"),)))

    def test_rare_names_fall_back_to_song(self) -> None:
        line = line_of(read(replace(SHORT, addressee="𬭛示例")), "𬭛示例")
        assert [glyph.font for glyph in line] == ["CdSong", "CdFangSong", "CdFangSong", "CdFangSong"]
