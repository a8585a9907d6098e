"""Hostile and broken files each end in one sentence, and before anything large is laid out in memory."""

import csv
import random
import zipfile

import pytest

from creditdesk.errors import InputProblem
from creditdesk.exchange import inspection
from creditdesk.exchange.extents import Extent, is_plain, measure
from creditdesk.exchange.inspection import Format, inspect
from creditdesk.exchange.sheets import read_sheet
from tests.exchange.incoming import (
    FILES,
    MAIN,
    cell,
    ods_row,
    open_document,
    repacked,
    workbook,
    workbook_of_xml,
    zip_with_lie,
)

OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def plain(folder):
    return workbook(folder / "plain.xlsx", [("名称", "号码"), ("甲", "1")])


def renamed(path, target):
    target.write_bytes(path.read_bytes())
    return target


def written(path, content):
    path.write_bytes(content)
    return path


def locked_xls(path):
    """Turn the record after the workbook's first into FILEPASS, as a passphrase does."""
    content = FILES.joinpath("sheet.xls").read_bytes()
    first = content.index(bytes.fromhex("0908100000060500"))
    after = first + 4 + 16
    return written(path, content[:after] + b"\x2f\x00" + content[after + 2 :])


def far(*places):
    return "".join(f"<row>{cell(place)}</row>" for place in places)


HOSTILE = {
    "missing": (lambda folder: folder / "none.xlsx", "打不开"),
    "empty": (lambda folder: written(folder / "a.xlsx", b""), "空文件"),
    "unknown": (lambda folder: written(folder / "a.pdf", b"%PDF-1.7"), "只支持"),
    "binary as csv": (lambda folder: written(folder / "a.csv", bytes(range(256)) * 9), "不是文本文件"),
    "nul in csv": (lambda folder: written(folder / "a.csv", "甲,乙\0".encode()), "不是文本文件"),
    "xls as xlsx": (lambda folder: renamed(FILES / "sheet.xls", folder / "a.xlsx"), "内容却是Excel 97-2003"),
    "xlsx as xls": (lambda folder: renamed(plain(folder), folder / "a.xls"), "内容却是Excel 工作簿"),
    "html as xls": (lambda folder: written(folder / "a.xls", b"<html><table>"), "内容却是文本文件"),
    "any zip": (lambda folder: repacked(plain(folder), folder / "a.xlsx", {}, ["xl/workbook.xml"]), "不是表格文件"),
    "truncated": (lambda folder: written(folder / "a.xlsx", plain(folder).read_bytes()[:-400]), "已损坏"),
    "truncated xls": (lambda folder: written(folder / "a.xls", (FILES / "sheet.xls").read_bytes()[:3000]), "已损坏"),
    "ole only": (lambda folder: written(folder / "a.xls", OLE + b"\0" * 600), "已损坏"),
    "password": (
        lambda folder: written(folder / "a.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")),
        "打开密码",
    ),
    "password xls": (lambda folder: locked_xls(folder / "a.xls"), "打开密码"),
    "password ods": (
        lambda folder: open_document(folder / "a.ods", [ods_row("甲")], "<manifest><encryption-data/></manifest>"),
        "打开密码",
    ),
    "macro": (lambda folder: repacked(plain(folder), folder / "a.xlsx", {"xl/vbaProject.bin": b"x"}), "带有宏"),
    "macro xls": (
        lambda folder: written(folder / "a.xls", OLE + b"\0" * 600 + "_VBA_PROJECT".encode("utf-16-le")),
        "带有宏",
    ),
    "two cells far apart": (lambda folder: workbook_of_xml(folder / "a.xlsx", far("A1", "XFD1048576")), "数据区域过大"),
    "too many columns": (lambda folder: workbook_of_xml(folder / "a.xlsx", far("A1", "ZZZZ1")), "列数超过"),
    "row beyond all": (lambda folder: workbook_of_xml(folder / "a.xlsx", far("A1", "A99999999999")), "数据区域过大"),
    "far in disguise": (
        lambda folder: workbook_of_xml(folder / "a.xlsx", "<row><c\tr = 'XFD1048576' ><v>1</v></c></row>"),
        "数据区域过大",
    ),
    "far behind a bracket": (
        lambda folder: workbook_of_xml(folder / "a.xlsx", "<row><c t='>' r=\"XFC1048576\"><v>1</v></c></row>"),
        "数据区域过大",
    ),
    "unnamed cells": (
        lambda folder: workbook_of_xml(folder / "a.xlsx", f"<row>{'<c><v>1</v></c>' * 20_000}</row>"),
        "列数超过",
    ),
    "huge count": (
        lambda folder: repacked(
            plain(folder),
            folder / "a.xlsx",
            {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" count="9" uniqueCount="99999999999"/>'.encode()},
        ),
        "内部计数异常",
    ),
    "length that lies": (lambda folder: zip_with_lie(folder / "a.xlsx"), "已损坏"),
    "million columns": (lambda folder: written(folder / "a.csv", b"a," * 1_000_000), "列数超过"),
    "field without end": (lambda folder: written(folder / "a.csv", b'a,"' + b"b" * 200_000), "引号或分列有误"),
    "ods bomb": (
        lambda folder: open_document(folder / "a.ods", [ods_row("x", repeated=1_048_570, columns=16_384)]),
        "数据区域过大",
    ),
    "ods without end": (
        lambda folder: repacked(
            open_document(folder / "b.ods", [ods_row("甲")]),
            folder / "a.ods",
            {"content.xml": b"<a><table:table><table:table-row>"},
        ),
        "已损坏",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_one_sentence(tmp_path, name):
    build, words = HOSTILE[name]
    with pytest.raises(InputProblem, match=words) as caught:
        read_sheet(build(tmp_path))
    assert caught.value.sentence.endswith("。")
    assert "\n" not in caught.value.sentence


def test_a_field_without_end_is_refused_whatever_limit_other_libraries_set(tmp_path):
    former = csv.field_size_limit(10_000_000)
    try:
        with pytest.raises(InputProblem, match="引号或分列有误"):
            read_sheet(written(tmp_path / "a.csv", b'a,"' + b"b" * 200_000))
    finally:
        csv.field_size_limit(former)


def test_a_zip_bomb_is_refused_by_its_directory_alone(tmp_path):
    path = tmp_path / "a.xlsx"
    repacked(plain(tmp_path), path, {"xl/bomb.xml": bytes(inspection.MAX_UNPACKED_BYTES + 1)})
    with pytest.raises(InputProblem, match="展开后超过"):
        inspect(path)


def test_doubled_members_are_refused(tmp_path):
    path = plain(tmp_path)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/workbook.xml", b"again")
    with pytest.raises(InputProblem, match="内部结构异常"):
        inspect(path)


def test_good_files_pass(tmp_path):
    assert inspect(plain(tmp_path)) is Format.XLSX
    assert inspect(FILES / "sheet.xls") is Format.XLS
    assert inspect(open_document(tmp_path / "a.ods", [ods_row("甲")])) is Format.ODS
    assert inspect(written(tmp_path / "a.csv", "甲".encode())) is Format.CSV


def test_unusual_but_honest_xml_is_read(tmp_path):
    path = workbook_of_xml(
        tmp_path / "a.xlsx", "<row><c t='inlineStr'><is><t>甲</t></is></c><c r='C1'><v>2</v></c></row>"
    )
    assert read_sheet(path).header == ("甲", "", "2")


def test_cells_are_measured_and_never_too_small():
    assert is_plain(b'<row r="1"><c r="A1"/><c r="DZ199999" s="1"/><col/></row>')
    assert not is_plain(b'<c r="EA1"/>')
    assert not is_plain(b'<c r="A200000"/>')
    assert not is_plain(b'<x:c r="A1"/>')
    assert not is_plain(b'<c s="1" r="A1"/>')
    assert measure([b'<row r="3"><c r="A3"/>', b'<c r="C3"/></row>']) == Extent(3, 3)
    assert measure([b"<row><c/><c/></row><row><c/></row>"]) == Extent(2, 2)
    assert measure([b'<c r="XFD1048576"/>']).cells == 16_384 * 1_048_576


@pytest.mark.parametrize("source", ["xlsx", "xls", "ods", "csv"])
def test_mutated_files_never_end_in_a_traceback(tmp_path, source):
    originals = {
        "xlsx": lambda: plain(tmp_path),
        "xls": lambda: FILES / "sheet.xls",
        "ods": lambda: open_document(tmp_path / "o.ods", [ods_row("甲", "乙"), ods_row("1", "2")]),
        "csv": lambda: written(tmp_path / "c.csv", "甲,乙\r\n1,2\r\n".encode()),
    }
    original = originals[source]().read_bytes()
    chance = random.Random(20260212)
    read = 0
    for _ in range(150):
        content = bytearray(original)
        for _ in range(chance.choice((1, 2, 6))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path = written(tmp_path / f"mutated.{source}", bytes(content[: chance.choice((None, None, len(content) // 2))]))
        try:
            read_sheet(path)
            read += 1
        except InputProblem:
            continue
    assert read < 150
