"""Numbers a restored desk must not give again, because the desk that was set aside gave them already."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from creditdesk.models import Letter, Package, Register, SkippedNumber

PACKAGES, SUPPLEMENTS = "package:", "supplement:"
BESIDE = (PACKAGES, SUPPLEMENTS)
"""How the series begin that have no register of their own."""


@dataclass(frozen=True)
class Series:
    """One series of numbers of a desk: the last that was given, and for packages the digest under it."""

    register: str
    year: int
    last: int
    digest: str | None = None


def package_register(receiver: str) -> str:
    """Return under which name the numbers of packages to a receiver are skipped."""
    return f"{PACKAGES}{receiver}"


def supplement_register(series: str, serial: int) -> str:
    """Return under which name the numbers of supplements to a letter (之一, 之二) are skipped."""
    return f"{SUPPLEMENTS}{series}:{serial}"


def last(session: Session, register: str, year: int = 0) -> SkippedNumber | None:
    """Return the highest run of numbers that a series skipped."""
    query = select(SkippedNumber).where(SkippedNumber.register == register, SkippedNumber.year == year)
    return session.scalar(query.order_by(SkippedNumber.last.desc()).limit(1))


def of_packages(session: Session) -> list[tuple[str, SkippedNumber]]:
    """Return the runs of packages that were skipped, each with its receiver."""
    rows = session.scalars(select(SkippedNumber).where(SkippedNumber.register.startswith(PACKAGES)))
    return [(row.register.removeprefix(PACKAGES), row) for row in rows]


def counted(session: Session) -> dict[tuple[str, int], int]:
    """Return how many numbers each series skipped."""
    query = select(SkippedNumber.register, SkippedNumber.year, func.sum(SkippedNumber.last - SkippedNumber.first + 1))
    rows = session.execute(query.group_by(SkippedNumber.register, SkippedNumber.year))
    return {(register, year): count for register, year, count in rows}


def words(run: SkippedNumber) -> str:
    """Say which numbers these are."""
    numbers = f"{run.first}" if run.first == run.last else f"{run.first}至{run.last}"
    kind, _, name = run.register.partition(":")
    if not name:
        return f"{kind}〔{run.year}〕{numbers}号"
    if run.register.startswith(PACKAGES):
        return f"给{name}的第{numbers}号数据包"
    if run.register.startswith(SUPPLEMENTS):
        series, _, serial = name.rpartition(":")
        return f"{series}〔{run.year}〕{serial}号之{numbers}"
    return f"{run.year}年第{numbers}号案件"


def given(session: Session) -> Iterator[Series]:
    """Return the last number of every series of a desk, those it skipped itself included."""
    for register in session.scalars(select(Register).order_by(Register.name, Register.year)):
        yield Series(register.name, register.year, register.last)
    yield from _beside(session)


def missing(then: Session, now: Session) -> tuple[SkippedNumber, ...]:
    """Return the numbers that the desk `now` gave and the older desk `then` would give again; not yet written."""
    before = {(one.register, one.year): one.last for one in given(then)}
    runs = ((one, before.get((one.register, one.year), 0)) for one in given(now))
    return tuple(
        SkippedNumber(register=one.register, year=one.year, first=known + 1, last=one.last, digest=one.digest)
        for one, known in runs
        if one.last > known
    )


def _supplements(session: Session) -> Iterator[Series]:
    query = select(Letter.series, Letter.year, Letter.serial, func.max(Letter.sub)).where(Letter.sub > 0)
    for series, year, serial, sub in session.execute(query.group_by(Letter.series, Letter.year, Letter.serial)):
        yield Series(supplement_register(series, serial), year, sub)


def _packages(session: Session) -> Iterator[Series]:
    query = select(Package.receiver, Package.serial, Package.digest).order_by(Package.serial)
    for receiver, serial, digest in session.execute(query):
        yield Series(package_register(receiver), 0, serial, digest)


def _beside(session: Session) -> Iterator[Series]:
    """Return the series that have no register of their own, each with the highest of its numbers and of the skipped."""
    found = {(one.register, one.year): one for one in (*_supplements(session), *_packages(session))}
    without = (SkippedNumber.register.startswith(each) for each in BESIDE)
    for row in session.scalars(select(SkippedNumber).where(or_(*without))):
        key = (row.register, row.year)
        if key not in found or found[key].last < row.last:
            found[key] = Series(row.register, row.year, row.last, row.digest)
    yield from found.values()
