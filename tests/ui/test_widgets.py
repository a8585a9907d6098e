"""The widgets that paint themselves: what they show, and that hand and keyboard reach everything."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from creditdesk.errors import Problem
from creditdesk.rules.urgency import Urgency
from creditdesk.services import offices
from creditdesk.services.desk import Desk
from creditdesk.ui import theme
from creditdesk.ui.widgets.action_bar import ActionBar
from creditdesk.ui.widgets.band import Band
from creditdesk.ui.widgets.button import Button
from creditdesk.ui.widgets.calendar_grid import CalendarGrid, DayCell
from creditdesk.ui.widgets.chips import Chip, Chips, FilterButton
from creditdesk.ui.widgets.clock_view import ClockView
from creditdesk.ui.widgets.keys import KeyCap, words
from creditdesk.ui.widgets.meter import Meter
from creditdesk.ui.widgets.month_grid import MonthGrid
from creditdesk.ui.widgets.panel import ActRow, Facts, Panel
from creditdesk.ui.widgets.pdf_view import PdfView
from creditdesk.ui.widgets.pill import Pill
from creditdesk.ui.widgets.progress_row import ProgressRow
from creditdesk.ui.widgets.rail import Rail
from creditdesk.ui.widgets.segments import Segments
from creditdesk.ui.widgets.stepper import Stepper
from creditdesk.ui.widgets.strip import Strip, StripDay
from creditdesk.ui.widgets.tile import Tile
from creditdesk.ui.widgets.timeline import Stage, Timeline

LEFT = Qt.MouseButton.LeftButton
TODAY = date(2026, 2, 12)


def shown(widget: QWidget, qtbot: QtBot, width: int = 700, height: int = 0) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height or max(widget.sizeHint().height(), 20))
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    widget.setFocus()
    widget.grab()


def click(widget: QWidget, qtbot: QtBot, x: float, y: float) -> None:
    qtbot.mouseClick(widget, LEFT, pos=QPoint(round(x), round(y)))


def test_a_button_follows_its_act(qtbot: QtBot) -> None:
    pressed: list[bool] = []
    action = QAction("登记意见")
    action.setShortcut("F8")
    action.triggered.connect(lambda _checked=False: pressed.append(True))
    button = Button.of(action, "primary")
    shown(button, qtbot, 200)
    qtbot.mouseClick(button, LEFT)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert len(pressed) == 2
    before = button.sizeHint().width()
    action.setText("登记核实意见并通知")
    assert button.accessibleName() == "登记核实意见并通知"
    assert button.sizeHint().width() > before
    action.setEnabled(False)
    qtbot.mouseClick(button, LEFT)
    assert len(pressed) == 2


def test_keys_read_as_officers_say_them(qtbot: QtBot) -> None:
    assert [words(each) for each in ("Ctrl+Return", "Alt+Left", "F8")] == ["Ctrl+Enter", "Alt+←", "F8"]
    action = QAction("甲")
    action.setShortcut("F7")
    cap = KeyCap(action)
    qtbot.addWidget(cap)
    action.setShortcut("Ctrl+P")
    assert cap.text() == "Ctrl+P"


@pytest.mark.parametrize("kind", ["primary", "plain", "large", "quiet", "link", "icon"])
def test_every_kind_of_button_can_be_drawn_and_focused(kind: str, qtbot: QtBot) -> None:
    button = Button("打印", kind, "print", "Ctrl+P", QMenu())
    shown(button, qtbot, 200)
    image = button.grab().toImage()
    button.setEnabled(False)
    assert button.grab().toImage() != image


def test_segments_are_walked_and_clicked(qtbot: QtBot) -> None:
    segments = Segments(["一般", "较重", "严重"], "失信等级")
    heard: list[str] = []
    segments.chosen.connect(heard.append)
    shown(segments, qtbot, 300)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(segments, key)
    qtbot.mouseClick(segments, LEFT, pos=segments.rect_of("严重").center().toPoint())
    assert heard == ["一般", "较重", "严重", "较重", "严重"]
    assert segments.accessibleName() == "失信等级：严重"


def test_chips_are_walked_clicked_and_numbered(qtbot: QtBot) -> None:
    chips = Chips("视图", [Chip("open", "在办", 18), Chip("due", "今日", 3), Chip("done", "已办结")])
    heard: list[str] = []
    chips.chosen.connect(heard.append)
    shown(chips, qtbot)
    assert chips.current() == "open"
    qtbot.mouseClick(chips._buttons[2], LEFT)
    qtbot.keyClick(chips._buttons[2], Qt.Key.Key_Left)
    chips.choose_at(0)
    assert heard == ["done", "due", "open"]
    chips.show_chips([Chip("open", "在办", 1200), Chip("due", "今日", 4)])
    assert chips.current() == "open"
    assert chips._buttons[0].accessibleName() == "在办 1200"


def test_a_filter_drops_its_words(qtbot: QtBot) -> None:
    button = FilterButton("来源单位", ["县市监局", "县税务局"])
    shown(button, qtbot, 150)
    with qtbot.waitSignal(button.chosen) as heard:
        button.menu().actions()[2].trigger()
    assert heard.args == ["县税务局"]
    assert button.accessibleName() == "来源单位：县税务局"
    button.menu().actions()[0].trigger()
    assert button.text() == "来源单位"


@pytest.mark.parametrize("urgency", list(Urgency))
def test_every_urgency_has_pill_tile_and_band(urgency: Urgency, qtbot: QtBot) -> None:
    pill, tile, band = Pill(urgency, "余 2 个工作日"), Tile(urgency, "临近"), Band()
    tile.tell(9, "异议 6")
    band.tell(urgency, "最晚 2026-02-14 收到意见", "书面答复须留 2 个工作日")
    for widget in (pill, tile, band):
        shown(widget, qtbot, 400)
    assert tile.accessibleName() == "临近 9 件，异议 6"
    assert band.accessibleName().startswith("最晚")
    assert pill.grab().toImage().pixelColor(13, pill.height() // 2).isValid()


def test_a_timeline_opens_its_letters(qtbot: QtBot) -> None:
    line = Timeline()
    line.tell([
        Stage("收到申请", "窗口", "起算，不计", "2026-02-02", "0", "done"),
        Stage("受理", "示信异受〔2026〕12号", "—", "2026-02-04", "2", "done", link=True),
        Stage("核实意见", "等待县市监局", "2026-02-14", "办理中", "1 / 5", "now", urgency="soon"),
        Stage("书面答复", "意见收到后 2 个工作日", "2026-02-25"),
    ])  # fmt: skip
    heard: list[int] = []
    line.opened.connect(heard.append)
    shown(line, qtbot, 480)
    click(line, qtbot, 120, 24 + 28 + 14)
    click(line, qtbot, 120, 24 + 14)
    qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert heard == [1, 1]
    assert "核实意见" in line.accessibleDescription()


def test_the_days_of_a_deadline_are_told_one_by_one(qtbot: QtBot) -> None:
    grid = CalendarGrid("期限")
    days = [DayCell(date(2026, 2, 12), "today", 8, "今日"), DayCell(date(2026, 2, 13), "coming", 9),
            DayCell(date(2026, 2, 14), "soon", 10, "最晚收到意见", "班"),
            DayCell(date(2026, 2, 15), "off", None, "春节"),
            DayCell(date(2026, 2, 25), "due", 12, "全程到期")]  # fmt: skip
    grid.tell(days)
    heard: list[date] = []
    grid.chosen.connect(heard.append)
    shown(grid, qtbot, 640, 450)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    place = grid.rect_of(date(2026, 2, 15)).center()
    click(grid, qtbot, place.x(), place.y())
    assert heard == [date(2026, 2, 12), date(2026, 2, 13), date(2026, 2, 15)]
    assert grid.accessibleDescription() == "2026-02-15 不计 春节"


def test_a_month_tells_why_a_day_is_off(desk: Desk, qtbot: QtBot) -> None:
    month = MonthGrid(2026, 2)
    month.tell(2026, 2, desk.calendar.year(2026), TODAY)
    shown(month, qtbot, 230)
    place = month.rect_of(date(2026, 2, 17)).center()
    with qtbot.waitSignal(month.chosen) as heard:
        click(month, qtbot, place.x(), place.y())
    assert heard.args == [date(2026, 2, 17)]
    assert "春节" in month.accessibleDescription()
    qtbot.keyClick(month, Qt.Key.Key_Up)
    assert month.here == date(2026, 2, 10)


def test_the_strip_opens_working_days_only(qtbot: QtBot) -> None:
    strip = Strip()
    days = [StripDay(TODAY, 2, 2, "today"), StripDay(date(2026, 2, 14), 3, 2, "soon", "班"),
            StripDay(date(2026, 2, 15), off="春节", until=date(2026, 2, 23)),
            StripDay(date(2026, 2, 24), 4, 3)]  # fmt: skip
    strip.tell(days, TODAY)
    heard: list[date] = []
    strip.opened.connect(heard.append)
    shown(strip, qtbot, 600)
    places = [rect.center() for rect in strip.rects()]
    click(strip, qtbot, places[2].x(), 60)
    click(strip, qtbot, places[3].x(), 60)
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert heard == [date(2026, 2, 24), date(2026, 2, 14)]
    assert strip.accessibleDescription() == "2026-02-14 到期 5 件，其中异议 3 件"


def test_steps_ahead_cannot_be_asked_for(qtbot: QtBot) -> None:
    stepper = Stepper(["选取", "核对", "经办签发", "复核放行"], "数据包")
    stepper.show_step(1)
    heard: list[int] = []
    stepper.asked.connect(heard.append)
    shown(stepper, qtbot)
    for left in stepper._lefts():
        click(stepper, qtbot, left + 8, 20)
    qtbot.keyClick(stepper, Qt.Key.Key_Left)
    assert heard == [0, 1, 0]
    assert stepper.accessibleName() == "数据包：第 2 步，核对"


def test_a_rate_below_its_goal_says_so(qtbot: QtBot) -> None:
    meter = Meter("完整率", "必填项齐全")
    shown(meter, qtbot, 300)
    meter.tell(93.8)
    assert meter.accessibleName() == "完整率 93.8% 未达 95%"
    meter.tell(98.9)
    assert meter.accessibleName() == "完整率 98.9% 必填项齐全"
    meter.tell(None)
    assert "—" in meter.accessibleName()


def test_a_clock_tells_used_today_and_left(qtbot: QtBot) -> None:
    clock = ClockView("本阶段")
    clock.tell("核实，5 个工作日", 5, 1, 3, "2026-02-24 到期")
    shown(clock, qtbot, 260)
    assert clock._today.text() == "今日第 2 日"
    assert clock._used.text() == "已用 1，余 3"
    clock.tell("核实，5 个工作日", 5, 5, -2, "2026-02-10 到期")
    assert clock._used.text() == "已用 5，超 2"
    assert clock._today.text() == ""


def test_long_work_can_be_stopped_once(qtbot: QtBot) -> None:
    row = ProgressRow()
    shown(row, qtbot)
    row.start("正在导入 示例.xlsx")
    row.tell(12_480, 20_000)
    assert row._count.text() == "12,480 / 20,000 行"
    assert row.bar.part == pytest.approx(0.624)
    heard: list[bool] = []
    row.cancelled.connect(lambda: heard.append(True))
    qtbot.keyClick(row, Qt.Key.Key_Escape)
    qtbot.mouseClick(row.cancel, LEFT)
    assert heard == [True]


def test_panels_hold_facts_and_acts(qtbot: QtBot) -> None:
    pressed: list[bool] = []
    action = QAction("录入信用记录")
    action.setShortcut("F2")
    action.triggered.connect(lambda _checked=False: pressed.append(True))
    panel, facts, row = Panel("快捷操作"), Facts(), ActRow(action, "record")
    facts.tell([("上一包", "第 0007 号")])
    facts.tell([("交付", "2026-02-05 经 U 盘"), ("回执", Pill("soon", "待收"))])
    for widget in (facts, row):
        panel.body.addWidget(widget)
    shown(panel, qtbot, 300)
    qtbot.mouseClick(row, LEFT)
    assert len(pressed) == 1
    assert facts._grid.count() == 4


def test_the_action_bar_puts_the_primary_act_first(qtbot: QtBot) -> None:
    first, second, third = QAction("登记意见"), QAction("催办"), QAction("关闭")
    bar = ActionBar(first, [second], [third])
    shown(bar, qtbot)
    assert bar.primary.kind == "primary"
    assert bar.primary.text() == "登记意见"
    assert [each.text() for each in bar.findChildren(Button)] == ["登记意见", "催办", "其他操作"]


def test_a_letter_is_shown_page_by_page_and_a_torn_file_is_told(desk: Desk, qtbot: QtBot) -> None:
    holder = QWidget()
    view = PdfView("预览", holder)
    shown(holder, qtbot)
    view.show_pdf(offices.card_pdf(desk, desk.vault.recovery_card()))
    assert view.pages() == 1
    for fit in (view.fit_width, view.actual_size, view.fit_page):
        fit()
    with pytest.raises(Problem, match="损坏"):
        view.show_pdf(b"torn")
    view.clear()


def test_widgets_redraw_themselves_in_the_dark(qtbot: QtBot) -> None:
    pill = Pill("soon", "临近")
    shown(pill, qtbot, 100)
    light = pill.grab().toImage()
    theme.theme().choose("dark")
    assert pill.grab().toImage() != light
    theme.theme().choose("light")
    assert pill.grab().toImage() == light


def test_a_low_rail_squeezes_its_pages_and_then_scrolls_to_the_one_shown(qtbot: QtBot) -> None:
    rail = Rail("示例中心", "王示例", "经办人")
    qtbot.addWidget(rail)
    for number in range(22):
        rail.add_page(f"page{number}", f"示例{number}", "table", "", foot=number > 15)
    rail.resize(rail.width(), 740)
    rail.show()
    qtbot.waitExposed(rail)
    heights = {item.height() for item in rail.items.values()}
    assert min(heights) >= 28
    assert max(heights) <= min(heights) + 1
    assert not any(item.visibleRegion().isEmpty() for item in rail.items.values())
    rail.resize(rail.width(), 400)
    qtbot.wait(1)
    last = rail.items["page21"]
    assert last.visibleRegion().isEmpty()
    rail.show_chosen("page21")
    assert not last.visibleRegion().isEmpty()


def test_an_action_bar_cuts_no_button_but_puts_it_under_the_others(qtbot: QtBot) -> None:
    acts = [QAction(words) for words in ("登记积分规则", "停用个人信用积分", "登记失效日期", "打开主体")]
    bar = ActionBar(acts[0], acts[1:3], acts[3:])
    qtbot.addWidget(bar)
    bar.resize(900, 56)
    bar.show()
    assert [button.isVisible() for button in bar._others.values()] == [True, True]
    bar.resize(420, 56)
    qtbot.waitUntil(lambda: [button.isVisible() for button in bar._others.values()] == [True, False])
    assert [action.text() for action in bar._menu.actions()] == ["登记失效日期", "打开主体"]
    shown = [button for button in bar.findChildren(Button) if button.isVisible()]
    qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in shown))
    bar.resize(900, 56)
    acts[3].setVisible(False)
    # A menu that offers nothing is not there.
    qtbot.waitUntil(lambda: not bar.more.isVisible())


def test_a_button_that_cannot_be_pressed_says_why(qtbot: QtBot) -> None:
    action = QAction("换发口令")
    button = Button.of(action)
    qtbot.addWidget(button)
    assert not button.toolTip()
    action.setEnabled(False)
    action.setToolTip("请在工作人员中选另一位在职人员")
    assert button.toolTip() == "请在工作人员中选另一位在职人员"
    action.setEnabled(True)
    assert not button.toolTip()
