"""The page 信息目录: the record kinds the office works by, and the forms that wait to be accepted."""

from creditdesk.ui.pages.catalogue.page import CataloguePage

__all__ = ["CataloguePage"]
