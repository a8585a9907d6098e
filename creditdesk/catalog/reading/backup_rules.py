"""forms/backups/*.toml: how often to back up and to rehearse, what is late, and what is kept."""

from datetime import timedelta

from creditdesk.catalog.backup_rules import BackupRule
from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.table import Table
from creditdesk.rules.thinning import Keep, KeepAside


def read_backup_rule(table: Table) -> BackupRule:
    """Return the rule of a file; intervals are at least one, and what is late comes after what is soon."""
    rule = BackupRule(
        **read_head(table),
        every=timedelta(hours=table.count("every_hours")),
        soon=timedelta(days=table.count("soon_days")),
        late=timedelta(days=table.count("late_days")),
        rehearse=timedelta(days=table.count("rehearse_days")),
        rehearsal_late=timedelta(days=table.count("rehearsal_late_days")),
        large_rows=table.count("large_rows"),
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
    keep = Keep(row.count("whole_days"), row.number("days"), row.number("weeks"), row.number("months"))
    row.done()
    return keep


def _read_aside(row: Table) -> KeepAside:
    keep = KeepAside(timedelta(days=row.count("days")), row.count("newest"))
    row.done()
    return keep
