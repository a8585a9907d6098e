"""Invented desks as the attacks open them: cheap to unlock, on the sample's day, and judged the same way each time."""

from functools import cache
from pathlib import Path

from creditdesk import paths
from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.load import load
from creditdesk.services import health, objections, record_lists, sample
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.objections import Contested
from creditdesk.vault import Cost, Vault

COST = Cost(memory_kib=64, iterations=1, lanes=1)
"""What is tried here is what happens after the passphrase; an office's cost would only make each blow slower."""

_ELSEWHERE = health.ADVICE | {"磁盘空间", "数据包回执"}
"""Findings about the workstation and about other people's answers, which no blow can change."""

_GIVEN = """
SELECT (SELECT total(last) FROM register WHERE name LIKE 'case:%')
    - (SELECT total(last - first + 1) FROM skipped_number WHERE register LIKE 'case:%')
"""


def open_desk(folder: Path) -> Desk:
    """Open an invented desk as its head, on the sample's day."""
    return Desk.enter(open_vault(folder), fixed_clock(sample.TODAY), catalogue())


@cache
def catalogue() -> Catalogue:
    """Return the office's paper, read once: every blow would read the same files again."""
    return load(paths.forms())


def open_vault(folder: Path, phrase: str = sample.PASSPHRASE, cost: Cost = COST) -> Vault:
    """Open only the encrypted file of an invented desk."""
    return Vault.open(folder, sample.HEAD, phrase, cost=cost)


def receive(desk: Desk, record_id: str) -> str:
    """Receive an objection to a record and return the case's identity."""
    content = record_lists.sheet(desk, record_id).content
    changes = desk.perform(
        objections.receive,
        [Contested(record_id, "facts", "与事实不符（示例）")],
        applicant={"name": content["subject_name"], "phone": "0371-00000000"},
        request="对违法事实有异议（示例）",
        received_on=sample.TODAY,
    )
    return str(changes.result["case"])


def unsound(desk: Desk) -> list[str]:
    """Return what the health check finds wrong, and any gap in the numbers of cases, which it does not count."""
    found = [f"{one.name}：{one.sentence}" for one in health.check(desk) if not one.ok and one.name not in _ELSEWHERE]
    given, there = number(desk, _GIVEN), count(desk, "case")
    return found if given == there else [*found, f"案号给出{given}个，案件有{there}件"]


def count(desk: Desk, table: str) -> int:
    """Return how many rows a table has."""
    return number(desk, f'SELECT count(*) FROM "{table}"')  # noqa: S608 - names of our own


def number(desk: Desk, sql: str) -> int:
    """Return the one number that a question has for an answer."""
    return int(desk.rows(sql)[0][0])
