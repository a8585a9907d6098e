"""What the window asks about the date: whether it is doubted, and with which words it can be confirmed."""

from creditdesk.rules.china_time import weekday
from creditdesk.services import date_guard
from creditdesk.services.date_guard import Doubt
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power


def doubted(desk: Desk) -> Doubt | None:
    """Return why today's date is doubted, or None."""
    with desk.read(Power.OWN) as session:
        return date_guard.doubt(session, desk.clock, desk.calendar)


def usual_words(doubt: Doubt) -> str:
    """Return the sentence with which an officer confirms without typing one."""
    return f"已核对，今天是{doubt.today}"


def bar_words(doubt: Doubt) -> str:
    """Return what the window says over the page while the date is doubted."""
    if doubt.impossible:
        return doubt.sentence
    return f"{doubt.sentence}今天真是 {doubt.today}（{weekday(doubt.today)}）吗？确认后才能登记和编号。"
