"""The words of a letter as a reader finds them on the paper: what its signed code answers for."""

from collections.abc import Iterator

from creditdesk.documents.letter import LetterContent
from creditdesk.documents.tables import texts


def read_text(content: LetterContent) -> str:
    """Return title, addressee, paragraphs, table and attachments, one below the other, as they are printed.

    Letterhead and number above them, name, date and remark below them, page numbers and copies do not belong to it.
    """
    return "\n".join(_parts(content))


def _parts(content: LetterContent) -> Iterator[str]:
    yield content.title
    addressee = content.addressee.rstrip("：:")
    if addressee:
        yield f"{addressee}："
    table = content.table
    last = len(content.paragraphs) - 1
    place = None if table is None else table.after if table.after >= 0 else last
    for number, paragraph in enumerate(content.paragraphs):
        yield from filter(None, map(str.strip, paragraph.text.split("\n")))
        if table is not None and number == place:
            yield from texts(table)
    several = len(content.attachments) > 1
    for number, attachment in enumerate(content.attachments, start=1):
        label = ("附件：" if number == 1 else "") + (f"{number}." if several else "")
        yield label + attachment.rstrip("。；，")
