"""What a paper is, is told from its content; what could do harm is refused with one sentence."""

import io
import zipfile
import zlib
from itertools import count

import pytest

from creditdesk.errors import InputProblem
from creditdesk.exchange.papers import KINDS, clean_name, recognised
from tests.exchange.paper_files import DOCX, JPEG, OFD, PDF, PNG, TIFF, XLSX, packed


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("决定书.pdf", PDF, "pdf"),
        ("照片.PNG", PNG, "png"),
        ("照片.jpeg", JPEG, "jpeg"),
        ("照片.jpg", JPEG, "jpeg"),
        ("扫描.tif", TIFF, "tiff"),
        ("申请书.docx", DOCX, "docx"),
        ("清单.xlsx", XLSX, "xlsx"),
        ("公文.ofd", OFD, "ofd"),
    ],
    ids=map(str, count()),
)
def test_finished_papers_are_taken(name: str, content: bytes, kind: str) -> None:
    assert recognised(name, content) is KINDS[kind]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.pdf", b"", "空文件"),
        ("照片.pdf", PNG, "与扩展名不符"),
        ("申请书.docx", XLSX, "与扩展名不符"),
        ("程序.pdf", b"MZ\x90\x00", "可执行程序"),
        ("程序.png", b"\x7fELF\x02", "可执行程序"),
        ("脚本.pdf", b"#!/bin/sh\nrm", "可执行程序"),
        ("旧.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "旧版或加密"),
        ("文本.txt", "有异议".encode(), "不是可接受的文件类型"),
        ("截断.pdf", PDF[:30], "不完整"),
        ("截断.jpg", JPEG[:6], "不完整"),
        ("加密.pdf", PDF.replace(b"/Root", b"/Encrypt 9 0 R/Root"), "密码"),
        ("脚本.pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"), "脚本"),
        ("脚本.pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/Java#53cript>>"), "脚本"),
        ("嵌入.pdf", PDF.replace(b"/Catalog", b"/Catalog/Names<</EmbeddedFiles 3 0 R>>"), "嵌入文件"),
        ("包.zip", packed(a_dot_txt=b"1"), "压缩包"),
        ("包.docx", packed(a_dot_txt=b"1"), "压缩包"),
        ("宏.docx", packed(word__document_dot_xml=b"", word__vbaProject_dot_bin=b"1"), "宏"),
        ("宏.xlsx", packed(xl__workbook_dot_xml=b"", xl__macrosheets__a_dot_xml=b"1"), "宏"),
        ("程序.docx", packed(word__document_dot_xml=b"", word__a_dot_exe=b"1"), "宏或程序"),
        ("嵌.docx", packed(word__document_dot_xml=b"", word__embeddings__a_dot_bin=b"1"), "嵌有其他文件"),
        ("坏.docx", DOCX[:40], "已损坏"),
        ("坏.docx", DOCX.replace(b"word/document.xml", b"word/document.xmk", 1), "已损坏"),
        ("弹.docx", packed(word__document_dot_xml=b"\x00" * 30_000_000), "解压后过大"),
    ],
    ids=map(str, count()),
)
def test_what_could_do_harm_is_refused_with_one_sentence(name: str, content: bytes, said: str) -> None:
    with pytest.raises(InputProblem, match=said) as refused:
        recognised(name, content)
    assert refused.value.sentence.count("。") == 1
    assert name in refused.value.sentence


def test_scripts_hidden_in_compressed_objects_of_a_pdf_are_found() -> None:
    hidden = zlib.compress(b"1 0 <</S/JavaScript/JS(app.alert(1))>>")
    stream = b"5 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + hidden + b"\nendstream endobj\n%%EOF"
    with pytest.raises(InputProblem, match="脚本"):
        recognised("藏.pdf", PDF + stream)


def test_a_content_type_with_macros_is_refused_whatever_the_parts_are_called() -> None:
    types = b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr("word/document.xml", b"")
        pack.writestr("[Content_Types].xml", types)
    with pytest.raises(InputProblem, match="宏"):
        recognised("申请书.docx", out.getvalue())


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("..\\..\\决定书.pdf", "决定书.pdf"),
        ("/etc/决定书.pdf", "决定书.pdf"),
        ("决定\u202efdp.exe", "决定fdp.exe"),
        (" 决\x00定\n书.pdf ", "决定书.pdf"),
    ],
)
def test_names_lose_folders_and_what_misleads(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize("name", ["", "..", "\u202e", "一" * 101 + ".pdf"])
def test_a_paper_needs_a_name_of_fitting_length(name: str) -> None:
    with pytest.raises(InputProblem):
        clean_name(name)
