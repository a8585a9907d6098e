"""The page 统计: what came in, how it was decided and how punctual, as charts whose every number opens its rows."""

from creditdesk.ui.pages.statistics.page import StatisticsPage

__all__ = ["StatisticsPage"]
