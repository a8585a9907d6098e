"""The page 体检."""

from creditdesk.ui.pages.health.page import HealthPage

__all__ = ["HealthPage"]
