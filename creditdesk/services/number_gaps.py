"""Numbers that were given and whose letters or packages are lost: they stay given, and are written down as skipped.

What was given, the rows that are left tell, and what the journal or an index still says of those that are not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.models import Case, Letter, Package, Register, SkippedNumber, Tip
from creditdesk.services import skips, tips
from creditdesk.services.acts import Act
from creditdesk.services.journal_replay import Since
from creditdesk.services.missing_rows import Filled
from creditdesk.vault.salvage import Trace

_CASES = "case:"
_PACKAGES = Package.__tablename__
_UNKNOWN = "缺失的数据包编到第几号无从得知，请先对照已交付的数据包核对编号，再制新的数据包"

Place = tuple[str, int]
"""A register by its name and year."""


Traces = Mapping[str, Sequence[Trace]]
"""What indexes tell of missing rows, by table."""


def unknown(tables: Iterable[Filled], traces: Traces) -> list[str]:
    """Say of which packages nothing tells the numbers any more: no register keeps those."""
    missing = next((one.missing for one in tables if one.table == _PACKAGES), 0)
    told = missing is not None and missing <= len(traces.get(_PACKAGES, ()))
    return [] if told else [_UNKNOWN]


def close(a: Act, since: Since, traces: Traces) -> list[SkippedNumber]:
    """Let no register fall back, and write every number without its row down as skipped; returns those."""
    runs = [*_letters(a, since, traces), *_packages(a.session, since, traces), *_supplements(a.session, since, traces)]
    for run in runs:
        run.at, run.officer_id = a.now, a.officer.id
        a.session.add(run)
    a.session.flush()
    return runs


def _letters(a: Act, since: Since, traces: Traces) -> Iterator[SkippedNumber]:
    tops, there = _tops(a.session, since, traces), _there(a.session)
    for (name, year), top in sorted(tops.items()):
        register = a.session.get(Register, (name, year))
        if register is None:
            a.session.add(Register(name=name, year=year, last=top))
        else:
            register.last = max(register.last, top)
        if not name.startswith(_CASES):
            for first, last in _runs(top, there[name, year]):
                yield SkippedNumber(register=name, year=year, first=first, last=last)


def _tops(session: Session, since: Since, traces: Traces) -> dict[Place, int]:
    """Return the highest number that each register is known to have given."""
    tops: dict[Place, int] = defaultdict(int)
    letters = select(Letter.series, Letter.year, func.max(Letter.serial)).group_by(Letter.series, Letter.year)
    cases = select(_CASES + Case.procedure, Case.year, func.max(Case.serial)).group_by(Case.procedure, Case.year)
    own = select(Register.name, Register.year, Register.last)
    for query in (own, letters, cases, select(Tip.year, func.max(Tip.serial)).group_by(Tip.year)):
        for *place, last in session.execute(query):
            name, year = place if len(place) == 2 else (f"{_CASES}{tips.PROCEDURE}", *place)
            tops[name, year] = max(tops[name, year], last)
    for row in session.scalars(select(SkippedNumber)):
        if not row.register.startswith(skips.BESIDE):
            tops[row.register, row.year] = max(tops[row.register, row.year], row.last)
    for identity, changes in since.of(Register.__tablename__).items():
        name, _, year = identity.rpartition("/")
        given = [change["after"].get("last", 0) for change in changes if "after" in change]
        tops[name, int(year)] = max([tops[name, int(year)], *given])
    for name, year, serial in _traced(traces):
        tops[name, year] = max(tops[name, year], serial)
    return tops


def _traced(traces: Traces) -> Iterator[tuple[str, int, int]]:
    """Yield the register, year and number of letters, cases and tips of which only an index is left."""
    yield from ((one["series"], one["year"], one["serial"]) for one in traces.get(Letter.__tablename__, ()))
    for one in traces.get(Case.__tablename__, ()):
        yield f"{_CASES}{one['procedure']}", one["year"], one["serial"]
    yield from ((f"{_CASES}{tips.PROCEDURE}", one["year"], one["serial"]) for one in traces.get(Tip.__tablename__, ()))


def _there(session: Session) -> dict[Place, set[int]]:
    """Return the numbers of letters that are there or are known as skipped, by register."""
    there: dict[Place, set[int]] = defaultdict(set)
    for series, year, serial in session.execute(
        select(Letter.series, Letter.year, Letter.serial).where(Letter.sub == 0)
    ):
        there[series, year].add(serial)
    for row in session.scalars(select(SkippedNumber)):
        there[row.register, row.year].update(range(row.first, row.last + 1))
    return there


def _packages(session: Session, since: Since, traces: Traces) -> Iterator[SkippedNumber]:
    """Yield the packages that are gone; the one after a gap tells the digest of the last one in it."""
    given: dict[str, dict[int, str | None]] = defaultdict(dict)
    there: dict[str, set[int]] = defaultdict(set)
    for trace in traces.get(_PACKAGES, ()):
        given[trace["receiver"]][trace["serial"]] = None
    for one in _after(since, _PACKAGES):
        given[one["receiver"]][one["serial"]] = one["digest"]
    query = select(Package.receiver, Package.serial, Package.previous_digest)
    for receiver, serial, previous in session.execute(query):
        given[receiver][serial - 1] = previous
        there[receiver].add(serial)
    for receiver, run in skips.of_packages(session):
        there[receiver].update(range(run.first, run.last + 1))
    for receiver, digests in given.items():
        for first, last in _runs(max(digests, default=0), there[receiver]):
            register = skips.package_register(receiver)
            yield SkippedNumber(register=register, year=0, first=first, last=last, digest=digests.get(last))


def _supplements(session: Session, since: Since, traces: Traces) -> Iterator[SkippedNumber]:
    """Yield the supplements behind the last one that is there."""
    tops: dict[Place, int] = defaultdict(int)
    for one in (*_after(since, Letter.__tablename__), *traces.get(Letter.__tablename__, ())):
        place = (skips.supplement_register(one["series"], one["serial"]), one["year"])
        tops[place] = max(tops[place], one["sub"])
    there = {(one.register, one.year): one.last for one in skips.given(session)}
    for (register, year), top in sorted(tops.items()):
        known = there.get((register, year), 0)
        if top > known:
            yield SkippedNumber(register=register, year=year, first=known + 1, last=top)


def _after(since: Since, table: str) -> Iterator[Mapping[str, Any]]:
    """Yield what the rows of a table were when they were inserted."""
    for changes in since.of(table).values():
        yield from (change["after"] for change in changes if "after" in change and "before" not in change)


def _runs(top: int, there: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of numbers up to `top` that are not there."""
    known, first = set(there), 0
    for number in range(1, top + 2):
        gone = number <= top and number not in known
        if gone and not first:
            first = number
        elif not gone and first:
            yield first, number - 1
            first = 0
