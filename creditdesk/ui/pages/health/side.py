"""Beside the findings: when they were found, the chosen one in full, and the three steps of repair."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from creditdesk.rules import china_time
from creditdesk.services.checkups import Checkup
from creditdesk.ui import theme
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.label import Label
from creditdesk.ui.widgets.panel import Facts, Panel
from creditdesk.vault.checking import Finding

WIDTH = 372
_STEPS = (
    ("一、重建索引", "搜索索引与数据不一致时用。从数据表重新生成，不丢失任何内容。"),
    ("二、恢复到完好的备份", "数据页损坏时用。先列出恢复后会失去什么，由两人确认；现在的桌面另存，不会覆盖。"),
    (
        "三、逐行抢救",
        "备份之后还有操作、或桌面打不开时用。锁定后在打开页点“抢救损坏的桌面”，缺失的行从备份和日志取回。",
    ),
)


class Side(QWidget):
    """The side column of the page."""

    def __init__(
        self,
        rebuild: QAction,
        go_back: Callable[[], object],
        lock: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.facts, self.chosen = Facts(72), Panel("所选项")
        self._sentence = Label("", "", wrap=True)
        last = Panel("最近一次体检")
        last.body.addWidget(self.facts)
        self.chosen.body.addWidget(self._sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        for panel in (last, self.chosen, _steps(rebuild, go_back, lock)):
            column.addWidget(panel)
        column.addStretch(1)

    def tell(self, last: Checkup | None, unclean: str) -> None:
        """Show when the desk was last checked, and whether it ended uncleanly."""
        told: list[tuple[str, str | QWidget]] = [("时间", china_time.words(last.at) if last else "还没有体检")]
        if last is not None:
            told.append(("结果", f"{len(last.wrong)} 项异常，{len(last.advice)} 项提醒"))
        if unclean:
            told.append(("上次关闭", f"{unclean} 打开后没有正常关闭，请体检一次"))
        elif last is not None and last.unclean:
            told.append(("上次关闭", f"{last.unclean} 打开后没有正常关闭，已在这次体检中核对"))
        self.facts.tell(told)

    def show_finding(self, finding: Finding | None, mend: QAction) -> None:
        """Show the chosen finding in full; the act that mends it stands under the list."""
        self.chosen.setVisible(finding is not None)
        if finding is not None:
            self.chosen.title.setText(finding.name)
            todo = f"\n按 Ctrl+Enter {mend.text()}" if mend.isEnabled() else ""
            self._sentence.setText(finding.sentence + todo)


def _steps(rebuild: QAction, go_back: Callable[[], object], lock: Callable[[], object]) -> Panel:
    panel = Panel("修复的次序", "从上往下，前一步不行再用后一步")
    buttons = (Button.of(rebuild), _link("打开“备份”页", "backup", go_back), _link("锁定桌面", "lock", lock))
    for (title, words), button in zip(_STEPS, buttons, strict=True):
        panel.body.addWidget(Label(title, "strong"))
        panel.body.addWidget(Label(words, "second", wrap=True))
        panel.body.addWidget(button)
        panel.body.addSpacing(theme.PAD_SMALL)
    return panel


def _link(words: str, icon: str, call: Callable[[], object]) -> Button:
    button = Button(words, "plain", icon)
    button.clicked.connect(call)
    return button
