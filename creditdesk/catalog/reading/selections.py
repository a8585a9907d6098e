"""forms/selections/*.toml: what selections for honours look at."""

from collections.abc import Mapping

from creditdesk.catalog.codes import CodeSet
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.selections import Selection, SelectionRule
from creditdesk.catalog.table import Table

_GRADES, _CATEGORIES = "grade/plan_2017", "subject_category/2018"


def read_selection_rule(
    table: Table, kinds: Mapping[str, RecordKind], code_sets: Mapping[str, CodeSet]
) -> SelectionRule:
    """Return the rule of a file; honours are kinds that speak against nobody."""
    head = read_head(table)
    grades, honours = table.texts("excluded_grades"), table.texts("honours")
    for grade in grades:
        if grade not in code_sets[_GRADES].labels:
            table.refuse("excluded_grades", f"没有失信等级 {grade}")
    for name in honours:
        if name not in kinds or kinds[name].adverse:
            table.refuse("honours", f"没有荣誉信息类别 {name}")
    known = code_sets[_CATEGORIES].labels
    selections = tuple(_read_selection(row, known) for row in table.tables("selections", "评选"))
    if not selections or len({each.label for each in selections}) < len(selections):
        table.refuse("selections", "至少列出一种评选，名称不能重复")
    rule = SelectionRule(**head, excluded_grades=frozenset(grades), honours=honours, selections=selections)
    table.done()
    return rule


def _read_selection(row: Table, known: tuple[str, ...]) -> Selection:
    selection = Selection(row.text("name"), row.text("label"), row.texts("categories"))
    for category in selection.categories:
        if category not in known:
            row.refuse("categories", f"没有主体类别 {category}")
    row.done()
    return selection
