"""Power cuts while a person is erased: all of it or nothing, and what was begun is brought to its end afterwards."""

import os
from pathlib import Path

import pytest

from creditdesk.models import Letter
from creditdesk.services import backups, confirmations, erasure_traces, erasures, officers, retention
from creditdesk.services.desk import Desk
from tests.conftest import PASSPHRASE
from tests.entered import acting_as, penalty
from tests.erased import DECISION, ERASED, NAME, NUMBER, found, key_of, sounds, spellings
from tests.faults.killed import after_kills, is_sound
from tests.leaving import SECOND

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs kill -9")

WORDS = spellings(NAME, NUMBER, DECISION) | sounds(NAME)
ERASING = """
from creditdesk.services import confirmations, erasure_traces
[waiting] = confirmations.pending(desk)
print("begins", flush=True)
confirmations.confirm(desk, waiting.id)
erasure_traces.finish(desk)
"""


def certificates(desk: Desk) -> int:
    with desk.read() as session:
        return session.query(Letter).filter_by(form="erasure_certificate").count()


def test_an_erasure_killed_at_any_moment_leaves_all_or_nothing_and_is_finished(desk: Desk, tmp_path: Path) -> None:
    officers.add(desk, SECOND, "checker", PASSPHRASE)
    record = penalty(desk, **ERASED)
    backups.make(desk, "手动")
    confirmations.propose(desk, erasures.erase, [record])
    desk.close()
    for killed in after_kills(ERASING, desk.folder, tmp_path, 2.0, file=tmp_path, officer=SECOND):
        left = len(retention.due(killed))
        assert certificates(killed) == 1 - left
        if left:
            with acting_as(killed, SECOND, "checker"):
                confirmations.confirm(killed, confirmations.pending(killed)[0].id)
        assert erasure_traces.finish(killed).left == ()
        assert not erasure_traces.unspread(killed)
        assert found(killed.folder, key_of(killed), WORDS) == []
        assert is_sound(killed)
        assert all(point.whole for point in killed.vault.points())
