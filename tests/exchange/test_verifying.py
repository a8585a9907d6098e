"""Every way a package can be wrong has its own sentence, and no changed byte goes unnoticed."""

import hashlib
import json
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditdesk.errors import InputProblem
from creditdesk.exchange.archive import DESCRIPTOR, SIGNATURE
from creditdesk.exchange.cms import sign
from creditdesk.exchange.descriptor import FORMAT
from creditdesk.exchange.verifying import verify_package
from tests.exchange.outgoing import BEFORE, head, write


@pytest.fixture(scope="module")
def package(tmp_path_factory, catalogue, signer):
    return write(tmp_path_factory.mktemp("package"), catalogue, signer)


def wrong_of(path, signer, previous=None):
    """Return the sentences of all failed findings."""
    report = verify_package(path, signer.certificate_pem, previous)
    assert report.ok == all(finding.ok for finding in report.findings)
    return [finding.sentence for finding in report.findings if not finding.ok]


def rebuilt(source, target, change=None, rename=None, signer=None, extra=()):
    """Copy a package member by member as a zip program does, changed, and signed again when a signer is given."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        contents = {(rename or {}).get(name, name): old.read(name) for name in old.namelist()}
        for name, edit in (change or {}).items():
            contents[name] = edit(contents[name])
        if signer:
            contents[SIGNATURE] = sign(contents[DESCRIPTOR], signer.key_pem, signer.certificate_pem)
        for name, content in [*contents.items(), *extra]:
            if content is not None:
                new.writestr(name, content)
    return target


def edited(**changes):
    """Return an edit of the descriptor's own properties."""

    def edit(content):
        descriptor = json.loads(content)
        descriptor["creditdesk"] |= changes
        return json.dumps(descriptor).encode()

    return edit


def test_a_good_package_holds_in_every_check(package, signer):
    report = verify_package(package.path, signer.certificate_pem, BEFORE)
    assert report.ok, report.findings
    tables = len(report.descriptor.tables)
    assert len(report.findings) == 8 + 2 * tables
    assert report.findings[-1].sentence == "第 8 号数据包，前一个的摘要为 abababababab…，已核对。"
    assert (report.descriptor.head, report.descriptor.rows) == (head(), 4 * tables)
    loose = verify_package(package.path, signer.certificate_pem)
    assert loose.ok
    assert "没有核对" in loose.findings[-1].sentence


def test_a_missing_repeated_or_replaced_package_shows(tmp_path, catalogue, signer, package):
    assert "漏收、重收或被替换" in wrong_of(package.path, signer, "0" * 64)[0]
    following = write(tmp_path, catalogue, signer, about=head(9, package.digest))
    assert wrong_of(following.path, signer, package.digest) == []
    assert wrong_of(following.path, signer, hashlib.sha256(package.path.read_bytes()).hexdigest()) == []


def test_the_first_package_is_the_first(tmp_path, catalogue, signer):
    first = write(tmp_path, catalogue, signer, about=head(1, None))
    assert verify_package(first.path, signer.certificate_pem).findings[-1].sentence == "第 1 号数据包，是第一个数据包。"
    assert "漏收" in wrong_of(first.path, signer, BEFORE)[0]


def test_another_signer_is_named_and_nothing_further_believed(package, stranger):
    report = verify_package(package.path, stranger.certificate_pem)
    assert [finding.ok for finding in report.findings] == [True, False]
    assert "签名人不是“另一家示例中心”" in report.findings[-1].sentence
    assert report.descriptor is None


def test_two_hundred_changed_bytes_are_all_noticed(tmp_path, package, signer):
    content = package.path.read_bytes()
    chance = random.Random(20260212)
    path = tmp_path / "changed.zip"
    for place in chance.sample(range(len(content)), 200):
        changed = bytearray(content)
        changed[place] ^= chance.randrange(1, 256)
        path.write_bytes(changed)
        assert wrong_of(path, signer), place


def test_every_byte_around_the_members_counts(tmp_path, package, signer):
    """Headers, directory and the padding of compressed data: the places a checksum of the content does not reach."""
    content = package.path.read_bytes()
    with zipfile.ZipFile(package.path) as archive:
        directory = archive.start_dir
        starts = [info.header_offset for info in archive.infolist()]
    headers = [start + offset for start in starts for offset in range(30)]
    ends = [start - 1 for start in starts[1:-1]]
    path = tmp_path / "changed.zip"
    for place in [*headers, *ends, *range(directory, len(content))]:
        for bit in (1, 128):
            changed = bytearray(content)
            changed[place] ^= bit
            path.write_bytes(changed)
            assert wrong_of(path, signer), place


@given(st.binary(max_size=300) | st.just(b""))
@settings(max_examples=50)
def test_anything_else_is_no_package(tmp_path_factory, signer, content):
    path = tmp_path_factory.mktemp("junk") / "a.zip"
    path.write_bytes(content)
    assert len(wrong_of(path, signer)) == 1


def test_added_and_cut_bytes_are_noticed(tmp_path, package, signer):
    content = package.path.read_bytes()
    path = tmp_path / "changed.zip"
    for changed in (content + b"\0", b"\0" + content, content[:-1], content[: len(content) // 2], content + content):
        path.write_bytes(changed)
        assert wrong_of(path, signer)


TAMPERED = [
    ({"extra": [("data/more.csv", b"a")]}, "多出了 data/more.csv"),
    ({"change": {"data/licence.csv": lambda _content: None}}, "缺少了 data/licence.csv"),
    ({"rename": {"data/licence.csv": "data/Licence.csv"}}, "多出了 data/Licence.csv"),
    ({"extra": [("../evil.csv", b"a")]}, "路径不安全"),
    ({"extra": [("/etc/evil", b"a")]}, "路径不安全"),
    ({"extra": [("C:/evil", b"a")]}, "路径不安全"),
    ({"extra": [("data\\evil", b"a")]}, "路径不安全"),
    ({"extra": [("data/./x", b"a")]}, "路径不安全"),
    ({"change": {DESCRIPTOR: lambda _content: None}}, "没有 datapackage.json"),
    ({"change": {SIGNATURE: lambda _content: None}}, "没有 datapackage.json.p7s"),
    ({"change": {SIGNATURE: lambda _content: b"no"}}, "签名文件已损坏"),
    ({"change": {DESCRIPTOR: lambda content: content + b" "}}, "签名后内容被改动过"),
    ({"change": {"data/licence.csv": lambda content: content + b"x"}}, "被改动过或重新压缩过"),
    ({}, "被改动过或重新压缩过"),
]


@pytest.mark.parametrize("number", range(len(TAMPERED)))
def test_a_zip_that_was_tampered_with_is_refused(tmp_path, package, signer, number):
    build, words = TAMPERED[number]
    path = rebuilt(package.path, tmp_path / "changed.zip", **build)
    assert words in " ".join(wrong_of(path, signer))


def test_links_doubles_and_bombs_are_refused(tmp_path, package, signer):
    link = zipfile.ZipInfo("data/link")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    assert "链接" in wrong_of(rebuilt(package.path, tmp_path / "a.zip", extra=[(link, b"/etc/passwd")]), signer)[0]
    with pytest.warns(UserWarning, match="Duplicate"):
        double = rebuilt(package.path, tmp_path / "b.zip", extra=[(DESCRIPTOR, b"{}")])
    assert "同名成员" in wrong_of(double, signer)[0]
    many = rebuilt(package.path, tmp_path / "c.zip", extra=[(f"data/{number}", b"") for number in range(200)])
    assert "过大" in wrong_of(many, signer)[0]
    large = rebuilt(package.path, tmp_path / "d.zip", change={SIGNATURE: lambda _content: bytes(2**20)})
    assert "datapackage.json.p7s已损坏" in wrong_of(large, signer)[0]


WRONG_DESCRIPTORS = {
    "newer": (edited(format=FORMAT + 1), "只认识版本 1"),
    "serial as text": (edited(serial="8"), "缺项或写法不符"),
    "serial below zero": (edited(serial=-1), "缺项或写法不符"),
    "other digest": (edited(previous="md5:00"), "缺项或写法不符"),
    "nothing before the eighth": (edited(previous=None), "对不上"),
    "something before the first": (edited(serial=1), "对不上"),
    "a list": (lambda _content: b"[]", "缺项或写法不符"),
    "no JSON": (lambda _content: b"{", "缺项或写法不符"),
    "too deep": (lambda _content: b"[" * 100_000, "缺项或写法不符"),
}


@pytest.mark.parametrize("name", WRONG_DESCRIPTORS)
def test_a_signed_but_wrong_descriptor_is_refused(tmp_path, package, signer, name):
    edit, words = WRONG_DESCRIPTORS[name]
    path = rebuilt(package.path, tmp_path / "changed.zip", change={DESCRIPTOR: edit}, signer=signer)
    assert words in " ".join(wrong_of(path, signer))


def test_a_table_that_breaks_its_promises_is_refused(tmp_path, package, signer):
    """The office itself signed a table whose rows, actions or values do not fit."""

    def promising(rewrite, **promises):
        def edit(content):
            descriptor = json.loads(content)
            table = next(one for one in descriptor["resources"] if one["name"] == "penalty")
            with zipfile.ZipFile(package.path) as archive:
                data = rewrite(archive.read(table["path"]))
            table |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"} | promises
            return json.dumps(descriptor).encode()

        return {DESCRIPTOR: edit, "data/penalty.csv": rewrite}

    cases = [
        (promising(lambda data: data, rows=5), "有 4 行，描述文件写的是 5 行"),
        (promising(lambda data: data, creditdesk={"actions": {"new": 4}}), "行数与描述文件不符"),
        (promising(lambda data: data.replace(b",new,", b",old,")), "action 不是允许的取值"),
        (promising(lambda data: data.replace(b"2026/01/01", b"2026/02/30")), "格式不符"),
        (promising(lambda data: data + data.splitlines(keepends=True)[0]), "不合格的行"),
        (promising(lambda data: data.replace("示例".encode(), b"\xff\xff")), "不是 UTF-8"),
        (promising(lambda data: data.replace("示例".encode(), b"\0")), "空字符"),
        (promising(lambda data: b"x" + data), "表头与表结构"),
        (
            promising(lambda data: data, schema={"fields": [{"name": "uuid", "type": "geopoint"}]}),
            "表结构（schema）缺项",
        ),
    ]
    for change, words in cases:
        path = rebuilt(package.path, tmp_path / "changed.zip", change=change, signer=signer)
        assert words in " ".join(wrong_of(path, signer)), words


def test_a_file_that_is_not_there_is_a_finding_and_a_wrong_certificate_a_problem(tmp_path, package, signer):
    assert "打不开 none.zip" in wrong_of(tmp_path / "none.zip", signer)[0]
    with pytest.raises(InputProblem, match="PEM 证书"):
        verify_package(package.path, b"nothing")
