"""One case as one PDF: everything in it in order, found by the page numbers of its contents."""

import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from creditdesk.errors import InputProblem
from creditdesk.models import JournalEntry
from creditdesk.services import attachments, case_bundles, letter_voids, letters, objections
from creditdesk.services.desk import Desk
from tests.entered import objection, on, penalty
from tests.exchange.paper_files import DOCX


@pytest.fixture
def case_id(desk: Desk) -> str:
    made = objection(desk, penalty(desk), date(2026, 2, 2))
    with on(desk, date(2026, 2, 4)):
        first = desk.perform(objections.accept, made).result["letter"]
        desk.perform(letter_voids.replace, str(first), "申请人名称有误（示例）", {"applicant": "示例建材（中牟）公司"})
        desk.perform(objections.forward, made)
    return made


def picture(size: tuple[int, int], kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def pages(pdf: bytes, folder: Path) -> list[str]:
    """The words of each page without white space."""
    (folder / "案卷.pdf").write_bytes(pdf)
    told = subprocess.run(
        ["pdftotext", "-layout", folder / "案卷.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    return ["".join(page.split()) for page in told.split("\f")[:-1]]


def test_a_case_is_bound_in_order_with_numbered_pages_and_bookmarks(desk: Desk, case_id: str, tmp_path: Path) -> None:
    opinion = letters.pdf_of(desk, letters.ids(desk)[0])
    for name, content in (
        ("来源单位意见（示例）.pdf", opinion),
        ("现场照片（示例）.png", picture((1200, 500), "png")),
        ("说明（示例）.docx", DOCX),
    ):
        desk.perform(attachments.add, case_id, name, content)
    told = desk.perform(attachments.add, case_id, "重复（示例）.jpg", picture((30, 30), "jpeg"))
    desk.perform(attachments.withdraw, str(told.result["attachment"]), "重复（示例）")
    pdf = case_bundles.pdf(desk, case_id)
    shown, reader = pages(pdf, tmp_path), PdfReader(BytesIO(pdf))
    assert [page.endswith(f"案卷第{at}页共{len(shown)}页") for at, page in enumerate(shown, 1)] == [True] * len(shown)
    titles = [str(mark["/Title"]) for mark in reader.outline]
    assert titles == [
        *("案卷目录", "期限计算单", "异议申请受理通知书（已作废）", "异议申请受理通知书", "异议转办函"),
        *("来源单位意见（示例）.pdf", "现场照片（示例）.png"),
    ]
    starts = [reader.get_destination_page_number(mark) + 1 for mark in reader.outline]
    assert starts[0] == 1
    for words, start in (("期限计算单", starts[1]), ("由牟信异受〔2026〕2号代替", starts[2]), ("转办函", starts[4])):
        assert words in shown[start - 1]
    assert "说明（示例）.docx（Word文档，未" in shown[0]
    assert "重复（示例）.jpg" not in shown[0]
    for start in starts[1:]:
        assert str(start) in shown[0]
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {(595, 842)}


def test_a_broken_paper_is_named_and_holds_up_nothing(desk: Desk, case_id: str, tmp_path: Path) -> None:
    torn = picture((300, 300), "jpeg")
    desk.perform(attachments.add, case_id, "残缺（示例）.jpg", torn[:200] + torn[-2:])
    assert "残缺（示例）.jpg（画不出来，未装入）" in pages(case_bundles.pdf(desk, case_id), tmp_path)[0]


def test_leaving_the_desk_is_journalled(desk: Desk, case_id: str, tmp_path: Path) -> None:
    path = tmp_path / "案卷.pdf"
    changes = case_bundles.save(desk, case_bundles.by_number(desk, "2026-0001"), path)
    assert path.read_bytes().startswith(b"%PDF")
    assert "已导出 2026-0001 的案卷，共 4 份材料" in changes.sentence
    with desk.read() as session:
        assert session.scalars(select(JournalEntry.act).order_by(JournalEntry.seq)).all()[-1] == "case.bundle"
    with pytest.raises(InputProblem, match="请核对案号"):
        case_bundles.by_number(desk, "2026-0099")
