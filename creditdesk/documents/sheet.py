"""A PDF being drawn: pages in points from the top left corner, text in the office's lettering, PDF/A-2u on the outside.

The same drawing gives the same bytes: the date inside is the one given, the file's identity follows from its content.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import groupby
from math import ceil

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from creditdesk import __version__
from creditdesk.documents.archive import metadata, output_intent
from creditdesk.documents.embedding import EmbeddedFont, Stream
from creditdesk.documents.fonts import Lettering, Style, standard

MM = 72 / 25.4  # points in a millimetre
A4 = (210 * MM, 297 * MM)
BLACK = (0.0, 0.0, 0.0)
Colour = tuple[float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one font; a mark may be in its narrow form."""

    font: EmbeddedFont
    text: str


def pieces(text: str, lettering: Lettering) -> tuple[Piece, ...]:
    """Return a text in pieces of one font each."""
    return tuple(Piece(font, "".join(run)) for font, run in groupby(text, key=lettering.font))


def width(text: str, lettering: Lettering, size: float) -> float:
    """Return the natural width of a text in points."""
    return sum(map(lettering.width, text)) * size / 1000


class Sheet:
    """The pages of one document."""

    def __init__(self, title: str, author: str, on: date, page: tuple[float, float] = A4) -> None:
        standard()
        self.page_width, self.page_height = page
        self._canvas = Canvas(
            BytesIO(),
            pagesize=page,
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            initialFontName=Style.SONG.value,
            lang="zh-CN",
        )
        document = self._document = self._canvas._doc  # noqa: SLF001  # a canvas has no public way to its document
        self._colour = BLACK
        self._label(title, author, on)
        document.Catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})

    def _label(self, title: str, author: str, on: date) -> None:
        """Write title, author and date, for people in the document information and for archives as XMP."""
        document, canvas = self._document, self._canvas
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setSubject("")
        canvas.setCreator(f"creditdesk {__version__}")
        canvas.setProducer("creditdesk")
        canvas.setDateFormatter(lambda *_: f"D:{on:%Y%m%d}000000+00'00'")
        catalog = document.Catalog
        catalog.Metadata = Stream(metadata(title, author, on), "/Type /Metadata /Subtype /XML")
        catalog.OutputIntents = pdfdoc.PDFArray([output_intent(document)])
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
        # The file's identity; the pages follow when they are finished.
        document.updateSignature(repr((title, author, on)).encode())

    def text(
        self,
        x: float,
        y: float,
        line: Sequence[Piece],
        size: float,
        space: float = 0.0,
        scale: float = 100.0,
        colour: Colour = BLACK,
    ) -> None:
        """Draw pieces from `x` on the baseline `y` below the top edge, with `space` after each character.

        `scale` is the width of the characters in percent of their natural one.
        """
        self._ink(colour)
        operators = " ".join(piece.font.operators(piece.text, size, self._document) for piece in line)
        self._canvas.addLiteral(
            f"BT 1 0 0 1 {x:.3f} {self.page_height - y:.3f} Tm {space:.4f} Tc {scale:.2f} Tz {operators} ET"
        )

    def label(
        self,
        x: float,
        y: float,
        text: str,
        lettering: Lettering,
        size: float,
        *,
        align: float = 0.0,
        space: float = 0.0,
        colour: Colour = BLACK,
    ) -> None:
        """Draw one line of text; `align` 0 begins at `x`, 0.5 is centred over it, 1 ends there."""
        wide = width(text, lettering, size) + space * (len(text) - 1)
        self.text(x - align * wide, y, pieces(text, lettering), size, space, colour=colour)

    def _ink(self, colour: Colour) -> None:
        if colour != self._colour:
            self._colour = colour
            numbers = " ".join(f"{part:g}" for part in colour)
            self._canvas.addLiteral(f"{numbers} rg {numbers} RG")

    def bar(self, x: float, y: float, width: float, height: float, colour: Colour = BLACK) -> None:
        """Fill a rectangle whose top left corner is at `x`, `y`: a rule, a cell's ground, a module of a QR code."""
        self._ink(colour)
        self._canvas.addLiteral(f"{x:.3f} {self.page_height - y - height:.3f} {width:.3f} {height:.3f} re f")

    def stencil(self, x: float, y: float, side: float, rows: Sequence[int]) -> None:
        """Fill a square with modules: each row's bits from the left, as many as there are rows. A QR code.

        One inline picture without smoothing, as every tenth of a millisecond counts in a job of a thousand letters.
        """
        self._ink(BLACK)
        count = len(rows)
        pad = -count % 8
        data = "".join(f"{row << pad:0{(count + pad) // 4}x}" for row in rows)
        self._canvas.addLiteral(
            f"q {side:.3f} 0 0 {side:.3f} {x:.3f} {self.page_height - y - side:.3f} cm"
            f" BI /W {count} /H {count} /IM true /D [1 0] /BPC 1 /F /AHx ID {data}> EI Q"
        )

    def hatch(self, x: float, y: float, width: float, height: float, step: float, colour: Colour) -> None:
        """Fill a rectangle with diagonal hair lines `step` points apart."""
        self._ink(colour)
        low = self.page_height - y - height
        shifts = range(ceil((width + height) / step))
        lines = " ".join(
            f"{x - height + shift * step:.2f} {low:.2f} m {x + shift * step:.2f} {low + height:.2f} l"
            for shift in shifts
        )
        self._canvas.addLiteral(f"q {x:.2f} {low:.2f} {width:.2f} {height:.2f} re W n 0.3 w {lines} S Q")

    def frame(self, x: float, y: float, width: float, height: float, line: float, colour: Colour = BLACK) -> None:
        """Draw the outline of a rectangle with a line of the given width."""
        self._ink(colour)
        self._canvas.addLiteral(f"{line:g} w {x:.3f} {self.page_height - y - height:.3f} {width:.3f} {height:.3f} re S")

    def polygon(self, points: Sequence[Point], line: float, fill: Colour, edge: Colour) -> None:
        """Fill the shape between points and draw its outline with a line of the given width."""
        path = self._path(points)
        self._ink(fill)
        self._canvas.addLiteral(f"{path} h f")
        self._ink(edge)
        self._canvas.addLiteral(f"{line:g} w {path} h S")

    def stroke(self, points: Sequence[Point], line: float, colour: Colour = BLACK, *, dashed: bool = False) -> None:
        """Draw a line through points."""
        self._ink(colour)
        dash = f"[{line * 4:g} {line * 3:g}] 0 d " if dashed else ""
        self._canvas.addLiteral(f"q {dash}{line:g} w {self._path(points)} S Q")

    def _path(self, points: Sequence[Point]) -> str:
        steps = zip("m" + "l" * (len(points) - 1), points, strict=True)
        return " ".join(f"{x:.2f} {self.page_height - y:.2f} {step}" for step, (x, y) in steps)

    def picture(self, x: float, y: float, side: float, png: bytes) -> None:
        """Draw a square picture around a point; its transparent parts let the text through."""
        self._canvas.drawImage(
            ImageReader(BytesIO(png)), x - side / 2, self.page_height - y - side / 2, side, side, mask="auto"
        )

    def next_page(self) -> None:
        """End the page and begin another."""
        self._canvas.showPage()
        self._colour = BLACK

    def pdf(self) -> bytes:
        """Return the finished file."""
        self._canvas.showPage()
        document = self._document
        for page in document.Pages.pages:
            content = page.stream.encode("ascii")
            document.updateSignature(content)
            page.Contents = Stream(zlib.compress(content), "/Filter /FlateDecode")
        data = self._canvas.getpdfdata()
        return bytes(data)
