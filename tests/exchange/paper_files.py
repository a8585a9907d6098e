"""Small files of every kind of paper, each just enough to be taken for what it is."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR....\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0....\xff\xd9"
TIFF = b"II*\x00\x08\x00\x00\x00"


def packed(**parts: bytes) -> bytes:
    """A zip file; names write / as __ and . as _dot_."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, told in parts.items():
            pack.writestr(name.replace("__", "/").replace("_dot_", "."), told)
    return out.getvalue()


DOCX = packed(word__document_dot_xml=b"<w/>")
XLSX = packed(xl__workbook_dot_xml=b"<x/>")
OFD = packed(OFD_dot_xml=b"<o/>")
