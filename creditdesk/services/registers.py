"""Number registers: gap-free because a number is taken in the same transaction as the thing it numbers."""

from sqlalchemy.orm import Session

from creditdesk.models import Register
from creditdesk.services.acts import Act


def take(a: Act, name: str, year: int) -> int:
    """Take the next number of a register; it is given back when the act fails."""
    register = a.session.get(Register, (name, year))
    if register is None:
        register = Register(name=name, year=year, last=0)
        a.session.add(register)
    register.last += 1
    a.session.flush()
    return register.last


def upcoming(session: Session, name: str, year: int) -> int:
    """Return the number that would be taken next, without taking it."""
    register = session.get(Register, (name, year))
    return register.last + 1 if register else 1
