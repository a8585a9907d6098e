"""Whether a desk is sound after what a test did to it."""

from collections.abc import Collection

from creditdesk.services import health
from creditdesk.services.desk import Desk


def complaints(desk: Desk, beside: Collection[str] = ()) -> list[str]:
    """Return what the health check finds wrong, but for findings of these names."""
    found = health.check(desk)
    assert found
    return [f"{one.name}: {one.sentence}" for one in found if not one.ok and one.name not in beside]
