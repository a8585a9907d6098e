"""Packages, judged by frictionless and openssl: whole, deterministic, never over another file, never half."""

import csv
import io
import json
import os
import subprocess
import zipfile
from datetime import datetime

import frictionless
import pytest

from creditdesk.errors import InputProblem, Problem
from creditdesk.exchange.packages import Entry, package_name
from creditdesk.exchange.whole_files import new_file
from tests.exchange.outgoing import BEFORE, CREATED, JOURNAL, LINEAGE, OFFICE, content_of, entries_of, head, keep, write


@pytest.fixture
def package(tmp_path, catalogue, signer):
    return write(tmp_path, catalogue, signer)


def unpacked(path):
    folder = path.with_suffix("")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder


def names_in(folder):
    return [path.name for path in folder.iterdir()]


def told(path):
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("datapackage.json"))


def rows_of(path, name):
    with zipfile.ZipFile(path) as archive:
        return list(csv.DictReader(io.TextIOWrapper(archive.open(f"data/{name}.csv"), "utf-8", newline="")))


def test_frictionless_accepts_the_folder_and_the_zip(package, catalogue):
    for source in (unpacked(package.path) / "datapackage.json", package.path):
        report = frictionless.validate(str(source), type="package")
        assert report.valid, report.flatten(["type", "note"])
        assert sum(task.stats["rows"] for task in report.tasks) == package.rows == 4 * len(catalogue.current_kinds())


def test_openssl_and_frictionless_notice_one_changed_byte(package, signer):
    folder = unpacked(package.path)
    (folder / "office.pem").write_bytes(signer.certificate_pem)
    command = (
        "openssl cms -verify -binary -inform DER -in datapackage.json.p7s -content datapackage.json -CAfile office.pem"
    )
    assert subprocess.run(command.split(), cwd=folder, capture_output=True, check=False).returncode == 0

    table = folder / "data" / "penalty.csv"
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert "hash-count" in [row[0] for row in report.flatten(["type"])]

    descriptor = folder / "datapackage.json"
    descriptor.write_bytes(descriptor.read_bytes().replace(b'"serial": 8', b'"serial": 9'))
    assert subprocess.run(command.split(), cwd=folder, capture_output=True, check=False).returncode != 0


def test_the_descriptor_says_whose_it_is_and_what_came_before(package):
    descriptor = told(package.path)
    ours = descriptor["creditdesk"]
    assert (ours["office"], ours["serial"], ours["format"]) == (OFFICE, 8, 1)
    assert (ours["previous"], ours["journal"]) == (f"sha256:{BEFORE}", JOURNAL)
    assert descriptor["created"] == "2026-02-12T17:30:17+08:00"
    assert descriptor["resources"][0]["creditdesk"]["actions"] == {"new": 2, "changed": 1, "withdrawn": 1}


def test_the_first_package_has_none_before_it(tmp_path, catalogue, signer):
    written = write(tmp_path, catalogue, signer, about=head(1, None))
    assert told(written.path)["creditdesk"]["previous"] is None


def test_columns_stand_in_the_order_of_the_layout_behind_the_technical_ones(package, catalogue):
    layout = catalogue.layout("xzcf_2018")
    header = list(rows_of(package.path, "penalty")[0])
    assert header == ["uuid", "version", "action", "marks", "lineage", *(column.code for column in layout.columns)]
    assert header[5:9] == ["CF_XDR_MC", "CF_XDR_LB", "CF_XDR_SHXYM", "CF_XDR_GSZC"]


def test_nothing_of_a_record_is_lost_on_the_way(package, catalogue):
    """Every field of every kind can be read back from the table, also those the layout has no column for."""
    for kind in catalogue.current_kinds():
        layout = catalogue.layout(kind.layouts[-1])
        columns = {column.code or column.field: column for column in layout.columns}
        rows = rows_of(package.path, kind.name)
        for number, row in enumerate(rows):
            content = {}
            for name, text in list(row.items())[5:]:
                column = columns.get(name)
                field = next(f for f in kind.fields if f.name == (column.field if column else name) or f.code == name)
                content[field.name] = column.read(text) if column else text
                if field.type == "date":
                    content[field.name] = text.replace("/", "-")
            assert content == content_of(kind, number)
        assert [row["marks"] for row in rows] == ["异议中", "", "", ""]
        assert [row["version"] for row in rows] == ["1", "2", "3", "1"]


def test_the_same_content_gives_the_same_bytes_but_for_the_signature(tmp_path, catalogue, signer):
    contents = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        with zipfile.ZipFile(write(tmp_path / name, catalogue, signer).path) as archive:
            names = archive.namelist()
            contents.append([(info.filename, info.date_time, archive.read(info)) for info in archive.infolist()][:-1])
    assert contents[0] == contents[1]
    assert names == [
        *(f"data/{name}.csv" for name in sorted(kind.name for kind in catalogue.current_kinds())),
        *names[-2:],
    ]
    assert names[-2:] == ["datapackage.json", "datapackage.json.p7s"]


def test_the_digest_is_that_of_the_file(package):
    told_by = subprocess.run(["sha256sum", package.path], capture_output=True, check=True, text=True).stdout
    assert told_by.split()[0] == package.digest


def test_names_sort_by_serial():
    assert package_name(8, CREATED) == "20260212-0008.zip"
    assert package_name(12, datetime.fromisoformat("2026-12-31T20:00:00+00:00")) == "20270101-0012.zip"


def test_a_file_of_the_same_name_is_never_overwritten(tmp_path, catalogue, signer, package):
    before = package.path.read_bytes()
    with pytest.raises(Problem, match=r"已有 20260212-0008\.zip"):
        write(tmp_path, catalogue, signer)
    assert package.path.read_bytes() == before
    assert names_in(tmp_path) == [package.path.name]


def test_a_file_that_appears_meanwhile_is_kept(tmp_path):
    path = tmp_path / "a.zip"

    def meanwhile():
        with new_file(path) as file:
            file.write(b"ours")
            path.write_bytes(b"theirs")

    with pytest.raises(Problem, match="没有覆盖"):
        meanwhile()
    assert (names_in(tmp_path), path.read_bytes()) == (["a.zip"], b"theirs")


def test_a_stick_without_links_gets_its_file_too(tmp_path, monkeypatch):
    def refuse(*_args):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with new_file(tmp_path / "a.zip") as file:
        file.write(b"ours")
    assert (names_in(tmp_path), (tmp_path / "a.zip").read_bytes()) == (["a.zip"], b"ours")


def test_a_cancelled_package_leaves_nothing(tmp_path, catalogue, signer):
    def cancelled():
        yield from list(entries_of(catalogue, 3))[:4]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keep(tmp_path, head(), catalogue, cancelled(), signer)
    assert names_in(tmp_path) == []


def test_what_a_killed_build_left_is_replaced(tmp_path, catalogue, signer):
    (tmp_path / ".20260212-0008.zip.part").write_bytes(b"half" * 100_000)
    assert write(tmp_path, catalogue, signer).rows == 4 * len(catalogue.current_kinds())
    assert names_in(tmp_path) == ["20260212-0008.zip"]


def test_a_folder_that_is_gone_is_a_problem(tmp_path, catalogue, signer):
    with pytest.raises(Problem, match="无法写入"):
        write(tmp_path / "拔出的U盘", catalogue, signer)


def test_no_entries_make_no_package(tmp_path, catalogue, signer):
    with pytest.raises(InputProblem, match="没有要报送的变化"):
        write(tmp_path, catalogue, signer, count=0)
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("text", ["示例\0", "示例\ud800"], ids=["NUL", "half a character"])
def test_characters_that_no_file_can_hold_stop_the_package(tmp_path, catalogue, signer, text):
    entry = Entry("x", 1, "new", "penalty", {"subject_name": text}, LINEAGE)
    with pytest.raises(InputProblem, match="改正后重新生成"):
        keep(tmp_path, head(), catalogue, [entry], signer)
    assert names_in(tmp_path) == []


def test_entries_out_of_order_are_a_bug(tmp_path, catalogue, signer):
    mixed = [Entry("x", 1, "new", kind, {}, LINEAGE) for kind in ("penalty", "licence", "penalty")]
    with pytest.raises(ValueError, match="one run"):
        keep(tmp_path, head(), catalogue, mixed, signer)
