"""信封标签: the receiver always, the address as far as the desk knows one, fourteen on a sheet."""

from datetime import date

import pytest

from creditdesk.documents.labels import Label, labels_pdf
from creditdesk.errors import InputProblem
from creditdesk.services import envelope_labels, objections, records, units
from creditdesk.services.desk import Desk
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import PENALTY, UNIT, UNIT_USCC, objection, penalty
from tests.made_records import filled

PLACE = "中牟县示例大道一号（示例）"


def test_a_unit_and_an_applicant_are_addressed_as_the_desk_knows_them(desk: Desk) -> None:
    case_id = objection(desk, penalty(desk), date(2026, 2, 9))
    accepted = str(desk.perform(objections.accept, case_id).result["letter"])
    forwarded = str(desk.perform(objections.forward, case_id).result["letter"])
    assert [label.address for label in envelope_labels.labels(desk, [accepted, forwarded])] == ["", ""]
    kind = desk.catalogue.kind("registration")
    content = filled(kind, {"subject_category": "法人及非法人组织", "registered_address": PLACE})
    own = {name: PENALTY[name] for name in ("uscc", "subject_name", "legal_representative")}
    desk.perform(records.enter, "registration", content | own | {"org_code": own["uscc"][8:17]}, kept_because="示例")
    desk.perform(units.save, UNIT, uscc=UNIT_USCC, address="中牟县示例路二号（示例）")
    told = envelope_labels.labels(desk, [forwarded, accepted])
    assert [(label.address, label.receiver) for label in told] == [
        ("中牟县示例路二号（示例）", UNIT),
        (PLACE, "示例建材有限公司"),
    ]
    said = Pdf(envelope_labels.pdf(desk, [forwarded, accepted])).text()
    assert [word for word in (PLACE, "示例建材有限公司　收", "牟信异受〔2026〕1号") if word not in said] == []
    with pytest.raises(InputProblem, match="先选择要寄送的文书"):
        envelope_labels.pdf(desk, [])


def test_fourteen_labels_stand_on_a_sheet_each_within_its_own(desk: Desk) -> None:
    name = "示例国际供应链管理与信用服务股份有限公司中牟县第一分公司"
    made = [Label(f"{PLACE}{PLACE}{PLACE}", name, f"牟信异答〔2026〕{n}号", "中牟县信用中心") for n in range(1, 18)]
    pdf = Pdf(labels_pdf(made, TODAY))
    assert pdf.text().replace("\n", "").count("第一分公司　收") == 17
    glyphs = pdf.glyphs
    assert {glyph.page for glyph in glyphs} == {1, 2}
    for glyph in glyphs:
        across = (glyph.x - 4.65) % (99.1 + 2.5)
        assert 5 < across < 99.1 - 5
        assert 15 < glyph.baseline < 15.15 + 7 * 38.1
