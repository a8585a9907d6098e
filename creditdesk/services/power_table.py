"""Which acts there are, which power each needs, and which roles hold it at this desk: read off the declarations."""

from dataclasses import dataclass

from creditdesk.services.acts import ACTS
from creditdesk.services.desk import Desk
from creditdesk.services.powers import POWER_LABELS, ROLE_LABELS, Power


@dataclass(frozen=True)
class PowerRow:
    """One act: what it is called, its power, the roles that hold it now, and who confirms it where two are needed."""

    act: str
    label: str
    power: str
    roles: tuple[str, ...]
    confirmed_by: tuple[str, ...]


def rows(desk: Desk) -> tuple[PowerRow, ...]:
    """Return every act: those of two persons first, what is one's own last, each by power as in POWER_LABELS."""
    order = list(POWER_LABELS)
    declared = sorted(
        ACTS.values(),
        key=lambda one: (not one.confirmed_by, one.power is Power.OWN, order.index(one.power), one.name),
    )
    return tuple(
        PowerRow(
            one.name,
            one.label,
            POWER_LABELS[one.power],
            _roles(desk, (one.power,)),
            _roles(desk, one.confirmed_by),
        )
        for one in declared
    )


def _roles(desk: Desk, powers: tuple[Power, ...]) -> tuple[str, ...]:
    return tuple(label for role, label in ROLE_LABELS.items() if not desk.powers_of(role).isdisjoint(powers))
