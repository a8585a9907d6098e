"""Which columns of a list an officer has put away; remembered per officer, so that a list opens as it was left."""

from collections.abc import Iterable

from creditdesk.services import settings
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power


@act("list.columns", Power.RECORD, "选择列表的列", journaled=False)
def choose(a: Act, list_name: str, hidden: Iterable[str]) -> Result:
    """Remember the columns this officer does not want to see in a list; what a window looks like needs no journal."""
    name = _name(a.officer.id)
    settings.keep(a, name, settings.value_of(a.session, name) | {list_name: sorted(set(hidden))})
    return {}


def hidden(desk: Desk, list_name: str, usual: Iterable[str] = ()) -> frozenset[str]:
    """Return the columns this officer has put away in a list, or the usual ones while nothing was chosen."""
    with desk.read() as session:
        return frozenset(settings.value_of(session, _name(desk.officer.id)).get(list_name, usual))


def _name(officer_id: str) -> str:
    return f"columns:{officer_id}"
