"""期限计算单 on paper: every day of a deadline counted or hatched with its reason, then the rule and the calendar."""

from collections.abc import Sequence
from datetime import date, timedelta

from creditdesk.documents import glyphs
from creditdesk.documents.chinese import chinese_date
from creditdesk.documents.deadline_facts import SATURDAY, DeadlineSheet, facts
from creditdesk.documents.fonts import Style, standard
from creditdesk.documents.paragraphs import fitted
from creditdesk.documents.sheet import BLACK, MM, Colour, Sheet
from creditdesk.rules.china_time import WEEKDAYS
from creditdesk.rules.deadlines import CountedDay

LEFT, WIDE, RIGHT = 20 * MM, 170 * MM, 190 * MM
GRID_TOP, GRID_ROOM = 67 * MM, 126 * MM
HEAD_HEIGHT, CELL_WIDTH, TALLEST_CELL = 7 * MM, WIDE / 7, 24 * MM

LINE: Colour = (0.588, 0.635, 0.694)
GREY: Colour = (0.361, 0.408, 0.478)
HATCH: Colour = (0.72, 0.75, 0.79)
DUE: Colour = (0.114, 0.310, 0.569)
WHITE: Colour = (1.0, 1.0, 1.0)


def deadline_sheet_pdf(office: str, told: DeadlineSheet) -> bytes:
    """Return the sheet as one A4 page; a clock that has not begun is said to have no due date yet."""
    told_facts = list(facts(told))
    glyphs.check([office, told.number, told.subject, *(text for _, text in told_facts)])
    sheet = Sheet(f"期限计算单 {told.number}", office, told.today)
    _draw_head(sheet, office, told)
    bottom = _draw_grid(sheet, told) if told.days else GRID_TOP
    _draw_facts(sheet, told_facts, bottom + 9 * MM)
    _draw_foot(sheet, office, told)
    return sheet.pdf()


def _draw_head(sheet: Sheet, office: str, told: DeadlineSheet) -> None:
    fonts = standard()
    hei = fonts[Style.HEI]
    sheet.label(LEFT + WIDE / 2, 29 * MM, "期限计算单", fonts[Style.TITLE], 22, align=0.5)
    sheet.label(LEFT, 41 * MM, f"案号 {told.number}", hei, 11)
    sheet.label(RIGHT, 41 * MM, office, hei, 11, align=1)
    text, size = fitted(told.subject, hei, 11, WIDE)
    sheet.label(LEFT, 48 * MM, text, hei, size)
    due = told.clock.due
    waiting = "中止中" if told.clock.start else "尚未起算"
    ending = f"{told.clock.label}到期：{chinese_date(due)}" if due else f"{told.clock.label}{waiting}"
    sheet.label(LEFT, 56 * MM, ending + ("（暂定）" if told.clock.provisional else ""), hei, 13, colour=DUE)
    sheet.bar(LEFT, 60 * MM, WIDE, 1.0)


def _draw_grid(sheet: Sheet, told: DeadlineSheet) -> float:
    """Draw the weeks from Monday to Sunday; returns the grid's lower edge."""
    first = told.days[0].date - timedelta(told.days[0].date.weekday())
    weeks = (told.days[-1].date - first).days // 7 + 1
    height = min(TALLEST_CELL, GRID_ROOM / weeks)
    hei = standard()[Style.HEI]
    for column, name in enumerate(WEEKDAYS):
        sheet.label(LEFT + (column + 0.5) * CELL_WIDTH, GRID_TOP + 5 * MM, name, hei, 10, align=0.5, colour=GREY)
    top = GRID_TOP + HEAD_HEIGHT
    notes = _notes(told)
    for day in told.days:
        week, column = divmod((day.date - first).days, 7)
        _draw_day(sheet, day, told, notes.get(day.date, ""), (LEFT + column * CELL_WIDTH, top + week * height, height))
    for line in range(weeks + 1):
        sheet.bar(LEFT, top + line * height, WIDE, 0.5, LINE)
    for line in range(8):
        sheet.bar(LEFT + line * CELL_WIDTH, GRID_TOP, 0.5, HEAD_HEIGHT + weeks * height, LINE)
    sheet.bar(LEFT, GRID_TOP, WIDE, 0.5, LINE)
    today = (told.today - first).days
    if 0 <= today <= (told.days[-1].date - first).days:
        week, column = divmod(today, 7)
        sheet.frame(LEFT + column * CELL_WIDTH, top + week * height, CELL_WIDTH, height, 1.6, DUE)
    return top + weeks * height


def _notes(told: DeadlineSheet) -> dict[date, str]:
    """Return the word below the number of a day: what ended on it, or must end by it."""
    notes: dict[date, str] = {}
    if told.clock.name == "overall":
        for stage in told.clocks.stages:
            if stage.done:
                notes[stage.done] = f"{stage.label}完成"
            elif stage.latest:
                notes[stage.latest] = f"{stage.label}最晚"
    if told.clock.done:
        notes[told.clock.done] = f"{told.clock.label}办结"
    if told.clock.due:
        notes[told.clock.due] = f"{told.clock.label}到期"
    return notes


def _draw_day(sheet: Sheet, day: CountedDay, told: DeadlineSheet, note: str, cell: tuple[float, float, float]) -> None:
    """Draw one day: its date, its number or the reason why it has none."""
    x, y, height = cell
    hei, middle = standard()[Style.HEI], x + CELL_WIDTH / 2
    is_due = day.date == told.clock.due
    if is_due:
        sheet.bar(x, y, CELL_WIDTH, height, DUE)
    elif day.counted is None:
        sheet.hatch(x, y, CELL_WIDTH, height, 3.2, HATCH)
    ink = WHITE if is_due else BLACK
    sheet.label(x + 2 * MM, y + 4.2 * MM, f"{day.date:%m-%d}", hei, 8.5, colour=ink)
    if day.counted and day.date.weekday() >= SATURDAY:
        sheet.label(x + CELL_WIDTH - 2 * MM, y + 4.2 * MM, "班", hei, 8.5, align=1, colour=ink)
    if day.counted is None:
        text, size = fitted(day.reason, hei, 9, CELL_WIDTH - 2 * MM)
        sheet.label(middle, y + height / 2 + 1 * MM, text, hei, size, align=0.5, colour=GREY)
        sheet.label(middle, y + height / 2 + 5 * MM, "不计", hei, 9, align=0.5, colour=GREY)
        return
    sheet.label(middle, y + height / 2 + 2.6 * MM, str(day.counted), hei, 18, align=0.5, colour=ink)
    below = note or (day.reason if day.counted == 0 else "")
    sheet.label(middle, y + height - 2 * MM, below, hei, 8.5, align=0.5, colour=ink)


def _draw_facts(sheet: Sheet, told_facts: Sequence[tuple[str, str]], y: float) -> None:
    hei = standard()[Style.HEI]
    for number, (name, text) in enumerate(told_facts):
        sheet.label(LEFT, y + number * 6 * MM, name, hei, 10, colour=GREY)
        shown, size = fitted(text, hei, 10, WIDE - 16 * MM)
        sheet.label(LEFT + 16 * MM, y + number * 6 * MM, shown, hei, size)


def _draw_foot(sheet: Sheet, office: str, told: DeadlineSheet) -> None:
    hei = standard()[Style.HEI]
    sheet.bar(LEFT, 268 * MM, WIDE, 0.5, LINE)
    for x, word in ((LEFT, "经办："), (LEFT + WIDE / 3, "复核：")):
        sheet.label(x, 276 * MM, word, hei, 10)
    basis = "签发时的依据" if told.letter else "印，可按原日历和规则重算"
    told_on = f"{office}　{chinese_date(told.today)}{basis}"
    sheet.label(RIGHT, 276 * MM, told_on, hei, 9, align=1, colour=GREY)
