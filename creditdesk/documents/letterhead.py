"""What the letter format prints around the text: red mark, double rules, number, page number (GB/T 9704-2012 §10.1)."""

from creditdesk.documents.flow import Words
from creditdesk.documents.fonts import Fonts, Style
from creditdesk.documents.geometry import (
    ASCENT,
    BODY_WIDTH,
    BOTTOM,
    CHARACTER,
    FOOT_DROP,
    FOOT_SIZE,
    GREY,
    LEFT,
    MARK_TO_RULE,
    MARK_TOP,
    PAGE_NUMBER_DROP,
    RED,
    RIGHT,
    RULE_GAP,
    RULE_TO_NUMBER,
    RULE_WIDTH,
    SECOND_RULE,
    SIZE,
    SMALL_SIZE,
    SPACE,
    THICK,
    THIN,
)
from creditdesk.documents.sheet import Sheet, pieces, width

FULL_SIZE, LEAST_SIZE = 42.0, 28.0  # points of the mark; the standard leaves the size to the office
NARROWEST = 0.62  # how far a long name is condensed before it shrinks
WIDEST_GAP = 0.25  # em between the characters of a short name
DOUBLE = THICK + RULE_GAP + THIN


def first_page_top(issuer: str, fonts: Fonts) -> float:
    """Return the top of the number's line, from which the rest of the first page is measured."""
    size, _, _ = _mark_shape(issuer, fonts)
    low, high = fonts[Style.TITLE].extent(issuer)
    return MARK_TOP + (high - low) * size / 1000 + MARK_TO_RULE + DOUBLE + RULE_TO_NUMBER


def draw_first(sheet: Sheet, issuer: str, number: str, fonts: Fonts) -> None:
    """Draw mark, both red double rules and the number on the first page."""
    size, scale, space = _mark_shape(issuer, fonts)
    title = fonts[Style.TITLE]
    low, high = title.extent(issuer)
    baseline = MARK_TOP + high * size / 1000
    natural = width(issuer, title, size) + space * (len(issuer) - 1)
    middle = LEFT + BODY_WIDTH / 2
    sheet.text(middle - natural * scale / 2, baseline, pieces(issuer, title), size, space, scale * 100, RED)
    left = (sheet.page_width - RULE_WIDTH) / 2
    top = baseline - low * size / 1000 + MARK_TO_RULE
    sheet.bar(left, top, RULE_WIDTH, THICK, RED)
    sheet.bar(left, top + THICK + RULE_GAP, RULE_WIDTH, THIN, RED)
    body = fonts[Style.FANGSONG]
    wide = width(number, body, SIZE) + SPACE * (len(number) - 1)
    words = Words(RIGHT - wide, SIZE * ASCENT, pieces(number, body), SIZE, SPACE)
    words.draw(sheet, 0.0, top + DOUBLE + RULE_TO_NUMBER)
    lower = SECOND_RULE - DOUBLE / 2
    sheet.bar(left, lower, RULE_WIDTH, THIN, RED)
    sheet.bar(left, lower + THIN + RULE_GAP, RULE_WIDTH, THICK, RED)


def draw_foot(sheet: Sheet, text: str, fonts: Fonts) -> None:
    """Draw a line in small type below the second double rule of the first page."""
    top = SECOND_RULE + DOUBLE / 2 + FOOT_DROP
    sheet.label(LEFT, top + FOOT_SIZE * ASCENT, text, fonts[Style.SONG], FOOT_SIZE, colour=GREY)


def _mark_shape(issuer: str, fonts: Fonts) -> tuple[float, float, float]:
    """Return size, horizontal scale and spacing that set the name within the body: spaced, condensed or smaller."""
    natural = width(issuer, fonts[Style.TITLE], 1.0)
    if natural * FULL_SIZE <= BODY_WIDTH:
        spare = (BODY_WIDTH * 0.86 - natural * FULL_SIZE) / max(1, len(issuer) - 1)
        return FULL_SIZE, 1.0, max(0.0, min(spare, WIDEST_GAP * FULL_SIZE))
    size = max(LEAST_SIZE, min(FULL_SIZE, BODY_WIDTH / natural / 0.75))
    scale = BODY_WIDTH / (natural * size)
    if scale < NARROWEST:
        size, scale = BODY_WIDTH / natural / NARROWEST, NARROWEST
    return size, scale, 0.0


def draw_page_number(sheet: Sheet, number: int, fonts: Fonts) -> None:
    """Draw — 2 — in 4号 half-width 宋体, odd pages right, even pages left, one character from the edge (§7.5)."""
    text, song = f"— {number} —", fonts[Style.SONG]
    wide = width(text, song, SMALL_SIZE)
    x = RIGHT - CHARACTER - wide if number % 2 else LEFT + CHARACTER
    Words(x, SMALL_SIZE * ASCENT, pieces(text, song), SMALL_SIZE).draw(sheet, 0.0, BOTTOM + PAGE_NUMBER_DROP)
