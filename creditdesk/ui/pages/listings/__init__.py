"""The page 红黑名单: listings from the proposal to the announcement of the exit, and lists kept for reference."""

from creditdesk.ui.pages.listings.page import ListingsPage

__all__ = ["ListingsPage"]
