"""Everything that can be wrong with a package, one by one, done to any good report of one table.

A fault is either done to the finished zip, as somebody between sender and receiver would, or is signed by the sender
itself: then everything else in the package fits the fault, so that nothing but the fault can be the reason to refuse.
"""

import csv
import hashlib
import io
import json
import warnings
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from creditdesk.exchange.archive import DESCRIPTOR, SIGNATURE
from creditdesk.exchange.certificates import OfficeCertificate
from creditdesk.exchange.cms import sign

Told = dict[str, Any]
Member = tuple[zipfile.ZipInfo, bytes]
Rows = list[list[str]]


@dataclass(frozen=True)
class Hands:
    """The keys that sign: the sender's, a stranger's, and the sender's that ran out or is not valid yet."""

    office: OfficeCertificate
    stranger: OfficeCertificate
    expired: OfficeCertificate
    early: OfficeCertificate


@dataclass(frozen=True)
class Fault:
    """One thing wrong: how it is done, what must be said of it, and whose certificate the reader has."""

    about: str
    said: str
    do: Callable[[bytes, Hands], bytes]
    certificate: str = "office"


def members_of(package: bytes) -> list[Member]:
    """Return the members of a package in their order."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [(info, archive.read(info)) for info in archive.infolist()]


def zipped(members: Sequence[Member]) -> bytes:
    """Return a zip of these members, each with the header it had."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")  # a name that comes twice is one of the faults
        for info, content in members:
            archive.writestr(header(info.filename, info), content)
    return buffer.getvalue()


def header(name: str, like: zipfile.ZipInfo, method: int | None = None) -> zipfile.ZipInfo:
    """Return a header of this name that is otherwise like another one."""
    info = zipfile.ZipInfo(name, like.date_time)
    info.create_system, info.external_attr = like.create_system, like.external_attr
    info.compress_type = like.compress_type if method is None else method
    return info


def measured(data: bytes) -> Told:
    """Return size and digest of some bytes as a description tells them."""
    return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def signed(
    package: bytes,
    signer: OfficeCertificate,
    tell: Callable[[Told], object] = lambda _told: None,
    table: Callable[[bytes], bytes] = lambda data: data,
) -> bytes:
    """Return a package with another table or description, made to fit in all else and signed."""
    (info, data), (described, told_before), (signature, _) = members_of(package)
    data, told = table(data), json.loads(told_before)
    told["resources"][0] |= measured(data)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(header(info.filename, info), data)
        told["creditdesk"]["archive"] = measured(buffer.getvalue())
        tell(told)
        description = (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
        archive.writestr(header(DESCRIPTOR, described), description)
        content = sign(description, signer.key_pem, signer.certificate_pem)
        archive.writestr(header(SIGNATURE, signature), content)
    return buffer.getvalue()


def rows(edit: Callable[[Rows], object]) -> Callable[[bytes], bytes]:
    """Return an edit of a table's bytes that is told as one of its rows, of which the first is the header."""

    def change(data: bytes) -> bytes:
        read = list(csv.reader(io.StringIO(data.decode(), newline="")))
        edit(read)
        text = io.StringIO()
        csv.writer(text).writerows(read)
        return text.getvalue().encode()

    return change


def cell(column: str, value: str) -> Callable[[bytes], bytes]:
    """Return an edit that puts a value into a column of the first row; "" is the first column that is not ours."""

    def edit(read: Rows) -> None:
        read[1][read[0].index(column) if column else read[0].index("lineage") + 1] = value

    return rows(edit)


def _zip(edit: Callable[[list[Member]], object]) -> Callable[[bytes, Hands], bytes]:
    """Return a fault of the finished zip."""

    def do(package: bytes, _hands: Hands) -> bytes:
        members = members_of(package)
        edit(members)
        return zipped(members)

    return do


def _bytes(edit: Callable[[bytes], bytes]) -> Callable[[bytes, Hands], bytes]:
    return lambda package, _hands: edit(package)


def _told(**changes: object) -> Callable[[bytes, Hands], bytes]:
    """Return a fault in our own members of the description that the sender signed; `...` leaves a member out."""

    def tell(told: Told) -> None:
        told["creditdesk"] |= changes
        for name in [name for name, value in changes.items() if value is ...]:
            del told["creditdesk"][name]

    return lambda package, hands: signed(package, hands.office, tell)


def _table(
    table: Callable[[bytes], bytes], tell: Callable[[Told], object] = lambda _told: None
) -> Callable[[bytes, Hands], bytes]:
    return lambda package, hands: signed(package, hands.office, tell, table)


def _promise(**promises: object) -> Callable[[bytes, Hands], bytes]:
    return lambda package, hands: signed(package, hands.office, lambda told: told["resources"][0].update(promises))


def _extra(name: str, content: bytes = b"a") -> Callable[[bytes, Hands], bytes]:
    return _zip(lambda members: members.insert(1, (header(name, members[0][0]), content)))


def _link(members: list[Member]) -> None:
    info = header("data/link", members[0][0])
    info.external_attr = 0o120777 << 16
    members.insert(1, (info, b"/etc/passwd"))


def _renamed(members: list[Member]) -> None:
    info, data = members[0]
    members[0] = (header("data/renamed.csv", info), data)


def _described(edit: Callable[[bytes], bytes]) -> Callable[[bytes, Hands], bytes]:
    def change(members: list[Member]) -> None:
        members[-2] = (members[-2][0], edit(members[-2][1]))

    return _zip(change)


def _signature(content: bytes) -> Callable[[bytes, Hands], bytes]:
    def change(members: list[Member]) -> None:
        members[-1] = (members[-1][0], content)

    return _zip(change)


def _repacked(members: list[Member]) -> None:
    members[:] = [(header(info.filename, info, zipfile.ZIP_STORED), data) for info, data in members]


def _other_table(members: list[Member]) -> None:
    """Replace a table by one of the same size."""
    info, data = members[0]
    members[0] = (info, data.replace(b"1", b"2", 1))


def _bomb(package: bytes) -> bytes:
    """Let the directory say that the first member unpacks to almost 4 GiB."""
    place = package.index(b"PK\x01\x02") + 24
    return package[:place] + (0xFFFF_FFF0).to_bytes(4, "little") + package[place + 4 :]


def _second_stamp(package: bytes) -> bytes:
    """Change the time in the first member's own header by two seconds."""
    return package[:10] + bytes([package[10] ^ 1]) + package[11:]


def _doubled(told: Told) -> None:
    told["resources"][0]["rows"] += 1
    told["resources"][0]["creditdesk"]["actions"]["new"] += 1


def _dated(told: Told) -> None:
    told["created"] = "2025-06-01T00:00:00+08:00"


def _dates_too(package: bytes, hands: Hands) -> bytes:
    """Let description and headers say that the package was made before the certificate was valid."""
    early = [(_at(info, (2025, 6, 1, 0, 0, 0)), data) for info, data in members_of(package)]
    return signed(zipped(early), hands.office, _dated)


def _at(info: zipfile.ZipInfo, moment: tuple[int, int, int, int, int, int]) -> zipfile.ZipInfo:
    info.date_time = moment
    return info


FAULTS: dict[str, Fault] = {
    # ------------------------------------------------------------------------------------------------- the zip
    "empty": Fault("no bytes at all", "已损坏或不完整", _bytes(lambda _package: b"")),
    "cut": Fault("the last hundred bytes are missing", "已损坏或不完整", _bytes(lambda package: package[:-100])),
    "path-up": Fault("a member leads out of the folder", "路径不安全", _extra("../evil.csv")),
    "path-absolute": Fault("a member has an absolute path", "路径不安全", _extra("/etc/evil.csv")),
    "path-drive": Fault("a member names a drive", "路径不安全", _extra("C:/evil.csv")),
    "path-dot": Fault("a member's path has a dot for a part", "路径不安全", _extra("data/./evil.csv")),
    "path-backslash": Fault("a member has backslashes", "路径不安全", _extra("..\\evil.csv")),
    "link": Fault("a member is a symbolic link", "指向别处的链接", _zip(_link)),
    "twice": Fault("two members of one name", "同名成员", _zip(lambda members: members.insert(1, members[0]))),
    "many": Fault(
        "more members than a package has",
        "成员多于 100 个",
        _zip(lambda members: members.extend((header(f"data/{number}", members[0][0]), b"") for number in range(99))),
    ),
    "bomb": Fault("a member that would unpack to 4 GiB", "展开后过大", _bytes(_bomb)),
    "no-description": Fault("no datapackage.json", "没有 datapackage.json", _zip(lambda members: members.pop(-2))),
    "no-signature": Fault("no signature", "没有 datapackage.json.p7s", _zip(lambda members: members.pop())),
    # ------------------------------------------------------------------------------------------- the signature
    "signature-garbage": Fault("the signature is none", "签名文件已损坏", _signature(b"no signature")),
    "signature-large": Fault("the signature is larger than any", "p7s已损坏", _signature(bytes(2**16 + 1))),
    "stranger": Fault("signed by somebody else", "签名人不是", lambda package, hands: signed(package, hands.stranger)),
    "forged": Fault(
        "signed with another key than the certificate's",
        "签名无效",
        lambda package, hands: signed(package, OfficeCertificate(hands.stranger.key_pem, hands.office.certificate_pem)),
    ),
    "expired": Fault(
        "the certificate ran out before it was signed",
        "到期",
        lambda package, hands: signed(package, hands.expired),
        "expired",
    ),
    "early": Fault(
        "signed before the certificate is valid",
        "起有效",
        lambda package, hands: signed(package, hands.early),
        "early",
    ),
    "made-early": Fault("made before the certificate was valid", "而生成于", _dates_too),
    "description-changed": Fault(
        "the description was changed after it was signed",
        "签名后内容被改动过",
        _described(lambda data: data.replace(b'"rows": ', b'"rows":  ', 1)),
    ),
    # ----------------------------------------------------------------------------------------- the description
    "no-json": Fault(
        "the description is no JSON",
        "缺项或写法不符",
        lambda package, hands: _resigned(package, hands, lambda data: data[:-3]),
    ),
    "format-2": Fault("another format version", "只认识版本 1", _told(format=2)),
    "no-serial": Fault("no serial number", "缺项或写法不符", _told(serial=...)),
    "wrong-type": Fault("a type that does not exist", "缺项或写法不符", _told(type="invoice")),
    "previous-of-the-first": Fault(
        "the first names one before it", "序号 1 与前一个", _told(previous="sha256:" + "ab" * 32)
    ),
    "nothing-before-the-second": Fault("the second names none before it", "序号 2 与前一个", _told(serial=2)),
    # --------------------------------------------------------------------------------- members and their bytes
    "added": Fault("a file was added", "多出了 data/added.csv", _extra("data/added.csv")),
    "removed": Fault("a file was removed", "缺少了 data/", _zip(lambda members: members.pop(0))),
    "renamed": Fault("a file was renamed", "被改名或换成了 data/renamed.csv", _zip(_renamed)),
    "reordered": Fault("the files stand in another order", "次序", _zip(lambda members: members.reverse())),
    "repacked": Fault("opened and packed again", "重新压缩过", _zip(_repacked)),
    "header": Fault("one bit of a header was changed", "重新压缩过", _bytes(_second_stamp)),
    "behind": Fault("a byte stands behind the zip", "重新压缩过", _bytes(lambda package: package + b"\0")),
    "table-changed": Fault("another table of the same size", "被改动过", _zip(_other_table)),
    # ---------------------------------------------------------------------------------------------- the tables
    "rows": Fault("another number of rows than promised", "描述文件写的是", _promise(rows=7)),
    "counts": Fault(
        "other counts than promised", "各类行数与描述文件不符", _promise(creditdesk={"actions": {"withdrawn": 1}})
    ),
    "schema": Fault(
        "a schema of types that do not exist",
        "表结构（schema）缺项",
        _promise(schema={"fields": [{"name": "uuid", "type": "geopoint"}]}),
    ),
    "gb18030": Fault(
        "another encoding than UTF-8", "不是 UTF-8 编码", _table(lambda data: data.decode().encode("gb18030"))
    ),
    "nul": Fault("a NUL in a cell", "空字符", _table(cell("", "示\0例"))),
    "huge-cell": Fault("a cell without end", "一格超过 131072 个字", _table(cell("", "示" * 140_000))),
    "action": Fault("an action that does not exist", "action 不是允许的取值", _table(cell("action", "deleted"))),
    "version": Fault("a version that is no number", "version 格式不符", _table(cell("version", "九"))),
    "same-twice": Fault(
        "one record stands twice",
        "uuid 与其他行重复",
        _table(rows(lambda read: read.append(read[1])), _doubled),
    ),
    "short-row": Fault("a row lacks a cell", "列数不是", _table(rows(lambda read: read[1].pop()))),
    "header-row": Fault("the header is not the schema's", "表头与表结构", _table(rows(lambda read: read[0].reverse()))),
}


def _resigned(package: bytes, hands: Hands, edit: Callable[[bytes], bytes]) -> bytes:
    """Return a package whose description is other bytes, signed as they are."""
    *tables, (described, data), (signature, _) = members_of(package)
    data = edit(data)
    content = sign(data, hands.office.key_pem, hands.office.certificate_pem)
    return zipped([*tables, (described, data), (signature, content)])
