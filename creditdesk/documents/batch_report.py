"""批量核查报告 on paper: what was asked by whom and why, the counts, and two annexes with the rows behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from creditdesk.documents import glyphs
from creditdesk.documents.chinese import chinese_date
from creditdesk.documents.flow import Block, Placed, glue, paginate
from creditdesk.documents.fonts import Fonts, Style, standard
from creditdesk.documents.geometry import BOTTOM, LEFT, PITCH, SIZE, TOP
from creditdesk.documents.letterhead import draw_page_number
from creditdesk.documents.paragraphs import INDENT, blank, spans, text_blocks
from creditdesk.documents.sheet import Sheet
from creditdesk.documents.signoff import sign_off_blocks
from creditdesk.documents.tables import Column, Table, table_blocks, texts
from creditdesk.documents.titles import title_blocks

_COUNTS = tuple(Column(title, 1.0, "center") for title in ("查询", "查到", "未查到", "有失信记录"))
_ADVERSE = (
    Column("行号", 1.0, "center"),
    Column("主体名称", 2.0),
    Column("代码或证件号码", 3.75),
    Column("信息类别和文号", 4.0),
    Column("等级", 1.05, "center"),
    Column("决定日期", 1.8, "center"),
    Column("状态", 1.4, "center"),
)
_MISSING = (Column("行号", 0.9, "center"), Column("查询内容", 5.0), Column("提示", 4.0))
_ANNEXES = ("有失信记录的主体", "未查到的查询内容")


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What stands in the report; `number` is the journal entry that tells of the enquiry.

    Rows of `adverse` have seven cells, those of `missing` three, as the heads of the annexes name them.
    """

    office: str
    number: int
    applicant: str
    authority: str
    scopes: tuple[str, ...]
    purpose: str
    officer: str
    on: date
    asked: int
    repeated: int
    found: int
    adverse_count: int
    adverse: tuple[tuple[str, ...], ...]
    missing: tuple[tuple[str, ...], ...]
    masked: bool = True

    def counts(self) -> Table:
        """Return the four counts as a table."""
        row = (self.asked, self.found, self.asked - self.found, self.adverse_count)
        return Table(_COUNTS, (tuple(f"{count:,}" for count in row),))

    def annexes(self) -> tuple[Table, Table]:
        """Return both annexes."""
        return Table(_ADVERSE, self.adverse), Table(_MISSING, self.missing)

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Return the paragraphs, each with its level."""
        yield 0, f"受{self.applicant}委托，{self.office}于{chinese_date(self.on)}对所列名单进行批量核查，报告如下。"
        yield 1, "一、查询事项"
        yield 0, f"查询依据：{self.authority.rstrip('。')}。"
        yield 0, f"查询用途：{self.purpose.rstrip('。')}。"
        yield 1, "二、查询结果"
        again = f"（重复的{self.repeated:,}行不另计）" if self.repeated else ""
        yield (
            0,
            f"共查询{self.asked:,}个{again}，记入操作日志第{self.number}号，经办人{self.officer}；有失信记录的见附件1，未查到的见附件2。",
        )

    def remarks(self) -> Iterator[tuple[int, str]]:
        """Return what the reader must know to use the counts."""
        masked = "自然人证件号码已遮盖，" if self.masked else ""
        yield 1, "三、说明"
        yield (
            0,
            (
                f"只计入信息使用范围为{'、'.join(self.scopes)}的记录，已撤销的、已停止公示的和依法不作为惩戒依据的记录不计入。"
                "未查到不表示没有失信记录，请核对原件。"
                f"{masked}本报告只供上述用途使用，结果以查询当日为准。"
            ),
        )


def batch_report_pdf(report: BatchReport, fonts: Fonts | None = None) -> bytes:
    """Return the report as PDF/A-2u, the same bytes for the same content.

    Raises a Problem that names the characters no font can draw.
    """
    fonts = fonts or standard()
    glyphs.check(_texts(report), fonts)
    sheet = Sheet(f"批量核查报告 第{report.number}号", report.office, report.on)
    number = 1
    for part in _parts(report, fonts):
        for page in part:
            if number > 1:
                sheet.next_page()
            draw_page_number(sheet, number, fonts)
            for placed in page:
                for mark in placed.block.marks:
                    mark.draw(sheet, LEFT, placed.top)
            number += 1
    return sheet.pdf()


def _texts(report: BatchReport) -> Iterator[str]:
    yield from (report.office, *_ANNEXES, chinese_date(report.on))
    for _, text in (*report.sentences(), *report.remarks()):
        yield text
    for table in (report.counts(), *report.annexes()):
        yield from texts(table)


def _parts(report: BatchReport, fonts: Fonts) -> Iterator[list[list[Placed]]]:
    """Lay out the report and each annex, which begins on a page of its own."""
    yield paginate(_body(report, fonts), TOP, TOP, BOTTOM)
    for number, (title, table) in enumerate(zip(_ANNEXES, report.annexes(), strict=True), start=1):
        yield paginate(_annex(number, title, table, fonts), TOP, TOP, BOTTOM)


def _body(report: BatchReport, fonts: Fonts) -> list[Block]:
    remarks = _paragraphs(report.remarks(), fonts)
    # The last lines of text go with the name to another page.
    end = [
        *remarks[-2:],
        *[blank()] * 2,
        *sign_off_blocks(report.office, report.on, "", fonts),
    ]
    return [
        *glue([*title_blocks("批量核查报告", fonts[Style.TITLE]), blank()]),
        *_paragraphs(report.sentences(), fonts),
        *table_blocks(report.counts(), fonts),
        *remarks[:-2],
        *glue(end),
    ]


def _paragraphs(told: Iterator[tuple[int, str]], fonts: Fonts) -> list[Block]:
    return [line for level, text in told for line in text_blocks(spans(level, text, fonts), INDENT)]


def _annex(number: int, title: str, table: Table, fonts: Fonts) -> list[Block]:
    """Return an annex: its number at the left edge, its title, its table or that it is empty."""
    head: Sequence[Block] = [
        *text_blocks([(f"附件{number}", fonts[Style.HEI])]),
        *title_blocks(title, fonts[Style.TITLE]),
        Block(PITCH * 0.5, 0.0),
    ]
    body = (
        table_blocks(table, fonts) if table.rows else text_blocks([("无。", fonts[Style.FANGSONG])], INDENT, size=SIZE)
    )
    return [*glue(list(head)), *body]
