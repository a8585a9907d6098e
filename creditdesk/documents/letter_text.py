"""The words of a letter as a reader finds them on the paper: what its signed code answers for."""

from collections.abc import Iterator, Sequence

from creditdesk.documents.letter import LetterContent, Paragraph, table_place
from creditdesk.documents.tables import Table, texts


def read_text(content: LetterContent) -> str:
    """Return title, addressee, paragraphs, table and attachments and annexes, one below the other, as they are printed.

    Letterhead and number above them, name, date and remark below them, page numbers and copies do not belong to it.
    """
    return "\n".join(_parts(content))


def _parts(content: LetterContent) -> Iterator[str]:
    yield content.title
    addressee = content.addressee.rstrip("：:")
    if addressee:
        yield f"{addressee}："
    yield from _running(content.paragraphs, content.table)
    several = len(content.attachments) > 1
    for number, attachment in enumerate(content.attachments, start=1):
        label = ("附件：" if number == 1 else "") + (f"{number}." if several else "")
        yield label + attachment.rstrip("。；，")
    for mark, annex in content.marked_annexes():
        yield from (mark, annex.title)
        yield from _running(annex.paragraphs, annex.table)


def _running(paragraphs: Sequence[Paragraph], table: Table | None) -> Iterator[str]:
    place = table_place(paragraphs, table)
    if table is not None and place < 0:
        yield from texts(table)
    for number, paragraph in enumerate(paragraphs):
        yield from filter(None, map(str.strip, paragraph.text.split("\n")))
        if table is not None and number == place:
            yield from texts(table)
