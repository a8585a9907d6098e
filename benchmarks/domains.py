"""Black lists of two domains at once: found over all subjects beside the bare query, and within one act."""

from datetime import date, timedelta
from random import Random
from statistics import median
from time import perf_counter

from sqlalchemy import select

from benchmarks import Row, medians, row
from benchmarks.counties import FULL, SIZE, words
from creditdesk.models import Case, Listing, Subject
from creditdesk.models.base import moment_text, new_id
from creditdesk.services import bulk, escalations
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

_LISTINGS = 50_000 if FULL else 5_000
_DOMAINS, _ROUNDS, _MOST_S = 12, 15, 0.005
_CASE = (
    *("id", "procedure", "edition", "rule_set", "year", "serial", "number", "subject_id", "officer_id", "applicant"),
    *("channel", "request", "materials", "state", "open", "received_on", "events", "provisional"),
    *("calendar_version", "changed_at"),
)
_LISTING = (
    *("id", "subject_id", "colour", "domain", "list_name", "unit", "for_reference", "basis", "facts", "reason"),
    *("proofs", "measures", "published_on", "force_on", "force_until"),
)
_BARE = (
    "SELECT subject_id FROM listing WHERE colour = 'black' AND for_reference = 0 AND exited_on IS NULL "
    "AND published_on IS NOT NULL AND force_on <= :today AND (force_until IS NULL OR force_until >= :today) "
    "GROUP BY subject_id HAVING count(DISTINCT domain) >= 2"
)


def domain_rows(desk: Desk) -> list[Row]:
    """Measure with many black listings, some of them of the same subjects."""
    desk.perform(write_listings, _LISTINGS)
    return [_over_all(desk), _in_one_act(desk)]


def _over_all(desk: Desk) -> Row:
    today = desk.clock().date()
    raw = desk.vault.reader.raw_connection()
    cursor = raw.cursor()

    def ours() -> list[str]:
        with desk.read() as session:
            return list(session.scalars(escalations.found(today)))

    def floor() -> list[tuple[str]]:
        return list(cursor.execute(_BARE, {"today": today.isoformat()}).fetchall())

    if sorted(ours()) != sorted(one for (one,) in floor()):
        raise ValueError("the bare query finds others")
    ours_s, floor_s = medians(ours, floor, rounds=_ROUNDS)
    raw.close()
    work = f"two black domains among {words(SIZE)} subjects with {_LISTINGS:,} listings; ratio to the bare query"
    return row(work, ours_s, goal=2, floor_s=floor_s)


def _in_one_act(desk: Desk) -> Row:
    seconds = median(desk.perform(follow_some, _ROUNDS * 10).result["seconds"])
    return Row(
        work="two black domains of one subject, within the act that changed its listings; limit 5 ms",
        ours_s=round(seconds, 5), floor_s=None, peer=None, peer_s=None, ratio=round(seconds / _MOST_S, 3),
        goal=1.0, met=seconds <= _MOST_S,
    )  # fmt: skip


@act("benchmark.follow", Power.OBJECTION)
def follow_some(a: Act, count: int) -> Result:
    """Look at some listed subjects one after the other, and tell how long each took."""
    seconds = []
    for subject_id in a.session.scalars(select(Listing.subject_id).order_by(Listing.id).limit(count)).all():
        start = perf_counter()
        escalations.follow(a, subject_id)
        seconds.append(perf_counter() - start)
    return {"seconds": seconds}


@act("benchmark.listings", Power.OBJECTION)
def write_listings(a: Act, count: int) -> Result:
    """Write so many black listings, most in force today, past the session's bookkeeping."""
    chance = Random(20260212)
    subjects = list(a.session.scalars(select(Subject.id)))
    about = [(new_id(), chance.choice(subjects)) for _ in range(count)]
    bulk.insert(a.session, Case, _CASE, (_case(a, *each, serial) for serial, each in enumerate(about, 1)))
    bulk.insert(a.session, Listing, _LISTING, (_listing(a.today, *each, chance) for each in about))
    return {}


def _case(a: Act, case_id: str, subject_id: str, serial: int) -> tuple[object, ...]:
    day = a.today.isoformat()
    head = (
        case_id,
        "listing_black",
        "示例",
        "示例",
        2026,
        serial,
        f"2026-{serial:06d}",
        subject_id,
        a.officer.id,
        "{}",
    )
    return (*head, "认定单位", "示例", "[]", "in_force", 1, day, "{}", 0, a.calendar.version, moment_text(a.now))


def _listing(today: date, case_id: str, subject_id: str, chance: Random) -> tuple[object, ...]:
    begun = today - timedelta(chance.randrange(900))
    until, domain = begun + timedelta(730), f"示例领域{chance.randrange(_DOMAINS)}"
    told = (case_id, subject_id, "black", domain, "示例名单", "示例局", 0, "示例", "示例", "示例", "[]", "[]")
    return (*told, begun.isoformat(), begun.isoformat(), until.isoformat())
