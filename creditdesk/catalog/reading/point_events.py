"""forms/points/*.toml: the events for which persons may get points."""

from collections.abc import Mapping

from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.point_events import PointEvent, PointEvents
from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.table import Table

_PERSON = "自然人"


def read_point_events(table: Table, kinds: Mapping[str, RecordKind]) -> PointEvents:
    """Return the events of a file; each is a kind of record that persons have, and none is named twice."""
    head = read_head(table)
    events = tuple(_read_event(row, kinds) for row in table.tables("events", "计分情形"))
    if len({each.kind for each in events}) < len(events):
        table.refuse("events", "同一信息类别只能列一次")
    told = PointEvents(**head, events=events)
    table.done()
    return told


def _read_event(row: Table, kinds: Mapping[str, RecordKind]) -> PointEvent:
    event = PointEvent(row.text("name"), row.text("label"), row.text("kind"))
    if event.kind not in kinds or _PERSON not in kinds[event.kind].field("subject_category").choices:
        row.refuse("kind", f"没有记录自然人的信息类别 {event.kind}")
    row.done()
    return event
