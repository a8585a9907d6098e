"""Paragraphs, tables and annexes of a letter form, each checked against the values the form declares."""

from collections.abc import Callable

from creditdesk.catalog.letters import SERIAL, AnnexForm, ColumnForm, LetterValue, ParagraphForm, TableForm
from creditdesk.catalog.table import Table

Check = Callable[[Table, str, str, tuple[LetterValue, ...], set[str]], None]
_LEVELS = range(4)
_SIDES = ("left", "center", "right")


def read_paragraph(row: Table, values: tuple[LetterValue, ...], used: set[str], check: Check) -> ParagraphForm:
    """Return one paragraph."""
    level = row.number("level", 0)
    if level not in _LEVELS:
        row.refuse("level", "层次只能是 0 至 3")
    paragraph = ParagraphForm(level, row.text("text"))
    check(row, "text", paragraph.text, values, used)
    row.done()
    return paragraph


def read_annex(row: Table, values: tuple[LetterValue, ...], used: set[str], check: Check) -> AnnexForm:
    """Return one attachment that is printed with the letter."""
    title = row.text("title")
    check(row, "title", title, values, used)
    annex = AnnexForm(
        title,
        tuple(read_paragraph(one, values, used, check) for one in row.tables("paragraphs", "段落")),
        read_table(row.table("table"), values, used, check) if row.has("table") else None,
    )
    if not annex.paragraphs and annex.table is None:
        row.refuse("", "附件没有内容")
    row.done()
    return annex


def read_table(row: Table, values: tuple[LetterValue, ...], used: set[str], check: Check) -> TableForm:
    """Return one table: of a list value's rows, or of cells written out."""
    value = next((one for one in values if one.name == row.text("rows", "")), None)
    if row.has("rows") and (value is None or value.kind != "list"):
        row.refuse("rows", "应为一个列表型变量的名称")
    columns = tuple(_read_column(one, value) for one in row.tables("columns", "列"))
    form = TableForm(
        columns,
        value.name if value else "",
        _read_cells(row, len(columns)),
        row.number("after") if row.has("after") else -1,
    )
    if bool(form.rows) == bool(form.cells) or not columns:
        row.refuse("", "表格须有列，并在 rows（列表）和 cells（逐格写明）中选一种")
    used |= {form.rows} if form.rows else set()
    for cell in (cell for line in form.cells for cell in line):
        check(row, "cells", cell, values, used)
    row.done()
    return form


def _read_column(row: Table, value: LetterValue | None) -> ColumnForm:
    column = ColumnForm(
        row.text("title", ""), row.text("of", ""), float(row.number("weight", 1)), row.text("align", "left")
    )
    if column.of and (value is None or column.of not in (*value.of, SERIAL)):
        row.refuse("of", f"列表的各项没有属性 {column.of}")
    if column.align not in _SIDES:
        row.refuse("align", f"只能是 {'、'.join(_SIDES)}")
    if not column.weight:
        row.refuse("weight", "列宽的份数不能为零")
    row.done()
    return column


def _read_cells(row: Table, count: int) -> tuple[tuple[str, ...], ...]:
    lines = row.anything("cells") if row.has("cells") else []
    for line in lines if isinstance(lines, list) else (None,):
        if not isinstance(line, list) or len(line) != count or any(not isinstance(cell, str) for cell in line):
            row.refuse("cells", f"应为若干行，每行恰有 {count} 格文字")
    return tuple(tuple(line) for line in lines)
