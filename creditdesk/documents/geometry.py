"""The official page in points: GB/T 9704-2012 with the letter format (信函格式) of its clause 10.1."""

from creditdesk.documents.sheet import MM, Colour

LEFT = 28 * MM  # 订口
TOP = 37 * MM  # 天头
BODY_WIDTH, BODY_HEIGHT = 156 * MM, 225 * MM  # 版心
RIGHT, BOTTOM = LEFT + BODY_WIDTH, TOP + BODY_HEIGHT
LINES, CHARACTERS = 22, 28  # lines a page, characters a line
PITCH = BODY_HEIGHT / LINES  # 28.99 pt
CHARACTER = BODY_WIDTH / CHARACTERS  # 15.79 pt

SIZE, TITLE_SIZE, SMALL_SIZE = 16.0, 22.0, 14.0  # 3号, 2号, 4号
SPACE = CHARACTER - SIZE  # 28 characters of 16 pt are 2 mm too wide
ASCENT = 0.88  # of an em, from the top of a Chinese character's square to the baseline

RED: Colour = (0.769, 0.086, 0.110)  # C4161C, the letterhead's red
GREY: Colour = (0.35, 0.35, 0.35)
MARK_TOP = 30 * MM  # from the paper's top to the letterhead's ink
MARK_TO_RULE = 4 * MM
SECOND_RULE = 277 * MM  # 20 mm from the paper's bottom
RULE_WIDTH = 170 * MM
THICK, THIN, RULE_GAP = 2.2, 0.8, 1.2
RULE_TO_NUMBER = SIZE * 7 / 8
FOOT_SIZE, FOOT_DROP = 7.5, 2 * MM  # the line below the second rule, and the white between them
PAGE_NUMBER_DROP = 7 * MM  # below the body's lower edge

SEAL_DIAMETER = 42 * MM
