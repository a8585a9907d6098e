"""What an officer is doing when the program is killed, and what must be true of the desk afterwards."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from creditdesk.selftest.deed import BEGUN, Deed, Tell
from creditdesk.selftest.desks import count, number, open_desk, receive
from creditdesk.selftest.going_back import go_back, verdict_on_restore, verdict_on_restored
from creditdesk.selftest.ground import CASES, SHEET, SHEET_ROWS
from creditdesk.selftest.leaving import report_package, verdict_on_packages
from creditdesk.selftest.rekeying import change_key, verdict_on_key, verdict_on_new_key
from creditdesk.selftest.upgrading import bring_up, verdict_on_format
from creditdesk.services import backups, imports, letter_batches, record_lists, records, rehearsals
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from creditdesk.vault import points

_SAVES, _BACKUPS = 3, 2


def _save(place: Path, tell: Tell) -> None:
    with open_desk(place / "desk") as desk:
        content = record_lists.sheet(desk, record_lists.ids(desk, Filter(kind="penalty"))[0]).content
        tell(BEGUN)
        for turn in range(_SAVES):
            told = content | {"decision_number": f"示自检〔2026〕{turn + 1}号"}
            record = str(desk.perform(records.enter, "penalty", told).result["record"])
            tell(record)
            tell(receive(desk, record))


def _verdict_on_saves(desk: Desk, _place: Path, confirmed: Sequence[str]) -> Iterator[str]:
    there = {one for (one,) in desk.rows('SELECT id FROM record UNION SELECT id FROM "case"')}
    yield from (f"已确认的{one}不见了" for one in confirmed if one not in there)
    entered, received = count(desk, "record") - SHEET_ROWS, count(desk, "case") - CASES
    if entered + received - len(confirmed) not in (0, 1) or entered - received not in (0, 1):
        yield f"确认了{len(confirmed)}步，却有{entered}条记录和{received}件异议"
    receive(desk, record_lists.ids(desk, Filter(kind="penalty"))[-1])


def _import(place: Path, tell: Tell) -> None:
    with open_desk(place / "desk") as desk:
        planned = imports.plan(desk, place / SHEET, "xzcf")
        tell(BEGUN)
        desk.perform(imports.run, planned)
        tell("imported")


def _verdict_on_import(desk: Desk, place: Path, confirmed: Sequence[str]) -> Iterator[str]:
    there = count(desk, "record")
    if there not in ((SHEET_ROWS,) if confirmed else (0, SHEET_ROWS)):
        yield f"表格有{SHEET_ROWS}行可以入库，导入中断后有{there}条"
    desk.perform(imports.run, imports.plan(desk, place / SHEET, "xzcf"))
    if count(desk, "record") != SHEET_ROWS:
        yield "再次导入后的条数不对"


def _issue(place: Path, tell: Tell) -> None:
    with open_desk(place / "desk") as desk:
        tell(BEGUN)
        _begin_letters(desk, tell)


def _begin_letters(desk: Desk, tell: Tell) -> None:
    waiting = letter_batches.chosen(desk, "accept", [])
    batch = str(desk.perform(letter_batches.begin, "accept", waiting).result["batch"])
    letter_batches.run(desk, batch, lambda done, _: tell(f"letter {done}") if done else None)


def _verdict_on_letters(desk: Desk, _place: Path, confirmed: Sequence[str]) -> Iterator[str]:
    issued = count(desk, "letter")
    ticked = number(desk, "SELECT count(letter_id) FROM letter_batch_item")
    stepped = number(desk, """SELECT count(*) FROM "case" WHERE state <> 'received'""")
    # The last letter is told of twice: by the one that would follow it, and by the end of the job.
    if issued - len(set(confirmed)) not in (0, 1) or not issued == ticked == stepped:
        yield f"确认了{len(set(confirmed))}份，却有{issued}份文书、{ticked}项完成、{stepped}件办理"
    left = letter_batches.unfinished(desk)
    if left:
        letter_batches.run(desk, left.id)
    elif not issued:
        _begin_letters(desk, lambda _: None)
    if count(desk, "letter") != CASES:
        yield "续办后的文书份数不对"


def _back_up(place: Path, tell: Tell) -> None:
    with open_desk(place / "desk") as desk:
        tell(BEGUN)
        for _ in range(_BACKUPS):
            tell(backups.make(desk, "自检").name)


def _verdict_on_backups(desk: Desk, _place: Path, confirmed: Sequence[str]) -> Iterator[str]:
    kept = backups.points(desk)
    yield from (f"已确认的备份{name}不见了" for name in confirmed if name not in {point.name for point in kept})
    for point in kept:
        points.require_sound(point)
    rehearsed = rehearsals.rehearse(desk, backups.make(desk, "之后").name)
    yield from rehearsed.faults
    if len(backups.points(desk)) != len(kept) + 1 or any(desk.folder.glob("backups/*.unfinished")):
        yield "备份文件夹里留下了半份备份"


DEEDS = (
    Deed("saving records and objections", "保存记录和异议", "worked", _save, _verdict_on_saves),
    Deed("import of a spreadsheet", "导入表格", "founded", _import, _verdict_on_import),
    Deed("letter batch", "批量签发文书", "worked", _issue, _verdict_on_letters),
    Deed("package: propose, release, hand over", "制作和交付数据包", "worked", report_package, verdict_on_packages),
    Deed("backup", "备份", "worked", _back_up, _verdict_on_backups),
    Deed("re-key", "更换密钥", "worked", change_key, verdict_on_key, verdict_on_new_key),
    Deed(
        "restore", "恢复到备份", "backed up", go_back, verdict_on_restore, verdict_on_restored, after_sees_former=True
    ),
    Deed("migration from an earlier format", "升级旧格式", "former", bring_up, verdict_on_format),
)
