"""The page 保存期限: records whose time is over, what holds them back, and the proposal to erase or archive them."""

from creditdesk.ui.pages.retention.page import RetentionPage

__all__ = ["RetentionPage"]
