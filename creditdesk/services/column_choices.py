"""Which columns of a list an officer has put away; remembered per officer, so that a list opens as it was left."""

from collections.abc import Iterable

from creditdesk.models import Setting
from creditdesk.services.acts import Act, Result, act
from creditdesk.services.desk import Desk
from creditdesk.services.powers import Power


@act("list.columns", Power.RECORD, "选择列表的列", journaled=False)
def choose(a: Act, list_name: str, hidden: Iterable[str]) -> Result:
    """Remember the columns this officer does not want to see in a list; what a window looks like needs no journal."""
    name = _name(a.officer.id)
    setting = a.session.get(Setting, name)
    if setting is None:
        setting = Setting(name=name, value={})
        a.session.add(setting)
    setting.value = {**setting.value, list_name: sorted(set(hidden))}
    return {}


def hidden(desk: Desk, list_name: str, usual: Iterable[str] = ()) -> frozenset[str]:
    """Return the columns this officer has put away in a list, or the usual ones while nothing was chosen."""
    with desk.read() as session:
        setting = session.get(Setting, _name(desk.officer.id))
        return frozenset(setting.value.get(list_name, usual) if setting else usual)


def _name(officer_id: str) -> str:
    return f"columns:{officer_id}"
