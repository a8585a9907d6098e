"""Wordings are versions: a letter keeps its own and can be drawn again from it, byte by byte."""

from dataclasses import astuple, replace
from datetime import date

import pytest

from creditdesk import paths
from creditdesk.catalog.freezing import frozen, thawed
from creditdesk.catalog.letters import LetterForm
from creditdesk.catalog.load import load
from creditdesk.catalog.rewording import Rewording, faults, reworded, rewording_of
from creditdesk.documents.letter import letter_pdf
from creditdesk.errors import InputProblem, Problem
from creditdesk.models import Letter
from creditdesk.services import letters, objections, wording_previews, wordings
from creditdesk.services.desk import Desk
from creditdesk.services.wording_previews import Sample
from tests.entered import objection, on, penalty

FORMS = load(paths.forms()).letters
WHY = "按法制审核意见修改（示例）"


def text_of(desk: Desk, form: str = "acceptance") -> Rewording:
    """The text of a form as the page shows it."""
    standing = wordings.standing(desk, form)
    return rewording_of(standing.current, standing.form)


def accepted(desk: Desk, place: int = 0) -> str:
    """Accept an objection and return the letter's identity."""
    record = penalty(desk, decision_number=f"示市监罚〔2025〕{place}号")
    case = objection(desk, record, date(2026, 2, 11))
    return str(desk.perform(objections.accept, case).result["letter"])


def redrawn(desk: Desk, letter_id: str) -> bytes:
    """Draw a letter again from what the desk keeps of it."""
    with desk.read() as session:
        return letter_pdf(letters.content_of(session, session.get_one(Letter, letter_id)))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_survives_editing_and_keeping_unchanged(form: LetterForm) -> None:
    text = rewording_of(form)
    assert faults(form, text) == []
    assert not any(mark in part for part in astuple(text) for mark in ("{%", "{{", "%}"))
    kept = reworded(form, text)
    assert rewording_of(kept, form) == text
    assert [each.text for each in kept.paragraphs] == [each.text.strip() for each in form.paragraphs]
    assert thawed(LetterForm, frozen(form)) == form


def test_a_letter_keeps_its_wording_and_is_drawn_again_byte_by_byte(desk: Desk) -> None:
    first = accepted(desk, 1)
    text = text_of(desk)
    changed = replace(text, body=text.body.replace("收悉。", "已收悉。"))
    desk.perform(wordings.save, "acceptance", changed, WHY)
    second = accepted(desk, 2)
    desk.perform(wordings.go_back, "acceptance", "恢复（示例）")
    third = accepted(desk, 3)
    for letter in (first, second, third):
        assert redrawn(desk, letter) == letters.pdf_of(desk, letter)
    with desk.read() as session:
        kept = [session.get_one(Letter, letter) for letter in (first, second, third)]
        assert kept[0].wording_id == kept[2].wording_id != kept[1].wording_id
        assert kept[1].edition == kept[0].edition + "，本单位第 1 稿"
    assert [(row.version, row.own) for row in wordings.standing(desk, "acceptance").rows] == [(2, False), (1, True)]


def test_the_preview_of_a_reworded_letter_is_the_letter(desk: Desk) -> None:
    text = text_of(desk)
    desk.perform(wordings.save, "acceptance", replace(text, title="异议受理通知书"), WHY)
    case = objection(desk, penalty(desk), date(2026, 2, 11))
    pdf, _ = objections.preview(desk, case, "accept", {})
    letter = str(desk.perform(objections.accept, case).result["letter"])
    assert letters.pdf_of(desk, letter) == pdf
    assert letters.rows(desk, [letter])[0].title == "异议受理通知书"


def test_a_wording_begins_on_its_day(desk: Desk) -> None:
    changed = replace(text_of(desk), title="异议受理通知书")
    desk.perform(wordings.save, "acceptance", changed, WHY, date(2026, 3, 2))
    assert text_of(desk).title != "异议受理通知书"
    with on(desk, date(2026, 3, 2)):
        assert text_of(desk).title == "异议受理通知书"
    with pytest.raises(InputProblem, match="早于今天"):
        desk.perform(wordings.save, "acceptance", changed, WHY, date(2026, 2, 11))


def test_what_is_lacking_is_one_sentence_at_its_place(desk: Desk) -> None:
    form = desk.catalogue.letter("outcome")
    text = rewording_of(form)
    told = {
        "没有名为【申请单位】的内容": replace(text, body="【申请单位】" + text.body),
        "没有配对": replace(text, title="【申请人"),
        "写法有误": replace(text, body=text.body + "{% for item in items %}"),
        "由案卷填写": replace(text, body=text.body.replace("〔逐项列出：", "〔逐项列出两遍：")),
        "没有名为 phantom": replace(text, body=text.body + "{{ phantom }}"),
        "各项没有 ground": replace(text, body=text.body + "{% for item in items %}{{ item.ground }}{% endfor %}"),
        "正文里没有写明“行政复议”": replace(text, body=text.body.replace("行政复议", "复查")),
        "正文里没有【案号】": replace(text, body=text.body.replace("【案号】", "")),
        "标题不能为空": replace(text, title=" "),
    }
    for sentence, one in told.items():
        found = faults(form, one)
        assert sentence in found[0].sentence
        part = getattr(one, found[0].part)
        assert 0 <= found[0].start <= found[0].start + found[0].length <= len(part)
        with pytest.raises(InputProblem, match=sentence[:6]):
            desk.perform(wordings.save, "outcome", one, WHY)
    assert wordings.standing(desk, "outcome").rows == ()


def test_the_sandbox_stays_strict(desk: Desk) -> None:
    text = text_of(desk)
    sly = replace(text, body=text.body + "\n\n{{ items.__class__.__mro__ }}")
    look = wording_previews.look(desk, "acceptance", sly)
    assert look.pdf == b""
    assert "不允许" in look.faults[0].sentence or "没有给出" in look.faults[0].sentence


def test_a_look_is_the_very_pdf_with_usual_long_and_rare_values(desk: Desk) -> None:
    looks = [wording_previews.look(desk, "outcome", text_of(desk, "outcome"), sample) for sample in Sample]
    assert [look.faults for look in looks] == [(), (), ()]
    assert len({look.pdf for look in looks}) == 3
    with desk.read() as session:
        content = letters.drafted(
            session,
            desk.catalogue.letter("outcome"),
            wording_previews.values(desk.catalogue.letter("outcome"), Sample.USUAL),
            "牟信异答〔2026〕1号",
            desk.clock().date(),
        )
    assert letters.letter_pdf(content) == looks[0].pdf


def test_a_form_whose_attachment_has_a_line_end_can_be_looked_at(desk: Desk) -> None:
    look = wording_previews.look(desk, "referral", text_of(desk, "referral"))
    assert look.pdf
    assert look.faults == ()


def test_a_character_no_font_has_is_shown_where_it_stands(desk: Desk) -> None:
    text = text_of(desk)
    look = wording_previews.look(desk, "acceptance", replace(text, title="受理\U000f0000通知书"))
    assert look.pdf == b""
    assert (look.faults[0].part, look.faults[0].start) == ("title", 2)


def test_a_wording_needs_a_reason_a_change_and_the_power(desk: Desk) -> None:
    text = text_of(desk)
    changed = replace(text, title="异议受理通知书")
    with pytest.raises(InputProblem, match="理由"):
        desk.perform(wordings.save, "acceptance", changed, " ")
    with pytest.raises(InputProblem, match="没有要保存的改动"):
        desk.perform(wordings.save, "acceptance", text, WHY)
    with pytest.raises(InputProblem, match="就是程序原文"):
        desk.perform(wordings.go_back, "acceptance", WHY)
    desk.officer.role = "maker"
    with pytest.raises(Problem, match="权限"):
        desk.perform(wordings.save, "acceptance", changed, WHY)


def test_a_form_is_told_as_the_offices_own_while_it_is(desk: Desk) -> None:
    assert not any(wordings.own_forms(desk).values())
    desk.perform(wordings.save, "refusal", replace(text_of(desk, "refusal"), contact="（示例）"), WHY)
    assert [name for name, own in wordings.own_forms(desk).items() if own] == ["refusal"]
