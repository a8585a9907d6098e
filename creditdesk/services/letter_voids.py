"""Letters declared void (作废): the number stays in the register with its reason, and a case never loses its letter.

What an officer would expect: a letter that is a step of a case is void only together with the one that replaces it,
and only while nothing shows that its receiver has it; afterwards a supplement (之一) tells what was wrong.
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import InputProblem, stated
from creditdesk.models import CaseStep, Letter, LetterVoid
from creditdesk.services import letters, wordings
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power


@act("letter.void", Power.WORDING, "作废文书编号", confirmed_by=(Power.WORDING,))
def void(a: Act, letter_id: str, reason: str) -> Result:
    """Declare a letter void that is no step of a case."""
    letter = _may_be_void(a.session, letter_id, reason)
    if _steps(a.session, letter):
        raise InputProblem(f"{letter.number}是案件中的一步，不能只作废，请用“换发”同时签发新文书。")
    _declare(a, letter, reason, None)
    a.say(f"已作废 {letter.number}，编号保留不再使用")
    return {"letter": letter.id, "replaced_by": None}


@act("letter.replace", Power.WORDING, "换发文书")
def replace(a: Act, letter_id: str, reason: str, changes: Mapping[str, str]) -> Result:
    """Declare a letter void and issue the one that takes its place, with the changed values, under the next number."""
    letter = _may_be_void(a.session, letter_id, reason)
    steps = _steps(a.session, letter)
    if _went_on(a.session, steps):
        raise InputProblem(f"{letter.number}送出后案件已进入下一步，不能换发，请用“补充”签发附号文书。")
    form = a.catalogue.letter(letter.form)
    new = letters.issue(a, form, _changed(a, letter, changes), letter.case_id)
    for step in steps:
        step.letter_id = new.id
    _declare(a, letter, reason, new)
    a.say(f"已作废 {letter.number}，换发 {new.number}")
    return {"letter": new.id, "replaced": letter.id, "number": new.number}


@act("letter.supplement", Power.WORDING, "补充文书")
def supplement(a: Act, letter_id: str, changes: Mapping[str, str]) -> Result:
    """Issue a supplement under the letter's own number (12号之一) with changed values; the letter stays in force."""
    letter = a.session.get_one(Letter, letter_id)
    if letter.sub:
        raise InputProblem(f"{letter.number}本身是附号文书，请在原文书上补充。")
    values = _changed(a, letter, changes)
    if values == letters.revived(a.catalogue.letter(letter.form), letter.values):
        raise InputProblem("补充文书与原文书内容相同，请先改动要补充的内容。")
    new = letters.supplement(a, letter, a.catalogue.letter(letter.form), values)
    a.say(f"已签发 {new.number}")
    return {"letter": new.id, "main": letter.id, "number": new.number}


def changeable(desk: Desk, letter_id: str) -> list[tuple[str, str, str]]:
    """Return what of a letter a replacement may say differently: name, label and the text now."""
    with desk.read() as session:
        letter = session.get_one(Letter, letter_id)
        form = wordings.current(session, desk.catalogue.letter(letter.form), desk.clock().date())
        return [
            (value.name, value.label, str(letter.values.get(value.name) or ""))
            for value in form.values
            if value.kind == "text" and value.name in letter.values
        ]


def _changed(a: Act, letter: Letter, changes: Mapping[str, str]) -> dict[str, object]:
    """Return a letter's values with the changed ones; only its texts can be changed."""
    form = a.catalogue.letter(letter.form)
    texts = {value.name for value in form.values if value.kind == "text"}
    odd = set(changes) - texts
    if odd:
        raise ValueError(f"not texts of the form: {sorted(odd)}")
    return letters.revived(form, letter.values) | dict(changes)


def _may_be_void(session: Session, letter_id: str, reason: str) -> Letter:
    letter = session.get_one(Letter, letter_id)
    if session.get(LetterVoid, letter_id) is not None:
        raise InputProblem(f"{letter.number}已经作废，不用再作废。")
    stated(reason, "作废文书必须写明理由，请填写理由。")
    if not letter.sub and _supplements(session, letter):
        raise InputProblem(f"{letter.number}还有附号文书，请先作废附号文书。")
    return letter


def _supplements(session: Session, letter: Letter) -> bool:
    """Say whether a letter has supplements in force."""
    query = select(Letter.id).outerjoin(LetterVoid, LetterVoid.letter_id == Letter.id)
    query = query.where(Letter.series == letter.series, Letter.year == letter.year, Letter.serial == letter.serial)
    return session.scalar(query.where(Letter.sub > 0, LetterVoid.letter_id.is_(None)).limit(1)) is not None


def _steps(session: Session, letter: Letter) -> list[CaseStep]:
    """Return the steps that went out with a letter."""
    return list(session.scalars(select(CaseStep).where(CaseStep.letter_id == letter.id).order_by(CaseStep.id)))


def _went_on(session: Session, steps: list[CaseStep]) -> bool:
    """Say whether a case did something after these steps that was no letter of ours: it was delivered, or answered."""
    return any(
        session.scalar(
            select(CaseStep.id).where(
                CaseStep.case_id == step.case_id, CaseStep.id > step.id, CaseStep.letter_id.is_(None)
            )
        )
        is not None
        for step in steps
    )


def _declare(a: Act, letter: Letter, reason: str, new: Letter | None) -> None:
    row = LetterVoid(letter_id=letter.id, reason=reason.strip(), officer_id=a.officer.id, at=a.now)
    row.replaced_by = new.id if new else None
    a.session.add(row)
    a.session.flush()
