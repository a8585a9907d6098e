"""The page 联合奖惩: rounds with their responses, subjects on several black lists, and the list of measures."""

from creditdesk.ui.pages.rounds.page import RoundsPage

__all__ = ["RoundsPage"]
