"""Wordings of the letter forms: versions that the office decides, and the texts that letters were drawn from."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from creditdesk.catalog.freezing import frozen, thawed
from creditdesk.catalog.letters import LetterForm
from creditdesk.catalog.rewording import Rewording, faults, reworded, rewording_of
from creditdesk.errors import InputProblem, Problem, stated
from creditdesk.models import Draft, Letter, LetterWording, Officer
from creditdesk.services import records
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.clock import office_date
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power


@dataclass(frozen=True)
class WordingRow:
    """One version of a form's text as the page lists it."""

    version: int
    own: bool
    valid_from: date
    reason: str
    officer: str
    on: date


DRAFT = "letter:"
"""Begins the kind of a draft that is the text of a letter form and no record."""


@dataclass(frozen=True)
class Standing:
    """A form as it stands: the program's text, the text in force, and every version so far, the newest first."""

    form: LetterForm
    current: LetterForm
    rows: tuple[WordingRow, ...]


def drafts(desk: Desk) -> dict[str, Rewording]:
    """Return the texts that this officer has begun and not saved, by the names of their forms."""
    known = {field.name for field in fields(Rewording)}
    query = select(Draft).where(Draft.officer_id == desk.officer.id, Draft.kind.startswith(DRAFT))
    with desk.read() as session:
        return {
            row.kind.removeprefix(DRAFT): Rewording(**row.content)
            for row in session.scalars(query)
            if set(row.content) == known
        }


def keep_draft(desk: Desk, form_name: str, text: Rewording | None) -> None:
    """Keep the text an officer has begun, or forget it (None); a draft tells nobody and cannot be undone."""
    if text is None:
        desk.perform(records.drop_draft, DRAFT + form_name)
    else:
        desk.perform(records.save_draft, DRAFT + form_name, asdict(text))


def current(session: Session, form: LetterForm, on: date) -> LetterForm:
    """Return the form as the office words it on a day: its own latest version, or the program's text."""
    row = _in_force(session, form.name, on)
    return thawed(LetterForm, row.text) if row is not None and row.own else form


def used(a: Act, form: LetterForm) -> LetterWording:
    """Return the kept text a letter of this form is drawn from today; the program's is kept when first used."""
    known: dict[str, LetterWording] = a.session.info.setdefault(used, {})
    found = known.get(form.name)
    if found is None:
        row = _in_force(a.session, form.name, a.today)
        found = known[form.name] = row if row is not None and row.own else _kept(a, form)
    return found


def _kept(a: Act, form: LetterForm) -> LetterWording:
    digest = _digest(form)
    query = select(LetterWording).where(LetterWording.form == form.name, LetterWording.sha256 == digest)
    row = a.session.scalar(query.limit(1))
    if row is None:
        row = _row(a, form, 0, own=False, reason="", valid_from=a.today)
        a.session.add(row)
        a.session.flush()
    return row


def _row(a: Act, form: LetterForm, version: int, *, own: bool, reason: str, valid_from: date) -> LetterWording:
    return LetterWording(
        form=form.name,
        edition=form.edition,
        version=version,
        own=own,
        text=frozen(form),
        sha256=_digest(form),
        reason=reason,
        valid_from=valid_from,
        officer_id=a.officer.id,
        at=a.now,
    )


def form_of(row: LetterWording) -> LetterForm:
    """Return the form a kept text makes."""
    return thawed(LetterForm, row.text)


def of_letter(session: Session, letter: Letter) -> LetterWording:
    """Return the text a letter was drawn from; one issued before texts were kept has none, which is a Problem."""
    if letter.wording_id is None:
        raise Problem(f"{letter.number}签发时还没有留存文本，不能重画，请使用存档的文件。")
    return session.get_one(LetterWording, letter.wording_id)


def _in_force(session: Session, form: str, on: date) -> LetterWording | None:
    query = select(LetterWording).where(
        LetterWording.form == form, LetterWording.version > 0, LetterWording.valid_from <= on
    )
    return session.scalar(query.order_by(LetterWording.valid_from.desc(), LetterWording.version.desc()).limit(1))


def _digest(form: LetterForm) -> str:
    return hashlib.sha256(json.dumps(frozen(form), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@act("wording.save", Power.WORDING, "改写文书文本")
def save(a: Act, form_name: str, text: Rewording, reason: str, valid_from: date | None = None) -> Result:
    """Let a form say something else from a day on, today by default; letters already issued keep what they said."""
    form = a.catalogue.letter(form_name)
    found = faults(form, text)
    if found:
        raise InputProblem(found[0].sentence)
    if text == rewording_of(current(a.session, form, a.today), form):
        raise InputProblem("文本与现在使用的相同，没有要保存的改动。")
    first = _check(a, reason, valid_from)
    version = _next(a.session, form_name)
    named = replace(reworded(form, text), edition=f"{form.edition}，本单位第 {version} 稿")
    a.session.add(_row(a, named, version, own=True, reason=reason.strip(), valid_from=first))
    a.say(f"已保存{form.label}文本第 {version} 稿，{first}起使用")
    return {"form": form_name, "version": version}


@act("wording.go_back", Power.WORDING, "恢复文书原文本")
def go_back(a: Act, form_name: str, reason: str) -> Result:
    """Use the program's text again from today on; the office's versions stay kept."""
    form = a.catalogue.letter(form_name)
    first = _check(a, reason, None)
    if current(a.session, form, first) == form:
        raise InputProblem(f"{form.label}现在用的就是程序原文，不用恢复。")
    version = _next(a.session, form_name)
    a.session.add(_row(a, form, version, own=False, reason=reason.strip(), valid_from=first))
    a.say(f"{form.label}已恢复程序原文")
    return {"form": form_name, "version": version}


def _check(a: Act, reason: str, valid_from: date | None) -> date:
    stated(reason, "改动文书文本必须写明理由，请填写理由。")
    if valid_from is not None and valid_from < a.today:
        raise InputProblem(f"启用日期{valid_from}早于今天{a.today}，请改为今天或以后的日期。")
    return valid_from or a.today


def _next(session: Session, form: str) -> int:
    return (session.scalar(select(func.max(LetterWording.version)).where(LetterWording.form == form)) or 0) + 1


def standing(desk: Desk, form_name: str) -> Standing:
    """Return a form's texts and versions for the page."""
    form = desk.catalogue.letter(form_name)
    query = select(LetterWording, Officer.name).join(Officer, Officer.id == LetterWording.officer_id)
    query = query.where(LetterWording.form == form_name, LetterWording.version > 0)
    with desk.read() as session:
        rows = tuple(
            WordingRow(row.version, row.own, row.valid_from, row.reason, officer, office_date(row.at))
            for row, officer in session.execute(query.order_by(LetterWording.version.desc()))
        )
        return Standing(form, current(session, form, desk.clock().date()), rows)


def own_forms(desk: Desk) -> dict[str, bool]:
    """Return every form's name, and whether the office words it itself today."""
    with desk.read() as session:
        today = desk.clock().date()
        return {form.name: current(session, form, today) is not form for form in desk.catalogue.letters}
