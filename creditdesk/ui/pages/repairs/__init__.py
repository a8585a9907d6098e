"""The page 信用修复: applications for repair, each under the regime of its day."""

from creditdesk.ui.pages.repairs.page import RepairsPage

__all__ = ["RepairsPage"]
