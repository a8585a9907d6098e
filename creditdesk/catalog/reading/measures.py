"""forms/measures/*.toml: one dated edition of the list of measures per file."""

from collections.abc import Sequence

from creditdesk.catalog.reading.heads import read_head, read_period
from creditdesk.catalog.table import Table
from creditdesk.rules.editions import overlapping
from creditdesk.rules.measures import FORCES, KINDS, OCCASIONS, Measure, MeasureList


def read_measure_list(table: Table) -> MeasureList:
    """Return the edition of a file; a measure without a basis is none, and every code stands once."""
    found = MeasureList(
        **read_head(table),
        **read_period(table),
        response_days=table.number("response_days") if table.has("response_days") else None,
        measures=_read_all(table),
    )
    table.done()
    return found


def refuse_overlaps(tables: Sequence[Table], lists: Sequence[MeasureList]) -> None:
    """Raise a Problem where two editions of one list are in force on the same day."""
    for place, (table, one) in enumerate(zip(tables, lists, strict=True)):
        for other in lists[:place]:
            if one.name == other.name and overlapping([other], one.valid_from, one.valid_until):
                table.refuse(
                    "valid_from", f"“{one.edition}”与“{other.edition}”的施行日期重叠，请写明前一版的 valid_until"
                )


def _read_all(table: Table) -> tuple[Measure, ...]:
    found: dict[str, Measure] = {}
    for row in table.tables("measures", "措施"):
        measure = _read_measure(row)
        if measure.code in found:
            row.refuse("code", f"{measure.code} 已在前面写过")
        found[measure.code] = measure
    if not found:
        table.refuse("measures", "没有列出任何措施")
    return tuple(found.values())


def _read_measure(row: Table) -> Measure:
    if not row.text("basis", "").strip():
        row.refuse("basis" if row.has("basis") else "", "没有写明法律或政策依据，不能列入措施清单")
    measure = Measure(
        code=row.text("code"),
        label=row.text("label"),
        kind=_one_of(row, "kind", KINDS),
        force=_one_of(row, "force", FORCES),
        basis=row.text("basis"),
        objects=row.text("objects"),
        units=row.texts("units", ()),
        proposed_for=row.texts("proposed_for", ()),
    )
    for occasion in measure.proposed_for:
        if occasion not in OCCASIONS:
            row.refuse("proposed_for", f"没有“{occasion}”这种情形，可写的有：{'、'.join(OCCASIONS)}")
    row.done()
    return measure


def _one_of(row: Table, key: str, words: tuple[str, ...]) -> str:
    word = row.text(key)
    if word not in words:
        row.refuse(key, f"只能是{'或'.join(words)}")
    return word
