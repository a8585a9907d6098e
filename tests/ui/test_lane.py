"""The working thread: outcomes arrive on the window's thread, in order, and nothing is swallowed."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from creditdesk.errors import InputProblem
from creditdesk.ui.lane import Lane

Progress = Callable[[int, int], None]


@pytest.fixture
def lane() -> Iterator[Lane]:
    made = Lane("test")
    yield made
    made.close()


def refuse() -> None:
    raise InputProblem("请填写文号。")


def test_the_call_runs_elsewhere_and_the_answer_comes_here(lane: Lane, qtbot: QtBot) -> None:
    seen: list[tuple[bool, bool]] = []
    here = threading.get_ident()
    lane.run(threading.get_ident, on_done=lambda there: seen.append((there != here, threading.get_ident() == here)))
    qtbot.waitUntil(lambda: seen == [(True, True)])


def test_only_the_latest_answer_of_one_owner_arrives(lane: Lane, qtbot: QtBot) -> None:
    go, heard = threading.Event(), []
    lane.run(go.wait)
    for number in range(5):
        lane.run(lambda number=number: number, owner="list", on_done=heard.append)
    lane.run(lambda: "other", on_done=heard.append)
    go.set()
    qtbot.waitUntil(lambda: "other" in heard)
    assert heard == [4, "other"]


def test_a_problem_goes_to_the_one_who_asked_or_to_everybody(lane: Lane, qtbot: QtBot) -> None:
    asked: list[str] = []
    lane.run(refuse, on_problem=asked.append)
    qtbot.waitUntil(lambda: asked == ["请填写文号。"])
    with qtbot.waitSignal(lane.problem) as heard:
        lane.run(refuse)
    assert heard.args == ["请填写文号。"]


def test_a_bug_is_shown_and_logged_without_what_it_said(
    lane: Lane, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down() -> None:
        raise KeyError("410122197001010000")

    with qtbot.waitSignal(lane.failed) as heard:
        lane.run(break_down)
    assert "KeyError" in heard.args[0]
    assert "test_lane.py" in caplog.text
    assert "410122197001010000" not in caplog.text + heard.args[0]
    with qtbot.waitSignal(lane.problem):  # the thread still lives
        lane.run(refuse)


def test_the_answer_for_a_deleted_widget_is_dropped(lane: Lane, qtbot: QtBot) -> None:
    go, heard = threading.Event(), []

    class Listener(QWidget):
        def hear(self, answer: object) -> None:
            heard.append(answer)

    listener = Listener()
    lane.run(go.wait, on_done=listener.hear)
    delete(listener)
    lane.run(lambda: "end", on_done=heard.append)
    go.set()
    qtbot.waitUntil(lambda: heard == ["end"])


def test_long_work_tells_how_far_it_is_and_can_be_stopped(lane: Lane, qtbot: QtBot) -> None:
    told: list[tuple[int, int]] = []
    ended: list[str] = []

    def count(progress: Progress) -> None:
        for at in range(1_000_000):
            progress(at, 1_000_000)
            threading.Event().wait(0.001)

    task = lane.run(count, on_progress=lambda done, total: told.append((done, total)), on_problem=ended.append)
    qtbot.waitUntil(lambda: len(told) > 1)
    task.cancel()
    qtbot.waitUntil(lambda: ended == ["已取消，没有留下任何改动。"])


def test_what_waits_is_told_apart_from_what_rests(lane: Lane, qtbot: QtBot) -> None:
    heard: list[bool] = []
    lane.busy.connect(heard.append)
    lane.run(lambda: None)
    lane.run(lambda: None)
    qtbot.waitUntil(lambda: heard == [True, False])


def test_closing_lets_what_was_asked_still_happen() -> None:
    lane, done, go = Lane("test"), [], threading.Event()
    lane.run(go.wait)
    lane.run(lambda: done.append("draft"))
    go.set()
    lane.close(finish=True)
    assert done == ["draft"]


def test_a_parent_takes_its_lane_along() -> None:
    parent = QObject()
    lane = Lane("test", parent)
    lane.close()
    assert lane.parent() is parent
