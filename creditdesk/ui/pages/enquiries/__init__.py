"""The page 查询: reports issued and lists checked, each with who asked, on what authority and for what."""

from creditdesk.ui.pages.enquiries.page import EnquiriesPage

__all__ = ["EnquiriesPage"]
