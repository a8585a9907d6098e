"""The recovery card and the 期限计算单."""

from dataclasses import dataclass
from datetime import date

import pytest
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from creditdesk import paths
from creditdesk.catalog.load import load
from creditdesk.documents.deadline_sheet import deadline_sheet_pdf
from creditdesk.documents.recovery_card import QR_SIZE, QR_VERSION, recovery_card_pdf
from creditdesk.errors import Problem
from creditdesk.rules.deadlines import Clocks, CountedDay, StageClock, clocks, count_days
from creditdesk.rules.procedures import rule_for
from creditdesk.services.calendars import shipped_calendar
from tests.documents.reading import MM, Pdf

CODE = "7KQ4M2-W2XRA3-9HTDP4-C6VEN5-4JYGB6-RT83F7-K5PWX8-DM2QH9-8NACVA-YE7TJB-3GRKBC-P9X4WD"
GROUPS = tuple(CODE.split("-"))
ON = date(2026, 2, 12)


def lines(pdf: Pdf) -> list[str]:
    return ["".join(glyph.text for glyph in line) for line in pdf.lines()]


class TestRecoveryCard:
    PDF = Pdf(recovery_card_pdf("示例县信用中心", GROUPS, ON, 2))

    def test_groups_stand_in_order_with_their_numbers(self) -> None:
        text = "".join(glyph.text for glyph in self.PDF.glyphs)
        places = [text.index(f"{number}{group}") for number, group in enumerate(GROUPS, start=1)]
        assert places == sorted(places)

    def test_a_shared_card_says_that_two_are_needed(self) -> None:
        text = Pdf(recovery_card_pdf("示例县信用中心", GROUPS, ON, 2, shared=True)).text()
        assert "共管卡三张之第 2 张" in text
        assert "任意两张合用能打开桌面" in text
        assert "只有这张卡" not in text

    def test_office_date_and_number_of_the_card(self) -> None:
        text = self.PDF.text()
        assert "示例县信用中心" in text
        assert "2026年2月12日　第 2 张" in text

    def test_qr_code_holds_the_groups(self) -> None:
        code = QRCode(QR_VERSION, QRErrorCorrectLevel.Q)
        code.addData(CODE)
        code.make()
        count = code.getModuleCount()
        module = QR_SIZE / MM / count
        dark = [bar for bar in self.PDF.bars if bar.height == pytest.approx(module, abs=0.05)]
        left, top = min(bar.x for bar in dark), min(bar.y for bar in dark)
        drawn = {
            (round((bar.y - top) / module), round((bar.x - left) / module) + step)
            for bar in dark
            for step in range(round(bar.width / module))
        }
        assert drawn == {(row, column) for row in range(count) for column in range(count) if code.isDark(row, column)}

    def test_code_has_its_quiet_zone(self) -> None:
        module = QR_SIZE / MM / 49
        dark = [bar for bar in self.PDF.bars if bar.height == pytest.approx(module, abs=0.05)]
        left, top, bottom = min(bar.x for bar in dark), min(bar.y for bar in dark), max(bar.y for bar in dark)
        beside = [glyph for glyph in self.PDF.glyphs if top - 3 < glyph.baseline < bottom]
        assert beside
        assert all(glyph.right < left - 4 * module for glyph in beside)

    def test_everything_stands_on_one_page_and_comes_out_the_same(self) -> None:
        assert len(self.PDF.page_numbers) == 1
        assert recovery_card_pdf("示例县信用中心", GROUPS, ON, 2) == self.PDF.data

    def test_office_that_cannot_be_printed_is_refused(self) -> None:
        with pytest.raises(Problem, match="印不出𰻞"):
            recovery_card_pdf("𰻞县信用中心", GROUPS, ON)


@dataclass(frozen=True)
class Told:
    number: str
    subject: str
    clock: StageClock
    clocks: Clocks
    days: tuple[CountedDay, ...]
    rule: str
    rule_source: str
    calendar_version: str
    today: date
    pauses: tuple[str, ...] = ()
    letter: str = ""


def told(events: dict[str, date], today: date, subject: str = "示例建材有限公司") -> Told:
    rule = rule_for(load(paths.forms()).procedure("objection"), events.get("received", today))
    calendar = shipped_calendar()
    now = clocks(rule, events, calendar, today)
    clock = now.overall
    days = count_days(calendar, clock.start, clock.due) if clock.start and clock.due else ()
    return Told("2026-0017", subject, clock, now, days, rule.label, rule.source, calendar.version, today)


class TestDeadlineSheet:
    ACROSS = told({"received": date(2026, 2, 2), "forwarded": date(2026, 2, 9), "delivered": date(2026, 2, 10)}, ON)

    def test_every_day_is_numbered_or_told_why_not(self) -> None:
        pdf = Pdf(deadline_sheet_pdf("示例县信用中心", self.ACROSS))
        text = "".join(glyph.text for glyph in pdf.glyphs)
        for day in self.ACROSS.days:
            assert f"{day.date:%m-%d}" in text
        numbers = [glyph.text for glyph in pdf.glyphs if glyph.size == 18]
        assert "".join(numbers) == "".join(str(number) for number in range(13))
        assert text.count("春节不计") == 9
        assert text.count("周末不计") == 2
        assert text.count("班") >= 1

    def test_start_due_rule_and_calendar_are_told(self) -> None:
        text = Pdf(deadline_sheet_pdf("示例县信用中心", self.ACROSS)).text()
        assert "全程到期：2026年2月25日" in text
        assert "2026年2月2日，当日不计，自次日起算 12 个工作日" in text
        assert "12 日，含补班 02-14（周六）" in text
        assert "周末 2 日，春节 9 日" in text
        assert self.ACROSS.calendar_version in text
        assert "content_7047091" in text

    def test_unannounced_year_is_told_as_provisional(self) -> None:
        text = Pdf(
            deadline_sheet_pdf("示例县信用中心", told({"received": date(2026, 12, 25)}, date(2026, 12, 28)))
        ).text()
        assert "（暂定）" in text
        assert "尚未公布" in text

    def test_clock_that_has_not_begun_has_no_grid(self) -> None:
        text = Pdf(deadline_sheet_pdf("示例县信用中心", told({}, ON))).text()
        assert "全程尚未起算" in text
        assert "周一" not in text

    def test_long_subject_stays_on_the_page(self) -> None:
        pdf = Pdf(deadline_sheet_pdf("示例县信用中心", told({"received": ON}, ON, "示例农民专业合作社联合社" * 12)))
        assert max(glyph.right for glyph in pdf.glyphs) <= 190.5
        assert len(pdf.page_numbers) == 1

    def test_same_sheet_comes_out_the_same(self) -> None:
        assert deadline_sheet_pdf("示例县信用中心", self.ACROSS) == deadline_sheet_pdf("示例县信用中心", self.ACROSS)
