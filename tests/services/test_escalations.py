"""A subject on black lists of two domains: found in the act that brings the second into force, told, and ended."""

from dataclasses import replace
from datetime import date

import pytest

from creditdesk.errors import InputProblem
from creditdesk.services import (
    escalation_lists,
    escalations,
    home,
    letters,
    listing_exits,
    listings,
    merges,
    subjects,
)
from creditdesk.services.desk import Desk
from creditdesk.services.escalation_lists import EscalationRow
from tests.documents.reading import Pdf
from tests.entered import PENALTY, on, penalty
from tests.listed import BLACK, FORCE, TODAY, black, subject_of

TAX = replace(BLACK, domain="税务（示例）", list_name="重大税收违法失信主体名单（示例）", unit="中牟县税务局（示例）")
FOOD = replace(BLACK, domain="食品安全（示例）", list_name="食品安全严重失信主体名单（示例）")
LATER = date(2026, 3, 9)


def several(desk: Desk) -> list[EscalationRow]:
    return escalation_lists.rows(desk, escalation_lists.ids(desk))


def tasks(desk: Desk) -> list[home.Task]:
    return [one for one in home.tasks(desk, home.task_ids(desk)) if one.noun == "escalation"]


def told(desk: Desk, one: str) -> str:
    done = desk.perform(escalations.tell, one).result
    return "".join(Pdf(letters.pdf_of(desk, done["letter"])).text().split())


def test_the_second_domain_is_found_in_the_act_that_brings_it_into_force(desk: Desk) -> None:
    black(desk)
    assert several(desk) == []
    black(desk, TAX, "示列决〔2026〕4号")
    with on(desk, FORCE):
        [row] = several(desk)
        assert (row.subject, row.domains, row.found_on) == (
            "示例建材有限公司", ("产品质量（示例）", "税务（示例）"), FORCE,
        )  # fmt: skip
        [task] = tasks(desk)
        assert (task.id, task.what, task.due) == (row.id, "多领域加重惩戒 · 待发提示函", FORCE)
        assert escalations.due(desk) == 0


def test_the_letter_names_every_list_and_adds_no_measure(desk: Desk) -> None:
    black(desk)
    black(desk, TAX, "示列决〔2026〕4号")
    with on(desk, FORCE):
        [row] = several(desk)
        text = told(desk, row.id)
        assert all(word in text for word in (PENALTY["uscc"], "下列2个领域", TAX.domain, TAX.unit))
        assert "不得采取没有依据的措施" in text
        assert tasks(desk) == []
        assert several(desk)[0].words == "加重惩戒中"
        with pytest.raises(InputProblem, match="没有需要签发的函"):
            desk.perform(escalations.tell, row.id)


def test_it_ends_when_fewer_than_two_remain_and_the_units_are_told(desk: Desk) -> None:
    black(desk)
    other = black(desk, TAX, "示列决〔2026〕4号")
    with on(desk, FORCE):
        one = several(desk)[0].id
        desk.perform(escalations.tell, one)
    with on(desk, LATER):
        desk.perform(listing_exits.repair, other, LATER, "已履行（示例）")
        [task] = tasks(desk)
        assert (task.what, task.due) == ("多领域加重惩戒 · 待发停止函", LATER)
        text = told(desk, one)
        assert "2026-03-09移出" in text
        assert "有效至2028-03-02" in text
        assert tasks(desk) == several(desk) == []
        assert escalation_lists.rows(desk, [one])[0].words == "2026-03-09 已停止"


def test_one_that_ended_before_anybody_was_told_needs_no_letter(desk: Desk) -> None:
    black(desk)
    other = black(desk, TAX, "示列决〔2026〕4号")
    with on(desk, LATER):
        desk.perform(listing_exits.repair, other, LATER, "已履行（示例）")
        assert tasks(desk) == several(desk) == []


def test_a_term_that_runs_out_by_itself_ends_it_on_its_day(desk: Desk) -> None:
    black(desk)
    black(desk, replace(TAX, term_months=1), "示列决〔2026〕4号")
    with on(desk, FORCE):
        desk.perform(escalations.tell, several(desk)[0].id)
    with on(desk, date(2026, 4, 2)):
        assert escalations.due(desk) == 0
    with on(desk, date(2026, 4, 3)):
        assert escalations.due(desk) == 1
        assert [task.what for task in tasks(desk)] == ["多领域加重惩戒 · 待发停止函"]
        assert escalations.due(desk) == 0


def test_a_third_domain_is_told_too(desk: Desk) -> None:
    black(desk)
    black(desk, TAX, "示列决〔2026〕4号")
    with on(desk, FORCE):
        desk.perform(escalations.tell, several(desk)[0].id)
    black(desk, FOOD, "示列决〔2026〕5号")
    with on(desk, FORCE):
        [row] = several(desk)
        assert (len(row.domains), row.task) == (3, escalations.TELL)
        assert "下列3个领域" in told(desk, row.id)


def test_two_lists_of_one_domain_and_lists_for_reference_are_not_two_domains(desk: Desk) -> None:
    black(desk)
    black(desk, replace(TAX, domain=BLACK.domain), "示列决〔2026〕4号")
    about = replace(TAX, measures=(), origin="金融机构")
    desk.perform(listings.record, subject_of(desk), about, TODAY)
    with on(desk, FORCE):
        assert escalations.due(desk) == 0
        assert several(desk) == []


def test_merged_subjects_bring_their_domains_together(desk: Desk) -> None:
    black(desk)
    kept = subject_of(desk)
    penalty(desk, uscc="91410122MA3X000292", subject_name="示例商贸有限公司", decision_number="示市监罚〔2025〕9号")
    other = subjects.named(desk, "91410122MA3X000292")
    black(desk, TAX, "示列决〔2026〕4号", other)
    with on(desk, FORCE):
        assert several(desk) == []
        desk.perform(merges.merge, kept, other, "同一单位（示例）")
        assert escalations.due(desk) == 1
        assert [row.subject_id for row in several(desk)] == [kept]
