"""One repair whole: the regime and why, both ends of publicity, the conditions, and what was done so far."""

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from creditdesk.services.repair_lists import RepairSheet
from creditdesk.ui import theme
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Facts, Panel

_LABEL = 84
_UNTOLD = "该规则没有给出"


class RepairView(QScrollArea):
    """Shows a repair."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.title = Label("", "title", wrap=True)
        self._facts = {name: Facts(_LABEL) for name in ("申请", "适用规则和公示期限", "条件", "办理经过")}
        holder = QFrame()
        holder.setProperty("role", "surface")
        column = QVBoxLayout(holder)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(self.title)
        for name, facts in self._facts.items():
            panel = Panel(name)
            panel.body.addWidget(facts)
            column.addWidget(panel)
        column.addStretch(1)
        self.setWidget(holder)

    def tell(self, sheet: RepairSheet) -> None:
        """Show a repair."""
        row = sheet.row
        self.title.setText(f"{row.number}　{row.subject}")
        applied = [("信息", row.record), ("认定单位", sheet.unit), ("申请人", sheet.applicant)]
        state = f"{row.state}：{row.outcome}" if row.outcome else row.state
        self._facts["申请"].tell([*applied, ("收到日期", str(sheet.received_on)), ("状态", state)])
        self._facts["适用规则和公示期限"].tell(_term(sheet))
        decided = bool(row.outcome)
        marks = {True: "已核实", False: "没有核实" if decided else "待核实"}
        self._facts["条件"].tell([(marks[met], words) for words, met in sheet.conditions])
        steps = [(str(step.on), "　".join(filter(None, (step.label, step.number, step.note)))) for step in sheet.steps]
        self._facts["办理经过"].tell(steps)


def _term(sheet: RepairSheet) -> list[tuple[str, str]]:
    row = sheet.row
    told = [
        ("规则", f"{row.regime}，{sheet.regime_class}"),
        ("理由", sheet.why),
        ("起算日期", sheet.counted_from or "没有登记，不能推算"),
        ("最早申请", row.earliest_on or _UNTOLD),
        ("最长公示至", row.latest_on or _UNTOLD),
    ]
    return [*told, *([("停止公示", sheet.effective_on)] if sheet.effective_on else [])]
