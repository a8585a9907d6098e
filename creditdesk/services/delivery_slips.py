"""送达回证: the slip that goes out with a letter, to be signed by whoever receives it and kept with the case.

Which letters have one their form says. A slip has no number of its own: it names the letter, and is drawn when the
letter is first printed, or again when somebody asks for it.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.documents import bundles
from creditdesk.documents.letter import letter_pdf
from creditdesk.documents.wording import compose
from creditdesk.errors import InputProblem
from creditdesk.models import Case, Letter, LetterVoid
from creditdesk.services import envelope_labels, erased_rows, wordings
from creditdesk.services.desk import Desk

FORM = "delivery_slip"
_UNIT = "你单位"


def pdf(desk: Desk, letter_ids: Sequence[str]) -> bytes:
    """Draw the slips of letters as one file; InputProblem for a letter that has none."""
    if not letter_ids:
        raise InputProblem("没有选择文书，请先选择要送达的文书。")
    with desk.read() as session:
        return bundles.merged([_required(session, desk.catalogue, one) for one in letter_ids])


def _required(session: Session, catalogue: Catalogue, letter_id: str) -> bytes:
    drawn = of(session, catalogue, letter_id)
    if drawn is None:
        number = session.get_one(Letter, letter_id).number
        raise InputProblem(f"{number}没有送达回证：这种文书不用签收，或者已经作废，请另选文书。")
    return drawn


def of(session: Session, catalogue: Catalogue, letter_id: str) -> bytes | None:
    """Return the slip of a letter as PDF; None where its form has none or it is void."""
    letter = session.get_one(Letter, letter_id)
    if not has_one(session, letter) or session.get(LetterVoid, letter_id) is not None:
        return None
    erased_rows.refuse(session, "letter", letter_id, letter.number)
    form = wordings.current(session, catalogue.letter(FORM), letter.issued_on)
    case = session.get_one(Case, letter.case_id) if letter.case_id else None
    values = {
        "letter_title": letter.title.replace("\n", ""),
        "letter_number": letter.number,
        "case_number": case.number if case else "",
        "recipient": letter.addressee,
        "place": envelope_labels.address_of(session, letter),
        "you": letter.values.get("you", _UNIT),
    }
    return letter_pdf(compose(form, values, office=letter.issuer, number=letter.number, on=letter.issued_on))


def has_one(session: Session, letter: Letter) -> bool:
    """Tell whether the text a letter was drawn from asks for a slip."""
    return wordings.form_of(wordings.of_letter(session, letter)).delivery_slip
