"""Importing a unit's spreadsheet: choose, look at what it would do, import, and give the faulty rows back."""

from creditdesk.ui.pages.importing.pane import ImportPane

__all__ = ["ImportPane"]
