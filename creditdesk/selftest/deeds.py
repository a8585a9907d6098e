"""What an officer is doing when the program is killed, and what must be true of the desk afterwards."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from creditdesk import paths
from creditdesk.selftest.deed import BEGUN, Deed, Tell
from creditdesk.selftest.ground import CASES, SHEET_ROWS, count, number, receive
from creditdesk.selftest.leaving import report_package, verdict_on_packages
from creditdesk.selftest.rekeying import change_key, verdict_on_key
from creditdesk.services import backups, imports, letter_batches, objections, record_lists, records, rehearsals, sample
from creditdesk.services.desk import Desk
from creditdesk.services.record_lists import Filter
from creditdesk.vault import points

_SAVES, _BACKUPS = 6, 2


def _save(desk: Desk, _place: Path, tell: Tell) -> None:
    content = record_lists.sheet(desk, record_lists.ids(desk, Filter(kind="penalty"))[0]).content
    desk.rehearse(records.enter, "penalty", content | {"decision_number": "示自检〔2026〕0号"})
    tell(BEGUN)
    for place in range(_SAVES):
        entered = desk.perform(records.enter, "penalty", content | {"decision_number": f"示自检〔2026〕{place + 1}号"})
        tell(str(entered.result["record"]))
        tell(receive(desk, str(entered.result["record"])))


def _verdict_on_saves(desk: Desk, _place: Path, confirmed: Sequence[str]) -> Iterator[str]:
    there = {one for (one,) in desk.rows('SELECT id FROM record UNION SELECT id FROM "case"')}
    yield from (f"已确认的{one}不见了" for one in confirmed if one not in there)
    entered, received = count(desk, "record") - SHEET_ROWS, count(desk, "case") - CASES
    if entered + received - len(confirmed) not in (0, 1) or entered - received not in (0, 1):
        yield f"确认了{len(confirmed)}步，却有{entered}条记录和{received}件异议"
    receive(desk, record_lists.ids(desk, Filter(kind="penalty"))[-1])


def _import(desk: Desk, _place: Path, tell: Tell) -> None:
    planned = imports.plan(desk, paths.resources() / "samples" / sample.SHEET, "xzcf")
    desk.rehearse(imports.run, planned)
    tell(BEGUN)
    desk.perform(imports.run, planned)
    tell("imported")


def _verdict_on_import(desk: Desk, place: Path, confirmed: Sequence[str]) -> Iterator[str]:
    there = count(desk, "record")
    if there not in ((SHEET_ROWS,) if confirmed else (0, SHEET_ROWS)):
        yield f"表格有{SHEET_ROWS}行可以入库，导入中断后有{there}条"
    _import(desk, place, lambda _: None)
    if count(desk, "record") != SHEET_ROWS:
        yield "再次导入后的条数不对"


def _issue(desk: Desk, _place: Path, tell: Tell) -> None:
    waiting = letter_batches.chosen(desk, "accept", [])
    desk.rehearse(objections.accept, waiting[0][0])
    tell(BEGUN)
    batch = str(desk.perform(letter_batches.begin, "accept", waiting).result["batch"])
    letter_batches.run(desk, batch, lambda done, _: tell(f"letter {done}") if done else None)


def _verdict_on_letters(desk: Desk, place: Path, confirmed: Sequence[str]) -> Iterator[str]:
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
        _issue(desk, place, lambda _: None)
    if count(desk, "letter") != CASES:
        yield "续办后的文书份数不对"


def _back_up(desk: Desk, _place: Path, tell: Tell) -> None:
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
    Deed("re-key", "更换密钥", "worked", change_key, verdict_on_key),
)
