"""Acts and questions on a real desk: what changed is told to everybody, and undone on request."""

import gc
import threading
from typing import ClassVar

from pytestqt.qtbot import QtBot

from creditdesk.services import offices, undo
from creditdesk.services.acts import Changes
from creditdesk.services.desk import Desk
from creditdesk.services.offices import Office
from creditdesk.ui.worker import Worker


def test_an_act_tells_what_it_changed_and_the_desk_keeps_it(worker: Worker, desk: Desk, qtbot: QtBot) -> None:
    told: list[Changes] = []
    with qtbot.waitSignal(worker.changed) as heard:
        worker.act(offices.describe, Office("示例县信用中心", "示信"), on_done=told.append)
    assert told[0] is heard.args[0]
    assert told[0].sentence
    assert offices.office(desk).name == "示例县信用中心"


def test_a_repeated_act_is_answered_with_the_first_result(worker: Worker, qtbot: QtBot) -> None:
    told: list[Changes] = []
    for name in ("甲示例中心", "乙示例中心"):
        worker.act(offices.describe, Office(name, "示信"), once="press-1", on_done=told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    answers: list[Office] = []
    worker.ask(offices.office, on_done=answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers[0].name == "甲示例中心"


def test_a_refused_act_leaves_nothing_and_says_why(worker: Worker, qtbot: QtBot) -> None:
    heard: list[str] = []
    worker.act(undo.last, on_problem=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert "撤销" in heard[0]


def test_a_question_gets_the_desk_first(worker: Worker, desk: Desk, qtbot: QtBot) -> None:
    answers: list[bool] = []
    worker.ask(lambda asked: asked is desk, on_done=answers.append)
    qtbot.waitUntil(lambda: answers == [True])


class Knot:
    """A ring that remembers where it was undone."""

    undone: ClassVar[list[threading.Thread]] = []

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        Knot.undone.append(threading.current_thread())


def test_garbage_is_collected_on_the_windows_thread_however_busy_the_others_are(worker: Worker, qtbot: QtBot) -> None:
    gc.collect()
    Knot.undone.clear()
    Knot()
    answers: list[list[list[int]]] = []
    worker.ask(lambda _desk: [[place] for place in range(400_000)], on_done=answers.append)
    qtbot.waitUntil(lambda: bool(answers) and bool(Knot.undone))
    assert Knot.undone == [threading.main_thread()]
