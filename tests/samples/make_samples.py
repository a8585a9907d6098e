"""Writes the sample spreadsheet resources/samples/双公示-行政处罚.xlsx; every run writes the same cells.

usage: python -m tests.samples.make_samples [FOLDER]

All people, firms, units and cases are invented and say so (示例). Numbers are valid in their check digits only: the
citizens' serial is 000, which is not given out, and the codes' district and serial parts are made up.
"""

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from creditdesk import paths
from creditdesk.catalog.layouts import Layout
from creditdesk.catalog.load import load
from creditdesk.rules.identifiers import check_citizen_number, check_org_code, check_uscc

FILE = "双公示-行政处罚.xlsx"
VALID = 210
Cell = str | float | date
Row = dict[str, Cell]

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FIRST_DAY, _LAST_DAY = date(2025, 10, 9), date(2026, 2, 2)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_TRADES = (
    *("建材", "商贸", "餐饮服务", "环保科技", "建设工程", "物流", "食品"),
    *("印务", "机械", "粮油", "纺织", "酒店管理", "养殖", "药业"),
)
_SHOPS = ("小吃店", "药房", "超市", "理发店", "五金店", "汽修店", "饭馆", "副食店")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


@dataclass(frozen=True)
class Unit:
    """An invented authority of the county and the word its decisions are numbered with."""

    name: str
    uscc: str
    series: str


@dataclass(frozen=True)
class Breach:
    """A breach that recurs: which unit punishes it, what for, on what ground, and how."""

    series: str
    kind: str
    facts: str
    grounds: str
    penalties: str
    yuan: int = 0
    confiscated: int = 0
    licence: str = ""
    grade: str = "一般"
    reason: str = "未造成人身损害，已改正"


def uscc(head: str, serial: int) -> str:
    """Return a valid code: class and district, an invented organisation code, both check characters."""
    body = f"{serial:08}" if head.startswith("11") else f"MA9X{serial:04}"
    organisation = next(body + mark for mark in "0123456789X" if check_org_code(body + mark).valid)
    return next(code for mark in _ALPHABET if check_uscc(code := head + organisation + mark).valid)


def citizen(born: date) -> str:
    """Return a citizen number with the serial 000, which is never given out."""
    body = f"410122{born:%Y%m%d}000"
    return next(body + mark for mark in "0123456789X" if check_citizen_number(body + mark).valid)


_UNIT_NAMES = (
    ("中牟县市场监督管理局（示例）", "示市监罚"),
    ("中牟县城市管理局（示例）", "示城管罚"),
    ("中牟县应急管理局（示例）", "示应急罚"),
    ("中牟县交通运输局（示例）", "示交罚"),
    ("中牟县卫生健康委员会（示例）", "示卫罚"),
    ("郑州市生态环境局中牟分局（示例）", "示环罚"),
    ("中牟县住房和城乡建设局（示例）", "示建罚"),
    ("中牟县农业农村局（示例）", "示农罚"),
    ("国家税务总局中牟县税务局（示例）", "示税罚"),
    ("中牟县消防救援大队（示例）", "示消罚"),
)
UNITS = {series: Unit(name, uscc("11410122", 7 + number), series) for number, (name, series) in enumerate(_UNIT_NAMES)}
BREACHES = (
    Breach("示市监罚", "销售标签不符合规定的预包装食品", "销售的预包装食品标签未标明生产日期，货值1200元。",
           "《中华人民共和国食品安全法》第一百二十五条第一款第二项", "罚款;没收非法财物", 5000, 1200),
    Breach("示市监罚", "未按规定明码标价", "经营场所内商品未标明价格。",
           "《中华人民共和国价格法》第四十二条", "警告;罚款", 2000),
    Breach("示市监罚", "销售超过保质期的食品", "销售超过保质期的食品，违法所得300元。",
           "《中华人民共和国食品安全法》第一百二十四条第一款第五项", "罚款;没收违法所得", 20000, 300,
           grade="较重", reason="货值较大，曾因同类行为被告诫"),
    Breach("示城管罚", "擅自占用城市道路", "未经批准占用城市道路堆放物料。",
           "《城市道路管理条例》第四十二条", "罚款", 1000),
    Breach("示应急罚", "未按规定进行安全生产教育培训", "从业人员未经安全生产教育和培训即上岗作业。",
           "《中华人民共和国安全生产法》第九十七条", "罚款;责令停产停业", 80000,
           grade="严重", reason="存在重大事故隐患且逾期未改正"),
    Breach("示交罚", "未取得道路货物运输经营许可从事经营", "车辆未取得道路运输证从事货物运输经营。",
           "《中华人民共和国道路运输条例》第六十三条", "罚款", 30000, grade="较重", reason="无证经营三个月以上"),
    Breach("示卫罚", "公共场所未按规定更换公共用品用具", "公共用品用具未做到一客一换。",
           "《公共场所卫生管理条例实施细则》第三十六条", "警告;罚款", 1500),
    Breach("示环罚", "未采取有效措施防治扬尘污染", "施工工地物料未覆盖，产生扬尘污染。",
           "《中华人民共和国大气污染防治法》第一百一十五条第一款第一项", "罚款", 50000,
           grade="较重", reason="位于环境敏感区，影响范围较大"),
    Breach("示建罚", "将工程发包给不具有相应资质的单位", "将附属工程发包给不具有相应资质的施工单位。",
           "《建设工程质量管理条例》第五十四条", "罚款;暂扣许可证件", 200000, licence="安全生产许可证（示）2025-0001",
           grade="严重", reason="危及工程质量安全"),
    Breach("示农罚", "经营假种子", "经营的种子标签标注的产地与实际不符。",
           "《中华人民共和国种子法》第七十四条", "罚款;没收违法所得", 10000, 2600, grade="较重", reason="造成农户减产"),
    Breach("示税罚", "未按照规定期限办理纳税申报", "未在规定期限内办理2025年第三季度纳税申报。",
           "《中华人民共和国税收征收管理法》第六十二条", "罚款", 500),
    Breach("示消罚", "占用疏散通道", "疏散通道堆放杂物，影响安全疏散。",
           "《中华人民共和国消防法》第六十条第一款第三项", "罚款", 10000, grade="较重", reason="人员密集场所"),
    Breach("示市监罚", "未经许可从事餐饮经营活动", "未取得食品经营许可从事餐饮服务。",
           "《中华人民共和国食品安全法》第一百二十二条第一款", "其他-责令改正"),
)  # fmt: skip


def _decision(place: int, chance: random.Random, serials: dict[str, int]) -> Row:
    breach = BREACHES[place % len(BREACHES)]
    unit = UNITS[breach.series]
    day = _FIRST_DAY + timedelta((_LAST_DAY - _FIRST_DAY).days * place // VALID)
    series = f"{breach.series}〔{day.year}〕"
    serials[series] = serials.get(series, 0) + 1
    text = "、".join(f"{kind}{breach.yuan}元" if kind == "罚款" else kind for kind in breach.penalties.split(";"))
    return {
        "decision_number": f"{series}{serials[series]}号",
        "breach_kind": breach.kind,
        "facts": breach.facts,
        "grounds": breach.grounds,
        "penalty_kinds": breach.penalties,
        "penalty_content": f"{text}。",
        "fine_amount": breach.yuan / 10000 if breach.yuan else "",
        "confiscated_amount": breach.confiscated / 10000 if breach.confiscated else "",
        "revoked_licence": breach.licence,
        "decided_on": day,
        "valid_until": "长期" if chance.random() < 0.2 else day.replace(year=day.year + 1),
        "publicity_on": min(day + timedelta(chance.randint(1, 6)), _LAST_DAY),
        "publicity_until": day.replace(year=day.year + (3 if breach.grade == "严重" else 1)),
        "authority": unit.name,
        "authority_uscc": unit.uscc,
        "source_unit": unit.name,
        "source_unit_uscc": unit.uscc,
        "severity": "未定",
        "status": "正常",
        "usage_scope": "公示",
        "procedure": "简易程序" if 0 < breach.yuan <= 500 else "普通程序",
        "grade": breach.grade,
        "grade_reason": f"符合{unit.name.removesuffix('（示例）')}认定标准（2024版）：{breach.reason}",
        "power_code": f"410122{place % len(BREACHES):06}",
    }


def _company(number: int) -> Row:
    name = f"示例{_TRADES[number % len(_TRADES)]}有限公司"
    if number >= len(_TRADES):
        name = name.replace("示例", f"示例{_STEMS[number // len(_TRADES) - 1]}", 1)
    return {
        "subject_category": "法人及非法人组织",
        "subject_name": name,
        "uscc": uscc("91410122", 1000 + number),
        "legal_representative": f"{_SURNAMES[number % len(_SURNAMES)]}示例",
    }


def _trader(number: int) -> Row:
    shop = _SHOPS[number % len(_SHOPS)]
    return {
        "subject_category": "个体工商户",
        "subject_name": f"中牟县示例{_STEMS[number // len(_SHOPS)]}记{shop}",
        "uscc": uscc("92410122", 5000 + number),
        "legal_representative": f"{_SURNAMES[(number + 7) % len(_SURNAMES)]}示例",
    }


def _person(number: int, decided: date) -> Row:
    return {
        "subject_category": "自然人",
        "subject_name": f"{_SURNAMES[number % len(_SURNAMES)]}示例{_STEMS[number // len(_SURNAMES)]}",
        "document_type": "身份证",
        "document_number": citizen(date(1961 + number, 1 + number % 12, 1 + number % 28)),
        "breach_ended_on": decided - timedelta(10),
        "publicity_on": "",
        "publicity_until": "",
    }


def valid_rows() -> list[Row]:
    """Return the rows that are right: three firms, then a sole trader and a person, and so on."""
    chance = random.Random(20260212)
    serials = {"示市监罚〔2025〕": 117}
    rows = []
    for place in range(VALID):
        row = _decision(place, chance, serials)
        turn, kind = divmod(place, 5)
        if kind < 3:
            subject = _company(turn * 3 + kind)
        else:
            decided = row["decided_on"]
            assert isinstance(decided, date)
            subject = _trader(turn) if kind == 3 else _person(turn, decided)
        rows.append(row | subject)
    return [_contested(row) if row["subject_name"] == "示例建材有限公司" else row for row in rows]


def _contested(row: Row) -> Row:
    """Return the firm's row as the unit reported it: 万元 and 元 confused, the day copied wrongly (objection.json)."""
    return row | {
        "decision_number": "示市监罚〔2025〕118号",
        "decided_on": date(2025, 11, 3),
        "valid_until": date(2026, 11, 3),
        "publicity_on": date(2025, 11, 17),
        "publicity_until": date(2026, 11, 3),
        "penalty_kinds": "罚款",
        "fine_amount": 2.0,
        "confiscated_amount": "",
        "penalty_content": "罚款人民币2000元。",
    }


@dataclass(frozen=True)
class Damage:
    """One way for a row to be wrong: the row that comes out, and the field whose fault must be told."""

    what: str
    field: str
    spoil: Callable[[Row], Row]


def _firm(number: int, row: Row, **changed: Cell) -> Row:
    decision = {"decision_number": f"示市监罚〔2026〕{900 + number}号", "valid_until": "长期"}
    return row | _company(len(_STEMS) * len(_TRADES) + number) | decision | changed


def _as_person(number: int, row: Row) -> Row:
    return row | _person(number, date(2026, 1, 20)) | {"uscc": "", "legal_representative": ""}


def _broken_check_digit(row: Row) -> Row:
    code = str(row["uscc"])
    return row | {"uscc": code[:-1] + ("2" if code[-1] == "1" else "1")}


DAMAGES = (
    Damage("统一社会信用代码校验位错误", "uscc", _broken_check_digit),
    Damage("处罚决定日期不存在", "decided_on", lambda row: row | {"decided_on": "2026/02/30"}),
    Damage("缺少行政相对人名称", "subject_name", lambda row: row | {"subject_name": ""}),
    Damage("罚款没有金额", "fine_amount", lambda row: row | {"fine_amount": ""}),
    Damage("行政相对人类别不在选项中", "subject_category", lambda row: row | {"subject_category": "企业"}),
    Damage(
        "身份证号被改成数字",
        "document_number",
        lambda row: _as_person(41, row) | {"document_number": 4.10122199606091e17},
    ),
    Damage("备注超过长度", "remark", lambda row: row | {"remark": "情况说明（示例）。" * 60}),
    Damage("处罚有效期早于处罚决定日期", "valid_until", lambda row: row | {"valid_until": date(2025, 1, 3)}),
    Damage("处罚类别不在选项中", "penalty_kinds", lambda row: row | {"penalty_kinds": "批评教育"}),
    Damage("缺少认定理由", "grade_reason", lambda row: row | {"grade_reason": ""}),
    Damage("组织没有任何代码", "uscc", lambda row: row | {"uscc": ""}),
    Damage(
        "自然人没有证件号码",
        "document_number",
        lambda row: _as_person(42, row) | {"document_number": ""},
    ),
)
"""The ways in which rows are wrong, each a different one."""


def faulty_rows() -> list[Row]:
    """Return one row for each way to be wrong, right in everything else."""
    model = next(row for row in valid_rows() if row["penalty_kinds"] == "罚款" and row["subject_category"] != "自然人")
    return [damage.spoil(_firm(number, model)) for number, damage in enumerate(DAMAGES)]


def rows() -> list[Row]:
    """Return all rows in the file's order: a faulty one after every seventeen right ones."""
    right, wrong = iter(valid_rows()), iter(faulty_rows())
    mixed: list[Row] = []
    for row in right:
        mixed.append(row)
        if len(mixed) % 18 == 17:
            mixed += [fault for fault in [next(wrong, None)] if fault]
    return [*mixed, *wrong]


@cache
def layout() -> Layout:
    """Return the municipal layout whose header the file has."""
    return load(paths.forms()).layout("xzcf_municipal")


def cells() -> Iterator[list[Cell]]:
    """Yield the header and the rows as the file holds them."""
    columns = layout().columns
    yield [column.header for column in columns]
    for row in rows():
        yield [row.get(column.field, "") for column in columns]


def _write(sheet: Worksheet, line: int, place: int, value: Cell, text: Format, day: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, place, value, day)
    elif isinstance(value, float):
        sheet.write_number(line, place, value)
    elif value:
        sheet.write_string(line, place, value, text)


def write(folder: Path) -> Path:
    """Write the spreadsheet into a folder and return its path."""
    path = folder / FILE
    with xlsxwriter.Workbook(path) as book:
        made = datetime(2026, 2, 10, 9, 0, tzinfo=timezone(timedelta(hours=8)))
        book.set_properties({"created": made, "author": "示例", "title": "双公示行政处罚（示例）"})
        sheet = book.add_worksheet("行政处罚")
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDE6F0"})
        text = book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "yyyy/mm/dd"})
        sheet.freeze_panes(1, 1)
        for line, values in enumerate(cells()):
            for place, value in enumerate(values):
                _write(sheet, line, place, value, heading if line == 0 else text, day)
        sheet.set_column(0, len(layout().columns) - 1, 18)
    return path


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else paths.resources() / "samples"
    sys.stdout.write(f"{write(target)}\n")
