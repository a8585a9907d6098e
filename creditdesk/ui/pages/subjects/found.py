"""What the search box over all nouns finds: subjects, records, cases and letters, each with the page that shows it."""

from collections.abc import Sequence

from creditdesk.services import case_procedures, listings, subjects
from creditdesk.services.desk import Desk
from creditdesk.ui.widgets.search_box import Found

# noun of the index, or a case's procedure → page that shows it, what it is called, icon
_NOUNS = {
    "subject": ("subjects", "信用主体", "subject"),
    "record": ("records", "信用记录", "record"),
    "objection": ("objections", "异议", "objection"),
    "repair": ("repairs", "信用修复", "refresh"),
    **dict.fromkeys(listings.ALL_PROCEDURES, ("listings", "红黑名单", "table")),
    "letter": ("letters", "文书", "letter"),
}


def find(desk: Desk, text: str) -> Sequence[Found]:
    """Return what matches names, codes, document numbers or pinyin initials, best first; runs on a reading thread."""
    hits = subjects.look_up(desk, text)
    procedures = case_procedures.procedures_of(desk, [hit.id for hit in hits if hit.noun == "case"])
    wanted = [hit.id for hit in hits if hit.noun == "subject"]
    codes = {row.id: f"{row.category} {row.code}" for row in subjects.rows(desk, wanted)}
    found = []
    for hit in hits:
        noun = procedures.get(hit.id, hit.noun)
        if noun not in _NOUNS:
            continue
        page, what, icon = _NOUNS[noun]
        found.append(Found(page, hit.id, hit.title, codes.get(hit.id, what), icon))
    return found
