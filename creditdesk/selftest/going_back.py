"""The desk goes back to a backup when the program is killed: it is the present one or the restored one, each whole."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from creditdesk.selftest.deed import BEGUN, Tell
from creditdesk.selftest.desks import count, open_desk, unsound
from creditdesk.selftest.ground import CASES, SHEET_ROWS
from creditdesk.services import asides, backups, confirmations, restores
from creditdesk.services.desk import Desk

_BECAUSE, _ALONE = "示例：误办", "示例：自检"
_PRESENT, _RESTORED = (SHEET_ROWS, CASES + 1, 1), (SHEET_ROWS, CASES, 0)


def go_back(place: Path, tell: Tell) -> None:
    """Decide to go back to the only backup, as an office of one, carry it out, and open the desk again."""
    with open_desk(place / "desk") as desk:
        tell(BEGUN)
        _decide(desk)
        tell("decided")
        restores.carry_out(desk)
        tell("restored")
    open_desk(place / "desk").close()
    tell("opened")


def _decide(desk: Desk) -> None:
    if not restores.decision(desk):
        if not confirmations.pending(desk):
            confirmations.propose(desk, restores.decide, backups.points(desk)[0].name, _BECAUSE)
        confirmations.perform_alone(desk, confirmations.pending(desk)[0].id, _ALONE)


def _rows(desk: Desk) -> tuple[int, ...]:
    return tuple(count(desk, table) for table in ("record", "case", "letter"))


def verdict_on_restore(desk: Desk, _place: Path, confirmed: Sequence[str]) -> Iterator[str]:
    """Say what is half of a killed restore, then carry it out where it was not."""
    rows, set_aside = _rows(desk), len(asides.listing(desk))
    if (rows, set_aside) not in ((_PRESENT, 0), (_RESTORED, 1)):
        yield f"既不是原桌面也不是恢复后的桌面：{rows}，另存{set_aside}份"
    if "restored" in confirmed and not set_aside:
        yield "确认过的恢复不见了"
    if "decided" in confirmed and not (set_aside or restores.decision(desk)):
        yield "确认过的决定不见了"
    if any(path.name.startswith(".re") for path in desk.folder.iterdir()):
        yield "桌面文件夹里留下了半份副本"
    if not set_aside:
        _decide(desk)
        restores.carry_out(desk)


def verdict_on_restored(desk: Desk) -> Iterator[str]:
    """Say what is wrong with the desk after it went back, or with the one that was set aside."""
    if _rows(desk) != _RESTORED:
        yield f"恢复后条数不对：{_rows(desk)}"
    if [skipped for (skipped,) in desk.rows("SELECT last - first + 1 FROM skipped_number")] != [1, 1]:
        yield "恢复后没有跳过已经用过的编号"
    (aside,) = asides.listing(desk)
    with open_desk(aside) as before:
        yield from unsound(before)
        if _rows(before) != _PRESENT:
            yield f"另存的原桌面条数不对：{_rows(before)}"
