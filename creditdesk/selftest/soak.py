"""Many acts in one process: memory and handles stay where they were once everything is loaded and cached."""

import gc
import sys
from pathlib import Path

from creditdesk.selftest.desks import open_desk, receive, unsound
from creditdesk.selftest.ground import Ground
from creditdesk.selftest.outcome import Outcome, Part
from creditdesk.services import letters, objections, record_lists, records, subjects
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter

_ROOM_KIB = 24 * 1024
"""By how much memory may differ between the middle and the end: the database's own caches fill up to 64 MiB."""
_ROUND = 4
"""How many acts there are in a round: a record, an objection, its letter, and its withdrawal."""


def available() -> bool:
    """Tell whether this system says what a process holds."""
    return sys.platform == "linux"


def strike(ground: Ground, acts: int) -> Part:
    """Do so many acts and look at memory and handles in the middle and at the end."""
    with ground.copy("worked") as place, open_desk(place / "desk") as desk:
        half = max(1, acts // _ROUND // 2)
        _rounds(desk, 0, half)
        middle = _held()
        _rounds(desk, half, half)
        end = _held()
        lost = unsound(desk)
    if end[0] - middle[0] > _ROOM_KIB:
        lost.append(f"后一半操作多占{end[0] - middle[0]}KiB内存")
    if end[1] > middle[1]:
        lost.append(f"后一半操作多占{end[1] - middle[1]}个文件")
    figures = {"KiB in the middle": middle[0], "KiB at the end": end[0], "handles": end[1]}
    return Part(2 * half * _ROUND, figures, tuple(lost))


def outcome(part: Part) -> Outcome:
    """Say what a long day came to."""
    middle, end, handles = part.figures.values()
    memory = f"内存由{middle // 1024}到{end // 1024}MiB，打开的文件{handles}个"
    return Outcome("acts in one process", f"连续办理{part.count}步：{memory}", part)


def _rounds(desk: Desk, first: int, count: int) -> None:
    """Enter a record, object to it, accept, show the letter, withdraw; search and list as the window would."""
    content = record_lists.sheet(desk, record_lists.ids(desk, Filter(kind="penalty"))[0]).content
    for number in range(first, first + count):
        told = content | {"decision_number": f"示浸泡〔2026〕{number + 1}号"}
        record = str(desk.perform(records.enter, "penalty", told).result["record"])
        case = receive(desk, record)
        letter = str(desk.perform(objections.accept, case).result["letter"])
        letters.pdf_of(desk, letter)
        desk.perform(objections.withdraw, case, desk.clock().date(), "示例")
        subjects.look_up(desk, content["subject_name"][:3])
        record_lists.ids(desk, Filter())


def _held() -> tuple[int, int]:
    """Return the KiB of memory and the handles of this process."""
    gc.collect()
    status = Path("/proc/self/status").read_text("ascii").splitlines()
    memory = next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
    return memory, sum(1 for _ in Path("/proc/self/fd").iterdir())
