"""Invented listings, taken through their course the way an officer would."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from creditdesk.models import Case, Listing
from creditdesk.services import letters, listing_exits, listing_steps, listings, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.listings import Proposed
from tests.conftest import TODAY
from tests.documents.reading import Pdf
from tests.entered import PENALTY, UNIT, on, penalty

LIMIT, DECIDED, FORCE = date(2026, 2, 26), date(2026, 2, 27), date(2026, 3, 2)
BLACK = Proposed(
    listings.BLACK, "产品质量（示例）", "产品质量领域严重失信主体名单（示例）", UNIT,
    "《河南省社会信用条例》第三十三条", "拒不履行生效的行政处罚决定（示例）", "催告后仍未履行，情节严重（示例）",
    ("处罚决定书", "催告书"), ("列为重点监管对象", "限制参与公共资源交易活动"), 24,
)  # fmt: skip
RED = Proposed(
    listings.RED, "产品质量（示例）", "产品质量守信红名单（示例）", UNIT, "县实施方案四（二）",
    "抽检连续三年合格（示例）", "符合红名单认定标准（示例）", ("推荐表",), ("公共资源交易信用加分",), 12,
    "诚信道德模范",
)  # fmt: skip
SERIOUS = {
    **{name: PENALTY[name] for name in ("subject_category", "uscc", "subject_name", "legal_representative")},
    **{name: PENALTY[name] for name in ("authority", "authority_uscc", "source_unit", "source_unit_uscc")},
    "list_name": "重大税收违法失信主体名单（示例）",
    "decision_number": "示税列〔2026〕1号",
    "decided_on": "2026-01-05",
    "grounds": "《河南省社会信用条例》第三十三条",
    "facts": "拒不履行生效的行政处罚决定（示例）",
    "refusing_performance": "是",
    "grade": "严重",
    "grade_reason": "催告后仍未履行，情节严重（示例）",
    "publicity_on": "2026-01-05",
    "publicity_until": "2028-01-05",
    "usage_scope": "公示",
    "status": "公示中",
}
"""A list that a unit decided and published itself, as the record it reports."""
SITE = "“信用中牟”网站（示例）"


def subject_of(desk: Desk) -> str:
    """Return the subject of an invented penalty, entered where there is none yet."""
    found = subjects.ids(desk, PENALTY["uscc"])
    if not found:
        penalty(desk)
        found = subjects.ids(desk, PENALTY["uscc"])
    return found[0]


def proposed(desk: Desk, told: Proposed = BLACK, subject: str = "") -> str:
    """Return a listing that was just proposed."""
    done = desk.perform(listings.propose, subject or subject_of(desk), told, TODAY)
    return str(done.result["listing"])


def served(desk: Desk, told: Proposed = BLACK, subject: str = "") -> str:
    """Return a black listing whose notice has reached the subject."""
    listing = proposed(desk, told, subject)
    desk.perform(listing_steps.notice, listing, LIMIT)
    desk.perform(listing_steps.serve, listing, TODAY)
    return listing


def black(desk: Desk, told: Proposed = BLACK, number: str = "示列决〔2026〕3号", subject: str = "") -> str:
    """Return a black listing in force from 2 March 2026 on."""
    listing = served(desk, told, subject)
    with on(desk, FORCE):
        desk.perform(listing_steps.decide, listing, number, DECIDED, FORCE)
        desk.perform(listing_steps.publish, listing, FORCE, SITE)
        assert listing_exits.due(desk) == 1
    return listing


def red(desk: Desk) -> str:
    """Return a red listing in force from 2 March 2026 on."""
    listing = proposed(desk, RED)
    desk.perform(listing_steps.publish, listing, TODAY, SITE, until=LIMIT)
    with on(desk, FORCE):
        desk.perform(listing_steps.decide, listing, "示列红〔2026〕1号", DECIDED, FORCE)
        assert listing_exits.due(desk) == 1
    return listing


def row(desk: Desk, listing: str) -> Listing:
    """Return a listing as it is kept."""
    with desk.read() as session:
        return session.get_one(Listing, listing)


def state(desk: Desk, listing: str) -> str:
    """Return the state of a listing."""
    with desk.read() as session:
        return session.get_one(Case, listing).state


def standing(desk: Desk, day: date, colour: str = listings.BLACK) -> list[str]:
    """Return the listings of a colour that are in force on a day."""
    with desk.read() as session:
        return [one.id for one in listings.in_force(session, day, colour=colour)]


def words(desk: Desk, result: Mapping[str, Any]) -> str:
    """Return the words of the letter that an act sent, without spaces."""
    return "".join(Pdf(letters.pdf_of(desk, result["letter"])).text().split())
