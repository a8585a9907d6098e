"""The pane 公示: what the credit site's columns show and why the rest stays out, its package, and the public lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from creditdesk.services import campaigns, public_lists, site_columns
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.public_lists import PublicList
from creditdesk.services.site_columns import ColumnOutlook
from creditdesk.ui import theme
from creditdesk.ui.pages.ask_sheet import ask_sheet
from creditdesk.ui.pages.exchange.pane import ExchangePane, fill
from creditdesk.ui.pages.records.paper import catalogue_of
from creditdesk.ui.pages.register_sheet import Register, register_sheet
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.empty_state import EmptyState
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Facts, Panel
from creditdesk.ui.widgets.small_form import small_choice, small_field
from creditdesk.ui.widgets.table import Table
from creditdesk.ui.widgets.table_model import Column

SIDE = 328
_ZIP, _PAPER = "ZIP 文件 (*.zip)", "PDF 文件 (*.pdf);;Excel 工作簿 (*.xlsx)"
_SHOWN = (
    Column("label", "栏目", kind="strong"),
    Column("shown", "公示", 80, "figure"),
    Column("left", "不公示", 80, "figure"),
)
_LEFT = (Column("label", "栏目", stretch=2), Column("why", "原因", stretch=5), Column("count", "条数", 80, "figure"))
_LISTS = (Column("title", "清单", kind="strong", stretch=3), Column("about", "内容", kind="second", stretch=4))
_TOLD = "只列信息使用范围为公示的信息，自然人和证件号码一律不列；公示期满的不再列，异议中的带标注。"


@dataclass(frozen=True)
class Look:
    """What the pane shows: the columns, and the lists that can be written."""

    columns: tuple[ColumnOutlook, ...]
    lists: tuple[PublicList, ...]


def look(desk: Desk) -> Look:
    """Return what the pane shows."""
    return Look(site_columns.outlooks(desk), public_lists.known(desk))


class PublishingPane(ExchangePane):
    """What the public sees."""

    label = "公示"
    nouns = frozenset({"record", "subject", "campaign", "listing"})

    def build(self) -> None:
        """Lay out columns, what stays out and the lists at the left, the package at the right."""
        self.look: Look | None = None
        self._make = self.add_act("制作公示数据包", "F8", self._ask_file)
        self._save = self.add_act("保存清单", "Ctrl+S", self._ask_list)
        self._hold = self.add_act("登记诚信活动", "Ctrl+E", self._ask_campaign)
        self.lay_out(self._main(), self._side())

    def reload(self) -> None:
        """Ask what would be shown today."""
        self.worker.ask(look, owner=(self, "look"), on_done=self._show, counting=True)

    def panes(self) -> Sequence[QWidget]:
        """Return the three tables and the act."""
        return (self.lists, self.shown, self.left, self.bar.primary)

    def save_to(self, path: Path) -> None:
        """Write the package for the site."""
        self.worker.run(
            site_columns.save, path, on_done=self._said, on_problem=self.frame.warn,
            touched=frozenset({"record", "record_version"}),
        )  # fmt: skip

    def write_list(self, wanted: PublicList, path: Path) -> None:
        """Write a list into a file; its ending says whether it is a PDF or a workbook."""
        self.worker.run(wanted.save, path, on_done=self._said, on_problem=self.frame.warn)

    def chosen(self) -> PublicList | None:
        """Return the list that is chosen."""
        place = self.lists.current_id()
        return self.look.lists[place] if self.look and isinstance(place, int) else None

    def _main(self) -> QVBoxLayout:
        self.shown = Table(_SHOWN, self.worker, "公示栏目", row_height=theme.ROW_SUM)
        self.left = Table(_LEFT, self.worker, "不公示的原因", row_height=theme.ROW_SUM)
        self.left.set_empty(EmptyState("passed", "没有不公示的信息", "信息使用范围、公示期和主体类别决定能否公示"))
        self.lists = Table(_LISTS, self.worker, "公示清单", row_height=theme.ROW_SUM)
        self.lists.opened.connect(lambda _place: self._ask_list())
        column = QVBoxLayout()
        column.setSpacing(theme.GAP)
        for title, hint, table, share in (
            ("公示栏目", "按今天的信息计算", self.shown, 3),
            ("不公示", "原因和条数如下", self.left, 4),
            ("清单", "选一份，按 Enter 写成 PDF 或工作簿", self.lists, 6),
        ):
            panel = Panel(title, hint, flush=True)
            panel.body.addWidget(table)
            column.addWidget(panel, share)
        return column

    def _side(self) -> QWidget:
        side = Panel("信用网站公示数据包", flush=True)
        side.setFixedWidth(SIDE)
        self.facts = Facts()
        holder = QVBoxLayout()
        holder.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.PAD)
        holder.setSpacing(theme.PAD_SMALL)
        holder.addWidget(self.facts)
        holder.addWidget(Label(_TOLD, "second", wrap=True))
        holder.addWidget(Label("推送之日记入信用承诺记录；任何人都可以用 frictionless 核对内容。", "hint13", wrap=True))
        side.body.addLayout(holder)
        side.body.addStretch(1)
        self.bar = ActionBar(self._make, more=[self._save, self._hold], icon="sign")
        side.body.addWidget(self.bar)
        return side

    def _show(self, found: Look) -> None:
        self.look = found
        left = [(one.label, why, count) for one in found.columns for why, count in one.left_out]
        fill(self.shown, [_shown(one) for one in found.columns])
        fill(self.left, [{"label": label, "why": why, "count": f"{count:,}"} for label, why, count in left])
        fill(self.lists, [{"title": one.title, "about": one.about} for one in found.lists])
        self.facts.tell([(one.label, f"{one.shown:,} 条") for one in found.columns])
        self.tell("信用网站")

    def _ask_file(self) -> None:
        name = f"公示数据包 {self.frame.today()}.zip"
        chosen, _ = QFileDialog.getSaveFileName(self, "公示数据包写到哪里", name, _ZIP)
        if chosen:
            self.save_to(Path(chosen))

    def _ask_list(self) -> None:
        wanted = self.chosen()
        if wanted is None:
            self.frame.say("先在清单里选一份")
        elif wanted.period:
            register = Register(wanted.title, "自", f"{wanted.about}，写成 PDF 或工作簿。", wanted.save)
            self.frame.show_sheet(*register_sheet(self.page, register))
        else:
            self._ask_where(wanted)

    def _ask_where(self, wanted: PublicList) -> None:
        name = f"{wanted.title} {self.frame.today()}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self, f"保存{wanted.title}", name, _PAPER)
        if chosen:
            self.write_list(wanted, Path(chosen))

    def _ask_campaign(self) -> None:
        kinds = catalogue_of(self.worker).code_set(campaigns.KINDS).labels
        fields = (
            small_field("on", "举办日期", "date", past=True),
            small_choice("kind", "类别", kinds),
            small_field("title", "活动名称"),
            small_field("unit", "主办单位"),
            small_field("place", "地点", required=False),
            small_field("people", "参加人数", required=False),
            small_field("content", "内容", "paragraphs", required=False),
        )
        told = "记入诚信活动台账，按期写成 PDF 或工作簿。"
        sheet, focus = ask_sheet(self.page, "登记诚信活动", told, "登记", fields, _campaign, self._said)
        self.frame.show_sheet(sheet, focus)

    def _said(self, changes: Changes) -> None:
        self.frame.say(changes.sentence)


def _shown(one: ColumnOutlook) -> dict[str, Any]:
    return {"label": one.label, "shown": f"{one.shown:,}", "left": f"{sum(count for _, count in one.left_out):,}"}


def _campaign(values: Mapping[str, str]) -> tuple[Any, tuple[Any, ...]]:
    return campaigns.hold, (values,)
