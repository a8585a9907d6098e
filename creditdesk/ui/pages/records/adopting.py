"""The sheet that takes a list over which a unit decided, published and reported as a record."""

from PySide6.QtWidgets import QWidget

from creditdesk.services import listing_records
from creditdesk.services.record_lists import Sheet
from creditdesk.ui.page import Page
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.widgets.small_form import small_field

_TOLD = "认定单位已经决定并公示的红黑名单，登记后按记录的日期生效，期满自动移出。"


def adopt_sheet(page: Page, record: Sheet) -> tuple[QWidget, QWidget]:
    """Return the sheet and its first field, the domain as the record tells it."""
    domain, channel = small_field("domain", "所属领域"), small_field("channel", "公示渠道")
    domain.show_value(record.content.get("domain", ""))
    return ask_sheet(
        page, "登记为名单", _TOLD, "登记", [domain, channel],
        lambda values: (listing_records.adopt, (record.id, values["domain"], values["channel"])),
        lambda changes: page.frame.open_page("listings", id=changes.result["listing"]),
    )  # fmt: skip
