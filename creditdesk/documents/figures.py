"""Charts on paper: the marks of a chart drawn as vectors, its words in the office's embedded lettering."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from creditdesk.documents.chart_layout import lay_out, least_height
from creditdesk.documents.charts import Area, Chart, Mark, Stroke, Tone
from creditdesk.documents.flow import Block
from creditdesk.documents.fonts import Fonts, Lettering, Style
from creditdesk.documents.paragraphs import centred
from creditdesk.documents.sheet import BLACK, Colour, Sheet, width

SIZE = 9.0  # 小五
_TITLE, _NOTE = 12.0, 9.0
_HIGH, _GAP = 150.0, 10.0
# Readable in colour, and in grey when a black printer prints them.
_INKS: dict[Tone, Colour] = {
    Tone.STRONG: (0.114, 0.310, 0.569),
    Tone.PALE: (0.769, 0.831, 0.910),
    Tone.BAD: (0.765, 0.157, 0.122),
    Tone.BAD_PALE: (0.973, 0.855, 0.843),
    Tone.GROUND: (1.0, 1.0, 1.0),
    Tone.LINE: (0.86, 0.88, 0.91),
    Tone.EDGE: (0.45, 0.50, 0.56),
    Tone.TEXT: BLACK,
    Tone.HINT: (0.28, 0.33, 0.40),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart laid out for paper, placed against the top left corner of its block."""

    marks: tuple[Mark, ...]
    lettering: Lettering

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Draw the chart in a block whose corner is at `x`, `y`."""
        for mark in self.marks:
            if isinstance(mark, Area):
                points = [(x + across, y + down) for across, down in mark.points]
                sheet.polygon(points, SIZE * 0.07, _INKS[mark.fill], _INKS[mark.edge])
            elif isinstance(mark, Stroke):
                points = [(x + across, y + down) for across, down in mark.points]
                sheet.stroke(points, mark.width, _INKS[mark.tone], dashed=mark.dashed)
            else:
                ink = _INKS[mark.tone]
                sheet.label(x + mark.x, y + mark.y, mark.text, self.lettering, SIZE, align=mark.align, colour=ink)


def figure_blocks(chart: Chart, fonts: Fonts, body: float) -> list[Block]:
    """Return a chart with its title above and its note below as blocks that stay together, over `body` points."""
    lettering = fonts[Style.SONG]
    high = max(_HIGH, least_height(chart, SIZE))
    marks = lay_out(chart, body, high, SIZE, partial(width, lettering=lettering, size=SIZE))
    title = centred(chart.title, fonts[Style.HEI], _TITLE, body / 2)
    blocks = [
        Block(_GAP, 0.0, gap=True),
        Block(_TITLE * 1.8, _TITLE, (title,), glued=True),
        Block(high + _GAP, high, (Figure(marks, lettering),), glued=bool(chart.note)),
    ]
    if chart.note:
        blocks.append(Block(_NOTE * 1.6, _NOTE, (centred(chart.note, lettering, _NOTE, body / 2),)))
    return blocks


def texts(chart: Chart) -> Iterator[str]:
    """Return every text a chart may draw; numbers and what the layout adds are drawn by every font."""
    yield from (chart.title, chart.note, chart.unit, *chart.columns)
    yield from (one.label for one in chart.series)
