"""A letter beside a bare reportlab canvas that draws the same lines with the same fonts, and beside Typst.

Each round draws the same twenty letters, every one to another name: subsets differ from letter to letter as they do in
an office. The canvas is given every finished line with its place; breaking, paging, glyph check and PDF/A are what
ours adds.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import typst
from reportlab.pdfgen.canvas import Canvas

from benchmarks import Row, medians, row
from creditdesk import paths
from creditdesk.catalog.load import load
from creditdesk.documents.flow import Words
from creditdesk.documents.fonts import Style, standard
from creditdesk.documents.geometry import LEFT, SIZE
from creditdesk.documents.letter import LetterContent, lay_out, letter_pdf
from creditdesk.documents.sheet import A4
from creditdesk.documents.wording import compose

_LETTERS = 20
_ROUNDS = 7
_ON = date(2026, 2, 12)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
_GIVEN = "骏驰鹏翔睿哲皓轩雯静岚珊琳瑶琪蕾薇芸菲萱"
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
class _Drawn:
    """A line as the bare canvas is given it: page, place, font, size, spacing and text."""

    page: int
    x: float
    y: float
    font: str
    size: float
    space: float
    text: str


def rows() -> list[Row]:
    """Measure one letter, the mean of twenty to different names."""
    contents = _contents()
    plans = [_plan(content) for content in contents]
    inputs = [{"letter": json.dumps(_plain(content), ensure_ascii=False)} for content in contents]
    fonts = typst.Fonts(False, False, [str(paths.resources() / "fonts")])
    compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
    page = _TYPST.encode()

    def ours() -> list[bytes]:
        return [letter_pdf(content) for content in contents]

    def floor() -> list[bytes]:
        return [_bare(plan) for plan in plans]

    def peer() -> list[object]:
        return [compiler.compile(page, format="pdf", sys_inputs=one) for one in inputs]

    _warm(ours, floor, peer)
    ours_s, floor_s, peer_s = (seconds / _LETTERS for seconds in medians(ours, floor, peer, rounds=_ROUNDS))
    work = f"one result letter, each of {_LETTERS} to another name; ratio to the "
    return [
        row(work + "bare canvas with the same lines and fonts", ours_s, goal=1.5, floor_s=floor_s),
        row(work + "peer, its compiler kept", ours_s, goal=1.0, against="peer", peer="Typst", peer_s=peer_s),
    ]


def _warm(*works: Callable[[], object]) -> None:
    for work in works:
        work()


def _contents() -> list[LetterContent]:
    form = next(form for form in load(paths.forms()).letters if form.name == "outcome")
    names = [surname + given for surname, given in zip(_SURNAMES, _GIVEN, strict=True)]
    return [
        compose(
            form,
            form.sample() | {"applicant": f"{name}示例有限公司", "contact": name},
            office="示例县信用中心",
            number=f"示信异答〔2026〕{number}号",
            on=_ON,
        )
        for number, name in enumerate(names, start=1)
    ]


def _plan(content: LetterContent) -> list[_Drawn]:
    """Return the letter's lines as ours places them, and the four that are the same in every letter."""
    fonts = standard()
    found = [
        _Drawn(0, 72.0, 732.0, Style.TITLE, 42.0, 10.0, content.issuer),
        _Drawn(0, 380.0, 660.0, Style.FANGSONG, SIZE, 0.0, content.number),
    ]
    for page, placed_ones in enumerate(lay_out(content, fonts)):
        for placed in placed_ones:
            found += [
                _Drawn(
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


def _bare(plan: list[_Drawn]) -> bytes:
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


def _plain(content: LetterContent) -> dict[str, object]:
    """Return the letter as Typst reads it."""
    return {
        "issuer": content.issuer,
        "number": content.number,
        "title": content.title,
        "addressee": content.addressee,
        "paragraphs": [[int(paragraph.level == 1), paragraph.text] for paragraph in content.paragraphs],
        "signer": content.signer,
        "date": f"{content.date:%Y}年{content.date.month}月{content.date.day}日",
    }
