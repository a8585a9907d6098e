"""The page 批量比对: a list of names or codes against all subjects."""

from creditdesk.ui.pages.batch.page import BatchPage

__all__ = ["BatchPage"]
