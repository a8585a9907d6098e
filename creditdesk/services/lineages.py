"""The lineages of records, worked out from their versions when packages leave or come in; nothing is kept twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.exchange import lineage
from creditdesk.exchange.lineage import Lineage
from creditdesk.models import RecordBase, RecordVersion
from creditdesk.services.acts import Act
from creditdesk.services.bulk import chunks, insert
from creditdesk.services.identities import among

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Present:
    """A record as it stands."""

    id: str
    version: int
    kind: str
    content: Mapping[str, str]
    state: str


def of(session: Session, records: Sequence[Present]) -> dict[str, Lineage]:
    """Return the lineage of each record."""
    found: dict[str, Lineage] = {}
    for some in chunks(records, _AT_ONCE):
        ids = [one.id for one in some]
        found_bases = session.execute(_BASES.where(RecordBase.record_id.in_(among(ids))))
        bases = {record_id: _Base(version, told) for record_id, version, told in found_bases}
        versions = _versions(session, [one.id for one in some if one.version > 1])
        for one in some:
            found[one.id] = _folded(one, bases.get(one.id), versions.get(one.id, ()))
    return found


class _Base(NamedTuple):
    """The lineage a record has at one of its versions."""

    version: int
    lineage: str


_BASES = select(RecordBase.record_id, RecordBase.version, RecordBase.lineage)


def _versions(session: Session, ids: Sequence[str]) -> dict[str, list[RecordVersion]]:
    told: dict[str, list[RecordVersion]] = {}
    if not ids:
        return told
    query = select(RecordVersion).where(RecordVersion.record_id.in_(ids))
    for row in session.scalars(query.order_by(RecordVersion.record_id, RecordVersion.version)):
        told.setdefault(row.record_id, []).append(row)
    return told


def _folded(one: Present, base: _Base | None, versions: Iterable[RecordVersion]) -> Lineage:
    """Go through a record's versions from its base on; a version that says the same (a mark) is no step."""
    known = lineage.read(base.lineage) if base is not None else None
    first = base.version if base is not None else 0
    before: tuple[Mapping[str, str], str] | None = None
    for row in versions:
        says = (row.content if row.content is not None else one.content, row.state)
        if row.version > first and says != before:
            known = known.then(one.kind, *says) if known is not None else lineage.begun(one.kind, *says)
        if row.version >= first:
            before = says
    return known if known is not None else lineage.begun(one.kind, one.content, one.state)


def begin(a: Act, told: Mapping[str, Lineage]) -> None:
    """Let the first versions of new records have these lineages."""
    rows = ((record_id, 1, one.text) for record_id, one in told.items())
    insert(a.session, RecordBase, ("record_id", "version", "lineage"), rows)
    if told:
        a.wrote("record_base", len(told))


def rest_on(session: Session, record_id: str, version: int, told: Lineage) -> None:
    """Let a record's lineage be this one from a version on."""
    row = session.get(RecordBase, record_id)
    if row is None:
        session.add(RecordBase(record_id=record_id, version=version, lineage=told.text))
    else:
        row.version, row.lineage = version, told.text
