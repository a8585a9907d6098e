"""The page 举报线索: what was told of whom, which unit has it, and who told, sealed."""

from creditdesk.ui.pages.tips.page import TipsPage

__all__ = ["TipsPage"]
