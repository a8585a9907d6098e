"""Fonts inside a document: codes, subsets and the text behind them."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from creditdesk import paths
from creditdesk.catalog.load import load
from creditdesk.documents.fonts import Style, standard
from creditdesk.documents.frequent import FREQUENT_CHARACTERS
from creditdesk.documents.wording import compose
from tests.documents.letters import SHORT
from tests.documents.reading import Pdf


def canvas_pdf(*texts: str) -> bytes:
    standard()
    canvas = Canvas(BytesIO(), invariant=1, pageCompression=1, initialFontName=Style.SONG.value)
    canvas.setFont(Style.FANGSONG.value, 16)
    for number, text in enumerate(texts):
        canvas.drawString(72, 700 - 30 * number, text)
    return bytes(canvas.getpdfdata())


def test_a_plain_reportlab_canvas_can_draw_with_the_fonts() -> None:
    data = canvas_pdf("中牟县信用中心", "骐骥")
    assert b"Helvetica" not in data
    assert data.count(b"/Subtype /Type0") == 2  # the common subset, and the rest


def test_two_documents_share_the_common_subset() -> None:
    first, second = (Pdf(data).fonts for data in (canvas_pdf("信用，骐"), canvas_pdf("异议。骥骧")))
    assert first["F1+0"] == second["F1+0"]
    assert first["F1+1"] != second["F1+1"]


def test_a_document_without_common_characters_carries_them_not_twice() -> None:
    assert canvas_pdf("信用").count(b"/Subtype /Type0") == 1


@given(st.text("𬭛𠅤㛃一信ABC0，", min_size=1, max_size=50))
def test_unicode_of_every_code_is_its_character(text: str) -> None:
    lettering = standard()[Style.SONG]
    font = lettering.font("𬭛")
    document = Canvas(BytesIO())._doc
    codes = b"".join(codes for _, codes in font.splitString(text, document))
    assert len(codes) == 2 * len(text)
    assert len({codes[place : place + 2] for place in range(0, len(codes), 2)}) == len(set(text))


def test_most_of_every_sample_letter_is_common() -> None:
    for form in load(paths.forms()).letters:
        content = compose(form, form.sample(), office=SHORT.issuer, number=SHORT.number, on=SHORT.date)
        rare = set("".join(content.texts())) - set(FREQUENT_CHARACTERS)
        assert len(rare) < 100, form.name


def test_the_subset_of_one_page_reads_back() -> None:
    pdf = Pdf(canvas_pdf("信用"))
    assert {text for font in pdf.fonts.values() for text in font.texts.values()} >= {"信", "用"}
