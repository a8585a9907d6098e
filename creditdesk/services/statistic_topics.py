"""Which statistics the office has: records, objections, repairs and lists; each topic with its charts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, String, case, cast, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from creditdesk.models import Case, Listing, Record, Repair
from creditdesk.services import listing_exits, listings, objections, repairs
from creditdesk.services.desk import Desk
from creditdesk.services.judged_records import Period
from creditdesk.services.statistics import Statistic

_RECORDS, _OBJECTIONS, _REPAIRS, _LISTS = "信用记录", "异议", "信用修复", "红黑名单"
_OUTCOMES = {one: one for one in objections.OUTCOMES} | {"mixed": "各项不一", "none": "未予受理或撤回", "open": "在办"}
_PACES = {"timely": "按期答复", "late": "逾期答复", "running": "未到期", "overdue": "逾期未答复"}
_GRANTS = {"granted": "准予", "denied": "不予", "none": "未予受理或撤回", "open": "在办"}
_COLOURS = listings.COLOURS | {"reference": "仅供参考"}
_UNANSWERED = ("refused", "withdrawn")


def _month(day: Any) -> Any:
    return func.substr(day, 1, 7)


def _records(series: Any, place: Any, period: Period) -> Select[Any]:
    """Return the records decided in a period; revoked ones are no records any more."""
    return (
        select(Record.id, Record.decided_on.label("day"), place.label("place"), series.label("series"))
        .where(Record.decided_on.between(str(period.start), str(period.end)))
        .where(Record.state != "revoked")
    )


def _kinds(_desk: Desk, period: Period) -> Select[Any]:
    return _records(Record.kind, _month(Record.decided_on), period)


def _units(_desk: Desk, period: Period) -> Select[Any]:
    return _records(literal(""), Record.source_unit, period)


def _grades(_desk: Desk, period: Period) -> Select[Any]:
    graded: InstrumentedAttribute[str | None] = Record.grade
    return _records(graded, _month(Record.decided_on), period).where(graded != "")


def _cases(procedure: str, series: Any, period: Period) -> Select[Any]:
    """Return the cases of a procedure received in a period."""
    day = cast(Case.received_on, String)
    query = select(Case.id, day.label("day"), _month(day).label("place"), series.label("series"))
    return query.where(Case.procedure == procedure, Case.received_on.between(period.start, period.end))


def _outcomes(_desk: Desk, period: Period) -> Select[Any]:
    series = case(
        (Case.state.in_(_UNANSWERED), "none"),
        (Case.outcome.is_(None), "open"),
        (func.instr(Case.outcome, "、") > 0, "mixed"),
        else_=Case.outcome,
    )
    return _cases(objections.PROCEDURE, series, period)


def _paces(desk: Desk, period: Period) -> Select[Any]:
    """Return how punctual objections were: by the whole case's due date, which a pause moves."""
    ended = func.coalesce(func.json_extract(Case.events, "$.notified"), func.json_extract(Case.events, "$.closed"))
    due = cast(Case.overall_due, String)
    series = case(
        (ended > due, "late"),
        (ended.is_not(None), "timely"),
        (due < str(desk.clock().date()), "overdue"),
        else_="running",
    )
    return _cases(objections.PROCEDURE, series, period)


def _grants(_desk: Desk, period: Period) -> Select[Any]:
    series = case(
        (Case.state.in_(_UNANSWERED), "none"),
        (Repair.granted.is_(True), "granted"),
        (Repair.granted.is_(False), "denied"),
        else_="open",
    )
    return _cases(repairs.PROCEDURE, series, period).join(Repair, Repair.case_id == Case.id)


def _regimes(_desk: Desk, period: Period) -> Select[Any]:
    return _cases(repairs.PROCEDURE, Repair.regime, period).join(Repair, Repair.case_id == Case.id)


def _listings(day: Any, series: Any, place: Any, period: Period) -> Select[Any]:
    """Return the listings one day of which lies in a period."""
    text = cast(day, String)
    query = select(Listing.id, text.label("day"), (_month(text) if place is None else place).label("place"))
    return query.add_columns(series.label("series")).where(day.between(period.start, period.end))


def _colour() -> Any:
    return case((Listing.for_reference.is_(True), "reference"), else_=Listing.colour)


def _listed(_desk: Desk, period: Period) -> Select[Any]:
    return _listings(Listing.force_on, _colour(), None, period)


def _left(_desk: Desk, period: Period) -> Select[Any]:
    return _listings(Listing.exited_on, Listing.exit_reason, None, period)


def _domains(_desk: Desk, period: Period) -> Select[Any]:
    return _listings(Listing.force_on, _colour(), Listing.domain, period)


def _kind_labels(desk: Desk) -> Mapping[str, str]:
    return {kind.name: kind.label for kind in desk.catalogue.current_kinds()}


def _grade_labels(desk: Desk) -> Mapping[str, str]:
    graded = (kind.field("grade").choices for kind in desk.catalogue.current_kinds() if kind.has("grade"))
    return {grade: grade for grade in next(graded, ())}


def _regime_labels(desk: Desk) -> Mapping[str, str]:
    return {regime.name: regime.label for regime in desk.catalogue.regimes}


def _one(_desk: Desk) -> Mapping[str, str]:
    return {"": ""}


_DECIDED = "按决定日期统计，已撤销的不计"
_RECEIVED = "按收到日期统计"
_FORCE = "按生效日期统计"

STATISTICS = (
    Statistic("records", _RECORDS, "信用记录：信息类别", "record", "条", _DECIDED, _kinds, _kind_labels),
    Statistic("units", _RECORDS, "信用记录：来源单位", "record", "条", _DECIDED, _units, _one, named="来源单位"),
    Statistic("grades", _RECORDS, "失信记录：等级", "record", "条", _DECIDED, _grades, _grade_labels),
    Statistic("outcomes", _OBJECTIONS, "异议：处理结果", "case", "件", _RECEIVED, _outcomes, lambda _desk: _OUTCOMES),
    Statistic(
        "paces", _OBJECTIONS, "异议：是否按期", "case", "件", f"{_RECEIVED}，以全程期限为准", _paces,
        lambda _desk: _PACES, bad=frozenset({"late", "overdue"}),
    ),
    Statistic("repairs", _REPAIRS, "信用修复：决定", "repair", "件", _RECEIVED, _grants, lambda _desk: _GRANTS),
    Statistic("regimes", _REPAIRS, "信用修复：适用规则", "repair", "件", _RECEIVED, _regimes, _regime_labels),
    Statistic("listed", _LISTS, "红黑名单：列入", "listing", "件", _FORCE, _listed, lambda _desk: _COLOURS),
    Statistic(
        "domains", _LISTS, "红黑名单：所属领域", "listing", "件", _FORCE, _domains, lambda _desk: _COLOURS, named="领域"
    ),
    Statistic(
        "exits", _LISTS, "红黑名单：退出", "listing", "件", "按退出日期统计", _left, lambda _desk: listing_exits.REASONS
    ),
)  # fmt: skip
TOPICS = tuple(dict.fromkeys(one.topic for one in STATISTICS))


def of_topic(topic: str) -> tuple[Statistic, ...]:
    """Return the statistics of a topic."""
    return tuple(one for one in STATISTICS if one.topic == topic)
