"""A desk from a terminal: founded, filled, checked."""

import sys
from pathlib import Path

from creditdesk.cli.arguments import (
    Arguments,
    Declare,
    answer,
    as_json,
    count,
    officer_of,
    open_desk,
    passphrase,
    tell_progress,
    with_desk,
)
from creditdesk.errors import InputProblem, Problem
from creditdesk.exchange.whole_files import replace_file
from creditdesk.services import checkups, generating, health, import_previews, imports, office_forms, offices, salvages
from creditdesk.services.desk import Desk
from creditdesk.services.salvages import Salvaged, Way
from creditdesk.vault import RecoveryCard
from creditdesk.vault.faults import Damaged, WrongKey


def declare_all(declare: Declare) -> None:
    """Declare the commands of this module."""
    new = declare("new", _new, "新建桌面，并显示恢复卡")
    with_desk(new)
    new.add_argument("--office", required=True, help="单位全称")
    new.add_argument("--prefix", default="牟信", help="发文代字")
    new.add_argument("--card", type=Path, metavar="PDF", help="把恢复卡写成PDF，打印后请删除")
    into = declare("import", _import, "导入单位报来的表格：双公示和信息目录的其他类别")
    with_desk(into)
    into.add_argument("file", type=Path, help="表格：xlsx、xls、ods、csv")
    into.add_argument("--kind", default="", help="信息类别，如 xzcf；不写时按表头辨认")
    into.add_argument("--rejected", type=Path, metavar="XLSX", help="退回的行写到这里")
    into.add_argument("--whole", action="store_true", help="全部有效才入库")
    into.add_argument("--late", default="", metavar="REASON", help="补录，并写明理由")
    into.add_argument("--answer", action="append", default=[], metavar="字段=值", help="为整份文件填写一项，可写多次")
    with_desk(declare("check", _check, "体检：逐项检查桌面，每项说明怎么办"))
    rescue = declare("salvage", _salvage, "抢救损坏的桌面：读得出的照旧，缺失的从备份和日志取回，还缺的列出")
    with_desk(rescue)
    rescue.add_argument("--to", type=Path, metavar="NEW", help="写成另一个新桌面，原处不动；不写时就地修复，原桌面另存")
    rescue.add_argument("--look", action="store_true", help="只看能救出什么，不改动任何文件")
    rescue.add_argument("--without-backups", action="store_true", help="不用备份，只用读得出的数据和操作日志")
    rescue.add_argument(
        "--backups", action="append", default=[], type=Path, metavar="DIR", help="还到这里找备份，可写多次"
    )
    as_json(rescue)
    forms = declare("forms", _forms, "列出信息目录和待采用的表单，或采用一份")
    with_desk(forms)
    forms.add_argument("--accept", metavar="FILE", help="采用桌面表单文件夹里的这份文件")
    forms.add_argument("--reason", default="", help="采用理由，如批准文号")
    as_json(forms)
    invented = declare("generate", _generate, "在桌面中生成示例数据，供试用和测速")
    with_desk(invented)
    invented.add_argument("--subjects", required=True, type=count, metavar="N", help="主体数")
    invented.add_argument("--records", required=True, type=count, metavar="N", help="记录数")
    invented.add_argument("--seed", type=int, default=1, help="同一个数在新桌面上生成同样的内容，默认1")


def _new(parsed: Arguments) -> None:
    if not parsed.officer:
        raise InputProblem("没有写明第一位工作人员，请用 --officer 写明姓名。")
    office = offices.Office(parsed.office, parsed.prefix)
    phrase = passphrase(parsed, twice=True)
    desk, card = offices.create_desk(parsed.desk, office, parsed.officer, phrase, cost=parsed.cost)
    with desk:
        print(f"已建立桌面 {parsed.desk}")
        try:
            _hand_card_out(desk, card, parsed.card)
        except Problem:
            # The card exists nowhere else: a file that cannot be written must not lose it.
            _hand_card_out(desk, card, None)
            raise


def _hand_card_out(desk: Desk, card: RecoveryCard, path: Path | None) -> None:
    if path:
        replace_file(path, offices.card_pdf(desk, card))
        print(f"恢复卡已写到 {path}，请打印后删除该文件并封存纸卡。")
    else:
        print("恢复卡（请抄写或打印后封存，电脑中不保存）：")
        print("\n".join(f"{place:2} {group}" for place, group in enumerate(card.groups, 1)))


def _import(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        kind = parsed.kind or import_previews.kind_of(desk, parsed.file)
        given = import_previews.answers(desk.catalogue.kind(kind), parsed.answer)
        planned = imports.plan(desk, parsed.file, kind, given)
        if planned.good or planned.asked:
            done = desk.perform(imports.run, planned, whole=parsed.whole, late_because=parsed.late)
            print(done.sentence)
        else:
            print(f"{planned.file_name}里没有可以入库的行。", file=sys.stderr)
    bad = planned.bad
    if bad and parsed.rejected:
        imports.write_back(planned, parsed.rejected)
        print(f"退回{bad}行，原因见 {parsed.rejected}")


def _generate(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        print(generating.generate(desk, parsed.subjects, parsed.records, parsed.seed, tell_progress).sentence)


def _forms(parsed: Arguments) -> None:
    with open_desk(parsed) as desk:
        if parsed.accept:
            print(office_forms.accept_file(desk, Path(parsed.accept).name, parsed.reason).sentence)
        told = office_forms.answer(desk)
    kinds = [f"{one['short']} {one['label']} {one['edition']}" for one in told["kinds"]]
    files = [f"{one['file']} {one['state']} {one['sentence']}".rstrip() for one in told["proposals"]]
    lines = [*kinds, *files, *(f"  {each}" for one in told["proposals"] for each in one["changes"])]
    answer(parsed, told, lines)


def _open_to_check(parsed: Arguments) -> Desk:
    """Open the desk; where its file is damaged, say what is left to do."""
    try:
        return open_desk(parsed)
    except (Damaged, WrongKey) as fault:
        left = f"先用 creditdesk salvage {parsed.desk} --look 看能救出什么，去掉 --look 即修复。"
        raise Problem(f"{fault.sentence}{left}") from fault


def _salvage(parsed: Arguments) -> int:
    way = Way(parsed.to, not parsed.without_backups, tuple(parsed.backups), parsed.look)
    officer, phrase = officer_of(parsed), passphrase(parsed)
    done = salvages.salvage(parsed.desk, officer, phrase, way, cost=parsed.cost, progress=tell_progress)
    again = [f"待补办：{one}" for one in done.acts]
    lines = [*done.lines, *again, f"{done.source}。", f"{done.sentence}。", _where(done, way)]
    answer(parsed, done.answer(), lines)
    return 0 if done.whole else 1


def _where(done: Salvaged, way: Way) -> str:
    if way.look:
        return "以上只是预览，没有改动任何文件。"
    if way.to:
        return f"原桌面没有改动，请先核对新桌面 {done.folder}，再决定是否使用。"
    aside = f"，损坏的桌面另存为 aside/{done.aside}" if done.aside else ""
    return f"桌面已在原处修复{aside}，请打开核对。"


def _check(parsed: Arguments) -> int:
    with _open_to_check(parsed) as desk:
        since, findings = desk.vault.unclean_since, health.check(desk)
        for finding in findings:
            print(f"{checkups.state(finding)}  {finding.name}：{finding.sentence}")
        counted = health.counts(desk)
        if not desk.vault.read_only:
            checkups.remember(desk, findings)
    if since:
        print(f"桌面上次（{since}打开）没有正常关闭，本次体检即为关闭后的全面检查。")
    labels = {"subjects": "信用主体", "records": "信用记录", "cases": "异议", "letters": "文书", "packages": "数据包"}
    print("，".join(f"{labels[name]}{count}" for name, count in counted.items()))
    wrong = [finding for finding in findings if not finding.ok and finding.name not in health.ADVICE]
    if wrong:
        print(f"体检有{len(wrong)}项异常：{wrong[0].sentence}", file=sys.stderr)
    return 1 if wrong else 0
