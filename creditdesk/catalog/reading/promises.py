"""forms/promises/*.toml: who may use the green channel, and which records stand in the way."""

from collections.abc import Iterator, Mapping

from creditdesk.catalog.codes import CodeSet
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.table import Table
from creditdesk.rules.green_channel import GreenChannel

_GRADES = "grade/plan_2017"


def read_green_channel(table: Table, kinds: Mapping[str, RecordKind], code_sets: Mapping[str, CodeSet]) -> GreenChannel:
    """Return the rule of a file; every kind that counts is an adverse one and is named once."""
    head = read_head(table)
    counted: dict[str, frozenset[str]] = {}
    for row in table.tables("counted", "不良信用记录"):
        for kind, grades in _read_counted(row, kinds, code_sets[_GRADES]):
            if kind in counted:
                row.refuse("kinds", f"{kind} 已在前面写过")
            counted[kind] = grades
    if not counted:
        table.refuse("counted", "没有列出哪些记录算不良信用记录")
    rule = GreenChannel(
        **head,
        years=table.count("years", "年"),
        starts=table.text("starts"),
        ended_counts=table.flag("ended_counts"),
        counted=counted,
    )
    table.done()
    return rule


def _read_counted(row: Table, kinds: Mapping[str, RecordKind], known: CodeSet) -> Iterator[tuple[str, frozenset[str]]]:
    named, grades = row.texts("kinds"), row.texts("grades")
    row.done()
    for grade in grades:
        if grade not in known.labels:
            row.refuse("grades", f"没有失信等级 {grade}")
    for name in named:
        if name not in kinds or not kinds[name].adverse:
            row.refuse("kinds", f"没有失信信息类别 {name}")
        yield name, frozenset(grades)
