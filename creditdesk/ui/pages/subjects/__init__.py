"""信用主体: the list of subjects, one subject beside it, and what the search box over all nouns finds."""

from creditdesk.ui.pages.subjects.found import find
from creditdesk.ui.pages.subjects.page import SubjectsPage

__all__ = ["SubjectsPage", "find"]
