"""What the office decided about its desk: settings by name."""

from typing import Any

from sqlalchemy.orm import Session

from creditdesk.models import Setting
from creditdesk.services.acts import Act


def value_of(session: Session, name: str) -> dict[str, Any]:
    """Return the setting of this name; empty where nobody decided yet."""
    setting = session.get(Setting, name)
    return setting.value if setting else {}


def keep(a: Act, name: str, value: dict[str, Any]) -> None:
    """Keep a setting; the one of this name before is gone."""
    a.session.merge(Setting(name=name, value=value))
