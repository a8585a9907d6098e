"""What attacks on a desk need: a real package of a unit, keys that sign wrongly, and proof that nothing changed."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from creditdesk.errors import InputProblem
from creditdesk.exchange.certificates import VALID_DAYS, OfficeCertificate, make_certificate
from creditdesk.models import Base
from creditdesk.services import office_keys, partners
from creditdesk.services.desk import Desk
from creditdesk.vault import opening
from tests.conftest import TODAY
from tests.vectors.faults import Hands

# Asked some hundred times, so not through SQLAlchemy, whose own work on each statement takes longer than its answer.
ROWS_OF = {
    table.name: f'SELECT * FROM "{table.name}" ORDER BY {", ".join(key.name for key in table.primary_key.columns)}'
    for table in Base.metadata.sorted_tables
}


def everything(desk: Desk) -> str:
    """Return a digest of every row of every table, the journal with its chain among them."""
    digest = hashlib.sha256()
    with desk.read() as session:
        for name, question in ROWS_OF.items():
            digest.update(repr((name, opening.rows(session.connection(), question))).encode())
    return digest.hexdigest()


@contextmanager
def refused(desk: Desk, said: str) -> Iterator[None]:
    """Expect a refusal in these words that changes nothing in the desk."""
    before = everything(desk)
    with pytest.raises(InputProblem, match=said):
        yield
    assert everything(desk) == before


def own_key(desk: Desk) -> OfficeCertificate:
    """Return the key with which a desk signs."""
    with desk.read() as session:
        key = office_keys.active(session)
        return OfficeCertificate(key.key_pem, key.certificate_pem)


def hands_of(name: str, office: OfficeCertificate, reader: Desk) -> Hands:
    """Return the keys of an office; the reader believes also the one that ran out meanwhile and the one of later."""
    hands = Hands(
        office,
        make_certificate("另一家示例单位", date(2026, 1, 1)),
        make_certificate(name, TODAY - timedelta(VALID_DAYS - 1)),
        make_certificate(name, date(2060, 1, 1)),
    )
    for one in (hands.expired, hands.early):
        reader.perform(partners.trust, name, one.certificate_pem, "当面", "吴示例")
    return hands
