"""What is proved of a package, and that no byte around its members counts for nothing; vectors show each fault."""

import hashlib
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditdesk.errors import InputProblem
from creditdesk.exchange.archive import DESCRIPTOR, SIGNATURE
from creditdesk.exchange.cms import sign
from creditdesk.exchange.verifying import verify_package
from tests.exchange.outgoing import BEFORE, entries_of, head, keep, write


@pytest.fixture(scope="module")
def package(tmp_path_factory, catalogue, signer):
    return write(tmp_path_factory.mktemp("package"), catalogue, signer)


def wrong_of(path, signer, previous=None):
    """Return the sentences of all failed findings."""
    report = verify_package(path, signer.certificate_pem, previous)
    assert report.ok == all(finding.ok for finding in report.findings)
    return [finding.sentence for finding in report.findings if not finding.ok]


def redescribed(source, target, edit, signer):
    """Copy a package as a zip program does, its description changed and signed again."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        contents = {name: old.read(name) for name in old.namelist()}
        contents[DESCRIPTOR] = edit(contents[DESCRIPTOR])
        contents[SIGNATURE] = sign(contents[DESCRIPTOR], signer.key_pem, signer.certificate_pem)
        for name, content in contents.items():
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


def test_every_byte_around_the_members_counts(tmp_path, catalogue, signer):
    """Headers, directory and the padding of compressed data: the places a checksum of the content does not reach."""
    two_tables = [entry for entry in entries_of(catalogue, 1) if entry.kind in ("licence", "penalty")]
    package = keep(tmp_path, head(), catalogue, two_tables, signer)
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


WRONG_DESCRIPTORS = {
    "serial as text": (edited(serial="8"), "缺项或写法不符"),
    "serial below zero": (edited(serial=-1), "缺项或写法不符"),
    "other digest": (edited(previous="md5:00"), "缺项或写法不符"),
    "a list": (lambda _content: b"[]", "缺项或写法不符"),
    "too deep": (lambda _content: b"[" * 100_000, "缺项或写法不符"),
}


@pytest.mark.parametrize("name", WRONG_DESCRIPTORS)
def test_a_signed_but_wrong_descriptor_is_refused(tmp_path, package, signer, name):
    edit, words = WRONG_DESCRIPTORS[name]
    path = redescribed(package.path, tmp_path / "changed.zip", edit, signer)
    assert words in " ".join(wrong_of(path, signer))


def test_a_file_that_is_not_there_is_a_finding_and_a_wrong_certificate_a_problem(tmp_path, package, signer):
    assert "打不开 none.zip" in wrong_of(tmp_path / "none.zip", signer)[0]
    with pytest.raises(InputProblem, match="PEM 证书"):
        verify_package(package.path, b"nothing")
