"""Text that is meant to be carried out, in every free text of every kind of record and wherever else officers write."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from creditdesk import paths
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.load import load
from creditdesk.errors import InputProblem
from creditdesk.services import (
    case_notes,
    letters,
    objections,
    offices,
    queue_filters,
    record_lists,
    record_papers,
    records,
)
from creditdesk.services.clock import fixed_clock
from creditdesk.services.desk import Desk
from creditdesk.services.objection_lists import Filter
from tests.conftest import CHEAP, OFFICER, PASSPHRASE, TODAY
from tests.documents.reading import Pdf
from tests.entered import objection, penalty
from tests.faults.killed import is_sound
from tests.faults.test_injection import CORPUS, squeezed
from tests.made_records import filled

KINDS = load(paths.forms()).current_kinds()
LONGEST = 20
"""How long the name of a filter may be."""
WRITTEN = {"text", "paragraphs", "name"}


@pytest.fixture(scope="module")
def hostile(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for all of it; in the end it must be sound."""
    folder = Path(shutil.copytree(founded, tmp_path_factory.mktemp("hostile") / "desk"))
    with Desk.open(folder, OFFICER, PASSPHRASE, clock=fixed_clock(TODAY), cost=CHEAP) as desk:
        yield desk
        assert is_sound(desk)


def attacked(kind: RecordKind, turn: int) -> tuple[dict[str, str], list[str]]:
    """Return right content of a kind with its free texts replaced as far as each field lets it, and their names."""
    content = filled(kind, {"subject_category": kind.field("subject_category").choices[-1]})
    replaced = []
    for place, field in enumerate(kind.fields):
        if field.type in WRITTEN and field.name in content and not field.choices:
            tried = content | {field.name: CORPUS[(turn + place) % len(CORPUS)]}
            if not any(fault.field == field.name for fault in kind.check(tried, TODAY)):
                content = tried
                replaced.append(field.name)
    return content, replaced


@pytest.mark.parametrize("turn", range(len(KINDS)), ids=[kind.name for kind in KINDS])
def test_every_kind_of_record_keeps_it_word_for_word(hostile: Desk, turn: int) -> None:
    content, replaced = attacked(KINDS[turn], turn)
    assert replaced
    record = str(hostile.perform(records.enter, KINDS[turn].name, content).result["record"])
    kept = record_lists.sheet(hostile, record).content
    assert {name: kept[name] for name in replaced} == {name: content[name] for name in replaced}
    paper = squeezed(Pdf(record_papers.pdf(hostile, record)).text())
    assert all(squeezed(content[name]) in paper for name in replaced if name != "subject_name")


def test_notes_filters_and_the_office_itself_keep_it_word_for_word(hostile: Desk) -> None:
    case = objection(hostile, penalty(hostile), TODAY)
    own = offices.office(hostile)
    for number, text in enumerate(CORPUS):
        hostile.perform(case_notes.add, case, text)
        if len(text) > LONGEST:
            with pytest.raises(InputProblem, match="最多"):
                hostile.perform(queue_filters.save, text, Filter(text=text))
        else:
            hostile.perform(queue_filters.save, text, Filter(text=text))
        hostile.perform(offices.describe, replace(own, name=f"{text}{number}", address=text, phone=text, contact=text))
        assert offices.office(hostile).address == text
    assert {note.text for note in case_notes.listing(hostile, case)} == set(CORPUS)
    names = [one.name for one in queue_filters.saved(hostile)]
    assert len(names) > 5
    assert set(names) <= set(CORPUS)
    letter = str(hostile.perform(objections.accept, case).result["letter"])
    assert squeezed(CORPUS[-1]) in squeezed(Pdf(letters.pdf_of(hostile, letter)).text())
    hostile.perform(offices.describe, own)
