"""信用记录: the list of records, the form that enters one, and one record whole with its history."""

from creditdesk.ui.pages.records.page import RecordsPage

__all__ = ["RecordsPage"]
