"""What the search box over all nouns finds: subjects, records, cases and letters, each with the page that shows it."""

from collections.abc import Sequence

from creditdesk.services import subjects
from creditdesk.services.desk import Desk
from creditdesk.ui.widgets.search_box import Found

# noun of the index → page that shows it, what it is called, icon
_NOUNS = {
    "subject": ("subjects", "信用主体", "subject"),
    "record": ("records", "信用记录", "record"),
    "case": ("objections", "异议", "objection"),
    "letter": ("letters", "文书", "letter"),
}


def find(desk: Desk, text: str) -> Sequence[Found]:
    """Return what matches names, codes, document numbers or pinyin initials, best first; runs on a reading thread."""
    hits = [hit for hit in subjects.look_up(desk, text) if hit.noun in _NOUNS]
    wanted = [hit.id for hit in hits if hit.noun == "subject"]
    codes = {row.id: f"{row.category} {row.code}" for row in subjects.rows(desk, wanted)}
    found = []
    for hit in hits:
        page, what, icon = _NOUNS[hit.noun]
        found.append(Found(page, hit.id, hit.title, codes.get(hit.id, what), icon))
    return found
