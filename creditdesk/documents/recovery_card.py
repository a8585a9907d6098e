"""The recovery card on paper: twelve groups and the same as a QR code, to be cut out and locked away."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from creditdesk.documents import glyphs
from creditdesk.documents.chinese import chinese_date
from creditdesk.documents.fonts import Style, standard
from creditdesk.documents.sheet import MM, Colour, Sheet, width

ACCENT: Colour = (0.114, 0.310, 0.569)
GREY: Colour = (0.361, 0.408, 0.478)
LINE: Colour = (0.588, 0.635, 0.694)
WHITE: Colour = (1.0, 1.0, 1.0)

CARD_X, CARD_Y, CARD_WIDTH, CARD_HEIGHT = 20 * MM, 18 * MM, 170 * MM, 118 * MM
INNER_X, INNER_WIDTH = CARD_X + 8 * MM, CARD_WIDTH - 16 * MM
GRID_Y, CELL_WIDTH, CELL_HEIGHT, CELL_GAP = CARD_Y + 25 * MM, 34 * MM, 12.5 * MM, 2 * MM
COLUMNS = 3
QR_SIZE = 44 * MM
QR_VERSION = 8  # 49 modules a side: room for 83 characters at the second-highest level of correction
_NOTES = (
    "每组末位为校验位；不含 0、1、I、L、O、U。",
    "口令忘记或密钥文件丢失时，只有这张卡能打开桌面；卡和口令同时丢失，数据无法恢复。",
    "请封存于保险柜，勿拍照、勿存入电脑。使用本卡会记入日志，并通知全体人员。",
)


_SHARED_NOTES = (
    _NOTES[0],
    "三张共管恢复卡中任意两张合用能打开桌面，一张单独无用；口令和两张卡都丢失，数据无法恢复。",
    "三张请分别由三人封存，勿拍照、勿存入电脑。使用会记入日志，并通知全体人员。",
)


def recovery_card_pdf(office: str, groups: Sequence[str], on: date, card_no: int = 1, *, shared: bool = False) -> bytes:
    """Return the card as an A4 page, the card in its upper half; the code is nowhere but in the returned bytes.

    `shared` is one of three cards of which any two open the desk.
    """
    glyphs.check([office])
    sheet = Sheet("恢复卡", office, on)
    sheet.frame(CARD_X, CARD_Y, CARD_WIDTH, CARD_HEIGHT, 0.8, LINE)
    _draw_head(sheet, office, on, f"共管卡三张之第 {card_no} 张" if shared else f"第 {card_no} 张")
    for place, group in enumerate(groups):
        _draw_group(sheet, place, group)
    right = INNER_X + INNER_WIDTH
    _draw_qr(sheet, "-".join(groups), right - QR_SIZE, GRID_Y)
    grey = standard()[Style.HEI]
    sheet.label(right - QR_SIZE / 2, GRID_Y + QR_SIZE + 5 * MM, "内容与左侧各组相同", grey, 8.5, align=0.5, colour=GREY)
    _draw_foot(sheet, _SHARED_NOTES if shared else _NOTES)
    return sheet.pdf()


def _draw_head(sheet: Sheet, office: str, on: date, which: str) -> None:
    fonts = standard()
    top, right = CARD_Y + 7 * MM, INNER_X + INNER_WIDTH
    sheet.bar(INNER_X, top, 11 * MM, 11 * MM, ACCENT)
    sheet.label(INNER_X + 5.5 * MM, top + 8.3 * MM, "信", fonts[Style.TITLE], 22, align=0.5, colour=WHITE)
    sheet.label(INNER_X + 14 * MM, top + 8 * MM, "恢复卡", fonts[Style.TITLE], 20)
    size = min(11.0, 11.0 * 85 * MM / width(office, fonts[Style.HEI], 11))
    sheet.label(right, top + 4 * MM, office, fonts[Style.HEI], size, align=1)
    sheet.label(right, top + 10 * MM, f"{chinese_date(on)}　{which}", fonts[Style.HEI], 10, align=1, colour=GREY)
    sheet.bar(INNER_X, top + 13.5 * MM, INNER_WIDTH, 1.0, ACCENT)


def _draw_group(sheet: Sheet, place: int, group: str) -> None:
    row, column = divmod(place, COLUMNS)
    x = INNER_X + column * (CELL_WIDTH + CELL_GAP)
    y = GRID_Y + row * (CELL_HEIGHT + CELL_GAP)
    sheet.frame(x, y, CELL_WIDTH, CELL_HEIGHT, 0.6, LINE)
    sheet.bar(x + 7 * MM, y, 0.6, CELL_HEIGHT, LINE)
    hei = standard()[Style.HEI]
    middle = y + CELL_HEIGHT / 2
    sheet.label(x + 3.5 * MM, middle + 3, str(place + 1), hei, 8.5, align=0.5, colour=GREY)
    sheet.label(x + (CELL_WIDTH + 7 * MM) / 2, middle + 5.4, group, hei, 15, align=0.5, space=1.2)


def _draw_qr(sheet: Sheet, text: str, x: float, y: float) -> None:
    """Draw the modules of a QR code in rows of bars, without seams between neighbours."""
    code = QRCode(QR_VERSION, QRErrorCorrectLevel.Q)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    module = QR_SIZE / count
    for row in range(count):
        place = 0
        for dark, run in groupby(code.isDark(row, column) for column in range(count)):
            length = len(list(run))
            if dark:
                sheet.bar(x + place * module, y + row * module, length * module, module + 0.05)
            place += length


def _draw_foot(sheet: Sheet, notes: Sequence[str]) -> None:
    hei = standard()[Style.HEI]
    y = GRID_Y + 4 * CELL_HEIGHT + 3 * CELL_GAP + 6 * MM
    sheet.label(INNER_X, y, notes[0], hei, 9, colour=GREY)
    y += 4 * MM
    sheet.bar(INNER_X, y, INNER_WIDTH, 0.5, LINE)
    for number, word in enumerate(("保管人：", "存放处：")):
        x = INNER_X + number * INNER_WIDTH / 2
        sheet.label(x, y + 7.5 * MM, word, hei, 10)
        sheet.bar(x + 15 * MM, y + 8.3 * MM, INNER_WIDTH / 2 - 22 * MM, 0.5)
    for number, note in enumerate(notes[1:]):
        sheet.label(INNER_X, y + (14 + number * 4.8) * MM, note, hei, 9, colour=GREY)
