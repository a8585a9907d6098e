"""The days ahead as the strip shows them, on the workbench and below the queue."""

from creditdesk.rules.urgency import Urgency
from creditdesk.services import home
from creditdesk.ui.widgets.strip import StripDay


def strip_day(day: home.StripDay) -> StripDay:
    """Return a day for the strip; days with time enough have no colour of their own."""
    if day.off:
        return StripDay(day.day, off=day.off, until=day.until)
    urgency = "" if day.urgency is Urgency.AMPLE else str(day.urgency)
    return StripDay(day.day, day.objections, day.others, urgency, "班" if day.makeup else "")
