"""What the dates in an issued letter were counted by, kept with the letter: its sheet stays the same for ever."""

from creditdesk.models import Case, Letter, LetterClock
from creditdesk.services.acts import Act


def keep(a: Act, case: Case, letter: Letter) -> None:
    """Keep the events, the pauses, the rule and the calendar by which the letter's dates were counted."""
    pauses = [
        {"kind": one.kind, "first": one.started_on.isoformat(), "last": one.ended_on and one.ended_on.isoformat()}
        for one in case.pauses
    ]
    a.session.add(
        LetterClock(
            letter_id=letter.id,
            case_id=case.id,
            rule_set=case.rule_set,
            calendar_version=a.calendar.version,
            counted_on=a.today,
            overall_due=case.overall_due,
            events=dict(case.events),
            pauses=pauses,
        )
    )
