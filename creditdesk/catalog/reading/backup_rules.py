"""forms/backups/*.toml: how often to back up and to rehearse, what is late, and what is kept."""

from datetime import timedelta

from creditdesk.catalog.backup_rules import BackupRule
from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.table import Table
from creditdesk.rules.thinning import Keep, KeepAside


def read_backup_rule(table: Table) -> BackupRule:
    """Return the rule of a file; intervals are at least one, and what is late comes after what is soon."""
    head = read_head(table)
    rule = BackupRule(
        head.name,
        head.label,
        head.edition,
        head.source,
        head.checked,
        every=timedelta(hours=_positive(table, "every_hours")),
        soon=timedelta(days=_positive(table, "soon_days")),
        late=timedelta(days=_positive(table, "late_days")),
        rehearse=timedelta(days=_positive(table, "rehearse_days")),
        rehearsal_late=timedelta(days=_positive(table, "rehearsal_late_days")),
        large_rows=_positive(table, "large_rows"),
        keep=_read_keep(table.table("keep")),
        aside=_read_aside(table.table("aside")),
    )
    if rule.late < rule.soon:
        table.refuse("late_days", "不能少于 soon_days")
    if rule.rehearsal_late < rule.rehearse:
        table.refuse("rehearsal_late_days", "不能少于 rehearse_days")
    table.done()
    return rule


def _read_keep(row: Table) -> Keep:
    keep = Keep(_positive(row, "whole_days"), row.number("days"), row.number("weeks"), row.number("months"))
    row.done()
    return keep


def _read_aside(row: Table) -> KeepAside:
    keep = KeepAside(timedelta(days=_positive(row, "days")), _positive(row, "newest"))
    row.done()
    return keep


def _positive(table: Table, key: str) -> int:
    number = table.number(key)
    if number < 1:
        table.refuse(key, "至少是 1")
    return number
