"""How often a desk is backed up and rehearsed, when that becomes urgent, and which backups are kept."""

from dataclasses import dataclass
from datetime import timedelta

from creditdesk.rules.heads import Head
from creditdesk.rules.thinning import Keep, KeepAside


@dataclass(frozen=True, slots=True)
class BackupRule(Head):
    """The office's rule about backups: intervals, thresholds, and how many rows make an act risky."""

    every: timedelta
    soon: timedelta
    late: timedelta
    rehearse: timedelta
    rehearsal_late: timedelta
    large_rows: int
    keep: Keep
    aside: KeepAside
