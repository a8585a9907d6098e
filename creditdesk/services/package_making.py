"""The packages of a proposal, made one after the other and written into the desk, each with its ledger.

However many rows there are, their identities and sizes (20 bytes a row) are all that is in memory of all of them;
beside these there are some hundreds of rows and one package.
"""

import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import chain, pairwise

from sqlalchemy import Row, String, delete, func, insert, literal, select, type_coerce, update
from sqlalchemy.orm import Session

from creditdesk.exchange.certificates import OfficeCertificate
from creditdesk.exchange.packages import Entry, PackageHead, package_name, write_package
from creditdesk.models import Package, PackageFile, PackageProposal, PackageProposalRow, PackageRow, Record
from creditdesk.services import journal, lineages, office_keys, offices, packages
from creditdesk.services.acts import Act
from creditdesk.services.bulk import AT_ONCE, chunks
from creditdesk.services.identities import Identities, among
from creditdesk.services.lineages import Present

Progress = Callable[[int, int], object]

_TELL_EVERY = 500
_content_of = json.JSONDecoder().decode


def make(a: Act, proposal: PackageProposal, parts: Sequence[Identities], progress: Progress | None) -> list[Package]:
    """Make and keep the packages of a proposal, which have these records."""
    total, done, made = sum(map(len, parts)), 0, []
    for part in parts:
        made.append(_make(a, proposal, part, _from(progress, done, total)))
        done += len(part)
    return made


def _from(progress: Progress | None, first: int, total: int) -> Callable[[int], object]:
    return (lambda done: progress(first + done, total)) if progress is not None else (lambda _done: None)


def parts(session: Session, proposal_id: str, most: int) -> list[Identities]:
    """Return the records of each package, in the order in which it has them: by kind and identity.

    A package holds so much content at most; records that changed since they were proposed are in none.
    """
    row = PackageProposalRow
    wanted = (Record.kind, func.unhex(row.record_id, "-"), func.length(Record.content))
    query = select(*wanted).join(row, Record.id == row.record_id)
    # In the order of the proposal's own key; the kinds are told apart here, as sorting would take far more memory.
    query = query.where(row.proposal_id == proposal_id, Record.version == row.version).order_by(row.record_id)
    ids: dict[str, bytearray] = {}
    sizes: dict[str, array[int]] = {}
    found = session.connection().execute(query.execution_options(yield_per=_TELL_EVERY))
    for kind, record_id, size in chain.from_iterable(found.partitions()):
        ids.setdefault(kind, bytearray()).extend(record_id)
        sizes.setdefault(kind, array("I")).append(size)
    every = b"".join(ids[kind] for kind in sorted(ids))
    cuts = [0, *_cuts((size for kind in sorted(sizes) for size in sizes[kind]), most), len(every)]
    return [Identities(every[first:last]) for first, last in pairwise(cuts)]


def _cuts(sizes: Iterator[int], most: int) -> Iterator[int]:
    """Yield the places in the packed identities at which another package begins."""
    held = 0
    for number, size in enumerate(sizes):
        if held and held + size > most:
            yield number * Identities.LENGTH
            held = 0
        held += size


def _make(a: Act, proposal: PackageProposal, part: Identities, tell: Callable[[int], object]) -> Package:
    """Write one package into the desk, with its ledger."""
    key = office_keys.active(a.session)
    head = journal.head_hash(a.session)
    last, previous = packages.link(a.session, proposal.receiver)
    serial = last + 1
    office = offices.office_of(a.session).name
    about = PackageHead(
        proposal.type, office, packages.identity(a.session), proposal.receiver, serial, previous, a.now, head
    )
    tally: Counter[str] = Counter()
    entries = _entries(a.session, proposal.id, part, tally, tell)
    buffer = BytesIO()
    signer = OfficeCertificate(key.key_pem, key.certificate_pem)
    written = write_package(buffer, about, a.catalogue, entries, signer)
    package = Package(
        type=proposal.type,
        receiver=proposal.receiver,
        serial=serial,
        file_name=package_name(serial, a.now),
        digest=written.digest,
        previous_digest=previous,
        rows=len(part),
        counts=dict(tally),
        journal_head=head,
        created_at=a.now,
        officer_id=a.officer.id,
        maker_id=proposal.officer_id,
    )
    a.session.add(package)
    a.session.flush()
    a.session.add(PackageFile(package_id=package.id, zip=buffer.getvalue()))
    _keep_ledger(a, package, proposal.id, part)
    return package


def _entries(
    session: Session, proposal_id: str, part: Identities, tally: Counter[str], tell: Callable[[int], object]
) -> Iterator[Entry]:
    """Yield what goes into a package, some hundreds at a time with their lineages."""
    for done in range(0, len(part), _TELL_EVERY):
        tell(done)
        some = _rows(session, proposal_id, part[done : done + _TELL_EVERY])
        known = lineages.of(session, [present for present, _, _ in some])
        for one, action, marked in some:
            tally[f"{one.kind}.{action}"] += 1
            yield Entry(one.id, one.version, action, one.kind, one.content, known[one.id].text, marked)


_PROPOSED = select(
    *(Record.id, Record.version, Record.kind, type_coerce(Record.content, String), Record.state),
    *(PackageProposalRow.action, PackageProposalRow.marked),
).join(PackageProposalRow, Record.id == PackageProposalRow.record_id)


def _rows(session: Session, proposal_id: str, ids: Sequence[str]) -> list[tuple[Present, str, bool]]:
    """Return some of the proposed records in this order, each with its action and its mark."""
    query = _PROPOSED.where(PackageProposalRow.proposal_id == proposal_id, Record.id.in_(among(ids)))
    found = {row[0]: row for row in session.connection().execute(query)}
    return [_present(found[one]) for one in ids]


def _present(row: Row[str, int, str, str, str, str, bool]) -> tuple[Present, str, bool]:
    record_id, version, kind, content, state, action, marked = row
    return Present(record_id, version, kind, _content_of(content), state), action, marked


def _keep_ledger(a: Act, package: Package, proposal_id: str, part: Identities) -> None:
    """Write down every row that left, and let the records know which version of them did.

    SQLite keeps in memory what a statement overwrites until it is done: one for all rows would take a page for each.
    """
    row, names = PackageProposalRow, ["package_id", "record_id", "version", "action", "marked"]
    columns = (literal(package.id), row.record_id, row.version, row.action, row.marked)
    # In the order of the identities, so that each page of the table has its turn only once.
    for some in map(among, chunks(sorted(part), AT_ONCE)):
        meant = (row.proposal_id == proposal_id) & row.record_id.in_(some)
        a.session.execute(insert(PackageRow).from_select(names, select(*columns).where(meant)))
        leave = update(Record).where(Record.id.in_(some)).values(left_version=Record.version)
        # Past the objects in memory, so that the journal does not tell each row again that the package tells.
        for statement in (leave, delete(row).where(meant)):
            a.session.execute(statement.execution_options(synchronize_session=False))
    a.wrote("package_row", package.rows, package=package.id)
