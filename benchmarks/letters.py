"""A letter beside a bare reportlab canvas that draws the same lines with the same fonts, and beside Typst.

Every round draws twenty letters to new names, so that subsets differ from letter to letter as they do in an office. The
canvas is given every finished line with its place: breaking, paging, glyph check and PDF/A are what ours adds.
"""

import json
import random
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import typst
from reportlab.pdfgen.canvas import Canvas

from benchmarks import Row, medians, row
from creditdesk import paths
from creditdesk.catalog.load import load
from creditdesk.documents.chinese import chinese_date
from creditdesk.documents.flow import Words
from creditdesk.documents.fonts import Style, standard
from creditdesk.documents.geometry import LEFT, SIZE
from creditdesk.documents.letter import LetterContent, lay_out, letter_pdf
from creditdesk.documents.sheet import A4
from creditdesk.documents.wording import compose

_LETTERS = 20
_ROUNDS = 7
_ON = date(2026, 2, 12)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌"
_GIVEN = "骏驰鹏翔睿哲皓轩雯静岚珊琳瑶琪蕾薇芸菲萱嘉懿楠桦梓榕淼涵溪澜灏烨煜熠焱垚峻岭崧岳琨瑾璇瑜颖慧敏捷毅恒锐锋铭钧"
# The page of GB/T 9704-2012 in Typst, as near as its own means come.
_TYPST = """
#let it = json(bytes(sys.inputs.letter))
#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm))
#set text(font: ("Cd FangSong", "Cd Song"), size: 16pt, tracking: -0.207pt, lang: "zh", region: "cn")
#set par(justify: true, leading: 12.99pt, spacing: 12.99pt, first-line-indent: (amount: 2em, all: true))
#let red = rgb("c4161c")
#place(top + center, dy: -7mm, text(font: "Cd Title", size: 42pt, fill: red, it.issuer))
#place(top + center, dy: 11mm, line(length: 170mm, stroke: 2.2pt + red))
#place(top + center, dy: 12.5mm, line(length: 170mm, stroke: 0.8pt + red))
#v(17mm)
#align(right, it.number)
#v(58pt)
#align(center, text(font: "Cd Title", size: 22pt, it.title))
#v(29pt)
#par(first-line-indent: 0em, it.addressee + "：")
#for paragraph in it.paragraphs [#par(text(font: ("Cd FangSong", "Cd Hei").at(paragraph.at(0)), paragraph.at(1)))]
#v(58pt)
#pad(right: 4em, align(right)[#it.signer \\ #it.date])
"""


@dataclass(frozen=True)
class Drawn:
    """A line as the bare canvas is given it: page, place, font, size, spacing and text."""

    page: int
    x: float
    y: float
    font: str
    size: float
    space: float
    text: str


def rows() -> list[Row]:
    """Measure one letter, the mean of twenty to people nobody has written to before."""
    chance = random.Random(20260212)
    ours_turn, floor_turn, peer_turn = (iter([_batch(chance) for _ in range(_ROUNDS + 1)]) for _ in range(3))
    plans = iter([[lines_of(content) for content in batch] for batch in floor_turn])
    inputs = iter([[_typst_input(content) for content in batch] for batch in peer_turn])
    fonts = typst.Fonts(False, False, [str(paths.resources() / "fonts")])
    compiler, page = typst.Compiler(font_paths=fonts, ignore_system_fonts=True), _TYPST.encode()

    def ours() -> list[bytes]:
        return [letter_pdf(content) for content in next(ours_turn)]

    def floor() -> list[bytes]:
        return [bare_pages(plan) for plan in next(plans)]

    def peer() -> list[object]:
        return [compiler.compile(page, format="pdf", sys_inputs=one) for one in next(inputs)]

    medians(ours, floor, peer, rounds=1)  # the first letters read the fonts
    ours_s, floor_s, peer_s = (seconds / _LETTERS for seconds in medians(ours, floor, peer, rounds=_ROUNDS))
    work = f"one result letter, the mean of {_LETTERS} to new people; ratio to the "
    return [
        row(work + "bare canvas with the same lines and fonts", ours_s, goal=1.5, floor_s=floor_s),
        row(work + "peer, its compiler kept", ours_s, goal=1.0, against="peer", peer="Typst", peer_s=peer_s),
    ]


def _batch(chance: random.Random) -> list[LetterContent]:
    """Return letters that differ in names and numbers only, as an office's do."""
    form = next(form for form in load(paths.forms()).letters if form.name == "outcome")
    letters = []
    for number in range(1, _LETTERS + 1):
        name = chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, 2))
        values = form.sample() | {"applicant": f"示例县{name}商贸有限公司", "contact": name}
        number_on_paper = f"示信异答〔2026〕{number}号"
        letters.append(compose(form, values, office="示例县信用中心", number=number_on_paper, on=_ON))
    return letters


def lines_of(content: LetterContent) -> list[Drawn]:
    """Return the letter's lines as ours places them, and the four that are the same in every letter."""
    fonts = standard()
    found = [
        Drawn(0, 72.0, 732.0, Style.TITLE, 42.0, 10.0, content.issuer),
        Drawn(0, 380.0, 660.0, Style.FANGSONG, SIZE, 0.0, content.number),
    ]
    for page, placed_ones in enumerate(lay_out(content, fonts)):
        for placed in placed_ones:
            found += [
                Drawn(
                    page,
                    LEFT + words.x,
                    A4[1] - placed.top - words.baseline,
                    piece.font.fontName,
                    words.size,
                    words.space,
                    piece.text,
                )
                for words in placed.block.marks
                if isinstance(words, Words)
                for piece in words.line
            ]
    return found


def bare_pages(plan: list[Drawn]) -> bytes:
    """Draw finished lines on a plain canvas; pieces of a line begin where the line does, which costs the same."""
    canvas = Canvas(BytesIO(), pagesize=A4, invariant=1, pageCompression=1, initialFontName=Style.SONG.value)
    page = 0
    for line in plan:
        if line.page > page:
            canvas.showPage()
            page = line.page
        canvas.setFont(line.font, line.size)
        canvas.drawString(line.x, line.y, line.text, charSpace=line.space)
    for y in (713.0, 710.0, 58.0, 55.0):
        canvas.rect(57.0, y, 482.0, 1.5, stroke=0, fill=1)
    return bytes(canvas.getpdfdata())


def _typst_input(content: LetterContent) -> dict[str, str]:
    """Return the letter as Typst reads it."""
    told = {
        "issuer": content.issuer,
        "number": content.number,
        "title": content.title,
        "addressee": content.addressee,
        "paragraphs": [[int(paragraph.level == 1), paragraph.text] for paragraph in content.paragraphs],
        "signer": content.signer,
        "date": chinese_date(content.date),
    }
    return {"letter": json.dumps(told, ensure_ascii=False)}
