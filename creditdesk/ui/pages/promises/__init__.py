"""The page 容缺受理: papers that subjects promised to supply by a day, and what followed."""

from creditdesk.ui.pages.promises.page import PromisesPage

__all__ = ["PromisesPage"]
