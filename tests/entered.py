"""Records and objections of invented subjects, entered into a test's desk the way an officer would."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import ParamSpec

from sqlalchemy import select

from creditdesk.models import Case, Officer
from creditdesk.services import confirmations, objections, officers, record_lists, records
from creditdesk.services.acts import ActFunction, Changes
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Contested
from creditdesk.services.powers import Power
from tests.conftest import PASSPHRASE

P = ParamSpec("P")
UNIT = "中牟县市场监督管理局（示例）"
UNIT_USCC = "11410122000000078U"
OTHER_UNIT = "中牟县生态环境局（示例）"
OTHER_USCC = "114101220052530072"

PENALTY = {
    "subject_category": "法人及非法人组织",
    "uscc": "91410122MA3X000105",
    "subject_name": "示例建材有限公司",
    "legal_representative": "王示例",
    "decision_number": "示市监罚〔2025〕118号",
    "decided_on": "2025-11-03",
    "valid_until": "2026-11-03",
    "authority": UNIT,
    "authority_uscc": UNIT_USCC,
    "penalty_kinds": "罚款",
    "procedure": "普通程序",
    "fine_amount": "2.000000",
    "breach_kind": "产品质量违法（示例）",
    "facts": "销售的建材标签未标明生产日期（示例）",
    "grounds": "《示例条例》第一条",
    "penalty_content": "罚款2万元（示例）",
    "grade": "一般",
    "grade_reason": "未造成人身损害，已改正（示例）",
    "usage_scope": "公示",
    "source_unit": UNIT,
    "source_unit_uscc": UNIT_USCC,
    "status": "正常",
    "severity": "一般",
}

PERSON_PENALTY = {
    **{name: value for name, value in PENALTY.items() if name not in ("uscc", "legal_representative")},
    "subject_category": "自然人",
    "document_type": "身份证",
    "document_number": "410122197001010000",
    "subject_name": "陈示例",
    "decision_number": "示市监罚〔2026〕21号",
    "breach_ended_on": "2026-01-28",
}

COMMITMENT = {
    **{name: PENALTY[name] for name in ("subject_category", "uscc", "subject_name", "legal_representative")},
    "commitment_kind": "专项承诺",
    "commitment_topic": "产品服务质量",
    "commitment_use": "公开承诺",
    "decision_title": "产品质量信用承诺书（示例）",
    "decision_number": "示承诺〔2025〕1号",
    "decided_on": "2025-12-01",
    "authority": UNIT,
    "authority_uscc": UNIT_USCC,
    "reason": "建材产品质量（示例）",
    "decision_content": "所售建材均有出厂检验报告（示例）",
    "performance": "履约中",
    "usage_scope": "公示",
    "source_unit": UNIT,
    "source_unit_uscc": UNIT_USCC,
    "status": "正常",
}

_SOURCE = {name: PENALTY[name] for name in ("authority", "authority_uscc", "source_unit", "source_unit_uscc")}
_FIRM = {name: PENALTY[name] for name in ("subject_category", "uscc", "subject_name", "legal_representative")}
_PERSON = ("subject_category", "document_type", "document_number", "subject_name")

EVALUATION = {
    **_FIRM,
    **_SOURCE,
    "decision_title": "食品安全信用评价（示例）",
    "decision_number": "示评〔2025〕1号",
    "evaluation_year": "2025年度",
    "evaluation_result": "A级",
    "decided_on": "2025-06-30",
    "grounds": "《示例评价标准》2020版",
    "usage_scope": "公示",
    "status": "正常",
}

HONOUR = {
    **_FIRM,
    **_SOURCE,
    "red_source": "信用分类监管中信用良好",
    "decision_title": "诚信企业（示例）",
    "decision_number": "示信用〔2024〕3号",
    "decided_on": "2024-06-30",
    "decision_content": "连续守信（示例）",
    "usage_scope": "公示",
    "status": "已公示",
}

MORAL_MODEL = {
    **{name: PERSON_PENALTY[name] for name in _PERSON},
    **_SOURCE,
    "decision_title": "诚信道德模范（示例）",
    "moral_class": "诚实守信",
    "honour_level": "县级",
    "decision_number": "示文明〔2024〕5号",
    "decided_on": "2024-06-30",
    "decision_content": "诚实守信（示例）",
    "usage_scope": "公示",
    "status": "正常",
}


@contextmanager
def on(desk: Desk, day: date) -> Iterator[Desk]:
    """Let a desk's clock stand on another day for a while; on the day itself it goes on as it does."""
    clock = desk.clock
    desk.clock = clock if clock().date() == day else fixed_clock(day)
    try:
        yield desk
    finally:
        desk.clock = clock


def penalty(desk: Desk, **changed: str) -> str:
    """Enter a penalty and return its identity."""
    return str(desk.perform(records.enter, "penalty", PENALTY | changed).result["record"])


def objection(desk: Desk, record_id: str, received_on: date, field: str = "fine_amount", claim: str = "0.2") -> str:
    """Register an objection to one field and return the case's identity."""
    name = record_lists.sheet(desk, record_id).content["subject_name"]
    applicant = {"name": name, "phone": "0371-00000000", "identity": ""}
    with on(desk, received_on):
        changes = desk.perform(
            objections.receive,
            [Contested(record_id, field, claim)],
            applicant=applicant,
            request="罚款金额与决定书不符（示例）",
            received_on=received_on,
        )
    return str(changes.result["case"])


def two_units_received(desk: Desk, received_on: date) -> str:
    """Register an objection to two records of one subject that two units keep; returns the case's identity."""
    first = penalty(desk)
    second = penalty(desk, decision_number="示环罚〔2025〕7号", source_unit=OTHER_UNIT, source_unit_uscc=OTHER_USCC)
    items = [Contested(first, "fine_amount", "0.2"), Contested(second, "facts", "与事实不符（示例）")]
    with on(desk, received_on):
        changes = desk.perform(
            objections.receive,
            items,
            applicant={"name": PENALTY["subject_name"]},
            request="不符（示例）",
            received_on=received_on,
        )
    return str(changes.result["case"])


@contextmanager
def acting_as(desk: Desk, name: str, role: str) -> Iterator[Desk]:
    """Let another officer of the desk act, who joins it when nobody has that name."""
    known = {row.name: row.id for row in officers.listing(desk)}
    officer_id = known.get(name) or officers.add(desk, name, role, PASSPHRASE)
    before = desk.officer
    with desk.read(Power.OWN) as session:
        desk.officer = session.get_one(Officer, officer_id)
    try:
        yield desk
    finally:
        desk.officer = before


def by_two(desk: Desk, function: ActFunction[P], *args: P.args, **kwargs: P.kwargs) -> Changes:
    """Have an act that needs two persons proposed by the desk's officer and confirmed by another."""
    waiting = confirmations.propose(desk, function, *args, **kwargs).result["confirmation"]
    with acting_as(desk, "确认人示例", "checker"):
        return confirmations.confirm(desk, str(waiting))


def cases_about(desk: Desk, subject_id: str) -> list[str]:
    """Return the identities of a subject's cases."""
    with desk.read() as session:
        return list(session.scalars(select(Case.id).where(Case.subject_id == subject_id)))
