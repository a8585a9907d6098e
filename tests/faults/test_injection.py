"""Text that is meant to be carried out: SQL, templates, formulas, paths. It is stored, shown and written, and inert."""

from datetime import date
from pathlib import Path

import pytest

from creditdesk.errors import InputProblem
from creditdesk.exchange.workbooks import read_modern
from creditdesk.services import (
    attachments,
    health,
    letters,
    list_exports,
    objection_lists,
    objections,
    record_lists,
    record_papers,
)
from creditdesk.services.desk import Desk
from creditdesk.services.list_exports import ListExport
from creditdesk.services.objections import Contested
from creditdesk.services.record_lists import Filter
from tests.documents.reading import Pdf
from tests.entered import penalty
from tests.faults.killed import is_sound

CORPUS = (
    "'); DROP TABLE record; --",
    '" OR 1=1 --',
    "x' UNION SELECT key FROM setting --",
    "%_[a-z]*?\\",
    "NEAR(a b) OR NOT c*",
    "{0.__class__.__init__.__globals__}",
    "{subject_name!r:>1000000}",
    "{{ 7*7 }}${7*7}#{7*7}<%= 7*7 %>",
    "%s%s%n%(passphrase)s",
    "=1+1",
    '=HYPERLINK("http://example.invalid","点这里")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1,2)",
    "../../../../etc/passwd",
    "C:\\Windows\\System32\\示例.dll",
    "/etc/shadow",
    "<b onclick=alert(1)>粗体</b>&amp;",
    "<a href='file:///etc/passwd'>链接</a>",
    "(\\051) Tj ET /JS (app.alert) endobj",
)
FREE = ("facts", "grounds", "penalty_content", "grade_reason", "remark", "breach_kind")


def squeezed(text: str) -> str:
    return "".join(text.split())


def received(desk: Desk, record: str, text: str) -> str:
    """Receive an objection of which every free text is this one; returns the case."""
    changes = desk.perform(
        objections.receive,
        [Contested(record, "facts", text)],
        applicant={"name": text, "phone": text},
        request=text,
        received_on=date(2026, 2, 12),
    )
    return str(changes.result["case"])


def test_records_keep_it_word_for_word_and_nothing_else_happens(desk: Desk) -> None:
    for number, text in enumerate(CORPUS, 1):
        told = dict.fromkeys(FREE, text) | {"decision_number": f"示市监罚〔2026〕{number}号"}
        record = penalty(desk, **told)
        content = record_lists.sheet(desk, record).content
        assert {name: content[name] for name in FREE} == dict.fromkeys(FREE, text)
        assert squeezed(text) in squeezed(Pdf(record_papers.pdf(desk, record)).text())
    assert health.counts(desk)["records"] == len(CORPUS)
    assert is_sound(desk)


def test_a_search_and_a_filter_find_no_more_than_they_say(desk: Desk) -> None:
    penalty(desk)
    found = [text for text in CORPUS if list(record_lists.ids(desk, Filter(text=text)))]
    # Its digits stand in the record's number, 118.
    assert found == ["=1+1"]
    assert [text for text in CORPUS if list(letters.ids(desk, text))] == []


def test_objections_and_their_letters_say_it_word_for_word(desk: Desk) -> None:
    record = penalty(desk)
    for text in CORPUS:
        case = received(desk, record, text)
        letter = str(desk.perform(objections.accept, case).result["letter"])
        assert squeezed(text) in squeezed(Pdf(letters.pdf_of(desk, letter)).text())
        (item,) = objection_lists.sheet(desk, case).items
        assert item.claimed == text
        desk.perform(objections.withdraw, case, date(2026, 2, 12), text)
    assert health.counts(desk)["records"] == 1
    assert is_sound(desk)


def test_a_list_becomes_a_workbook_of_texts(desk: Desk, tmp_path: Path) -> None:
    wanted = ListExport("示例列表", CORPUS[:2], ("文字",), CORPUS, lambda _, some: [(str(text),) for text in some])
    list_exports.save(desk, wanted, tmp_path / "list.xlsx")
    rows = [row for sheet in read_modern(tmp_path / "list.xlsx") for row in sheet.rows]
    assert {text for row in rows for text in row if text} >= set(CORPUS)
    written = (tmp_path / "list.xlsx").read_bytes()
    assert b"<f>" not in written
    assert [path.name for path in tmp_path.iterdir() if path.name != "desk"] == ["list.xlsx"]


@pytest.mark.parametrize("text", CORPUS[14:17])
def test_a_name_that_is_a_path_leaves_no_folder(desk: Desk, text: str, tmp_path: Path) -> None:
    case = received(desk, penalty(desk), "不符（示例）")
    before = set(tmp_path.rglob("*"))
    try:
        desk.perform(attachments.add, case, text, b"%PDF-1.7 example")
    except InputProblem:
        pass
    else:
        assert all("/" not in row.name and "\\" not in row.name for row in attachments.listing(desk, case))
    assert set(tmp_path.rglob("*")) == before
    assert desk.vault.backup(text).parent == desk.folder / "backups"
