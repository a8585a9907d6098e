"""Record kinds and editions that an office adds itself: a file dropped into the desk's forms folder is a proposal.

Nothing of a file is believed until an officer has seen the form and accepted it for a reason. Then its text is kept in
the desk, and the file may change or go: it would only be another proposal.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk import files
from creditdesk.catalog import editions
from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.own_forms import read_own
from creditdesk.errors import InputProblem, Problem, stated
from creditdesk.models import OfficeForm, Officer
from creditdesk.services import own_catalogue
from creditdesk.services.acts import Act, Changes, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power

FOLDER = "forms"
_MOST_FILES = 200


@dataclass(frozen=True)
class Proposal:
    """A file in the desk's forms folder: what it would add, or the sentence that says why it cannot be accepted."""

    file_name: str
    state: str
    sha256: str = ""
    kind: RecordKind | None = None
    changes: tuple[str, ...] = ()
    sentence: str = ""


@dataclass(frozen=True)
class Accepted:
    """A form the office accepted: which, from when on, and who did it when and why."""

    kind: str
    edition: str
    valid_from: date
    officer: str
    on: date
    reason: str


NEW, EDITION, FAULTY, KNOWN = "new", "edition", "faulty", "known"
STATE_LABELS = {NEW: "新类别", EDITION: "新版", FAULTY: "有误", KNOWN: "已采用"}


def folder(desk: Desk) -> Path:
    """Return the folder into which new forms are dropped."""
    return desk.folder / FOLDER


def make_folder(desk: Desk) -> Path:
    """Return the folder, made when it was not there."""
    folder(desk).mkdir(mode=0o700, exist_ok=True)
    return folder(desk)


def proposals(desk: Desk) -> tuple[Proposal, ...]:
    """Return what lies in the desk's forms folder, by file name; accepted files are told as known."""
    place = folder(desk)
    found = sorted(place.glob("*.toml")) if place.is_dir() else []
    with desk.read() as session:
        known = set(session.scalars(select(OfficeForm.sha256)))
    return tuple(_propose(desk.catalogue, file, known) for file in found[:_MOST_FILES])


def _propose(catalogue: Catalogue, file: Path, known: set[str]) -> Proposal:
    try:
        content = read(file)
        digest = hashlib.sha256(content).hexdigest()
        if digest in known:
            return Proposal(file.name, KNOWN, digest)
        kind = read_own(catalogue, file.name, content)
    except Problem as problem:
        return Proposal(file.name, FAULTY, sentence=problem.sentence)
    before = newest(catalogue, kind.name)
    changes = editions.changes(before, kind) if before else ()
    return Proposal(file.name, EDITION if before else NEW, digest, kind, changes)


def read(file: Path) -> bytes:
    """Return the content of a proposed form; InputProblem for what is no plain file of a form's size."""
    if file.is_symlink():
        raise InputProblem(f"{file.name}不是普通文件，而是链接，请把表单文件本身复制进来。")
    return files.read(file)


def newest(catalogue: Catalogue, name: str) -> RecordKind | None:
    """Return the newest edition of a kind in the catalogue, None for a kind it does not have."""
    return next((kind for kind in catalogue.kinds if kind.name == name), None)


def coming(desk: Desk) -> tuple[RecordKind, ...]:
    """Return the accepted forms whose day has not come yet."""
    with desk.read() as session:
        later = own_catalogue.build(session, desk.shipped, date.max)
    return tuple(kind for kind in later.kinds if kind not in desk.catalogue.kinds)


@act("form.accept", Power.OFFICE, "采用表单")
def accept(a: Act, file: Path, sha256: str, reason: str) -> Result:
    """Take a proposed form into the catalogue, from its own day on.

    InputProblem without a reason, and when the file is not the one that was looked at (`sha256`).
    """
    reason = stated(reason, "采用表单必须写明理由，如批准文号，请填写。")
    content = read(file)
    digest = hashlib.sha256(content).hexdigest()
    if digest != sha256:
        raise InputProblem(f"{file.name} 在查看之后又改动过，请重新查看后再采用。")
    _refuse_known(a.session, digest, file.name)
    kind = read_own(a.catalogue, file.name, content)
    _refuse_waiting(a.session, kind, a.today)
    form = OfficeForm(
        kind=kind.name,
        edition=kind.edition,
        valid_from=kind.valid_from,
        file_name=file.name,
        text=content.decode("utf-8-sig"),
        sha256=digest,
        reason=reason,
        officer_id=a.officer.id,
        accepted_at=a.now,
    )
    a.session.add(form)
    when = "" if kind.valid_from <= a.today else f"，{kind.valid_from}起启用"
    a.say(f"已采用表单“{kind.label}”{kind.edition}{when}")
    return {"form": form.id, "kind": kind.name, "edition": kind.edition}


def _refuse_known(session: Session, digest: str, file_name: str) -> None:
    if session.scalar(select(OfficeForm.id).where(OfficeForm.sha256 == digest)) is not None:
        raise InputProblem(f"{file_name} 已经采用，不必再采用。")


def _refuse_waiting(session: Session, kind: RecordKind, today: date) -> None:
    """Refuse an edition beside one of the same kind that waits for its day."""
    query = select(OfficeForm).where(OfficeForm.kind == kind.name, OfficeForm.valid_from > today)
    waiting = session.scalar(query)
    if waiting is not None:
        told = f"{waiting.edition}（{waiting.valid_from}起）"
        raise InputProblem(f"“{kind.label}”已有一版待启用：{told}，请待其启用后再采用下一版。")


def accept_file(desk: Desk, file_name: str, reason: str) -> Changes:
    """Accept a file of the folder as it lies there now; the terminal's way, which looks at it in the same moment."""
    file = folder(desk) / file_name
    return desk.perform(accept, file, hashlib.sha256(read(file)).hexdigest(), reason)


def answer(desk: Desk) -> dict[str, Any]:
    """Return kinds and proposals for a terminal."""
    kinds = [
        {"name": kind.name, "short": kind.short, "label": kind.label, "edition": kind.edition, "source": kind.source}
        for kind in desk.catalogue.current_kinds()
    ]
    proposed = [
        {
            "file": one.file_name,
            "state": STATE_LABELS[one.state],
            "changes": list(one.changes),
            "sentence": one.sentence,
        }
        for one in proposals(desk)
    ]
    return {"folder": str(folder(desk)), "kinds": kinds, "proposals": proposed}


def accepted(desk: Desk) -> tuple[Accepted, ...]:
    """Return every form the office accepted, the newest first."""
    query = select(OfficeForm, Officer.name).join(Officer, Officer.id == OfficeForm.officer_id)
    with desk.read() as session:
        rows = session.execute(query.order_by(OfficeForm.accepted_at.desc(), OfficeForm.id.desc()))
        return tuple(
            Accepted(one.kind, one.edition, one.valid_from, officer, one.accepted_at.date(), one.reason)
            for one, officer in rows
        )
