"""Packages made from a desk and taken into another one, beside the bare libraries doing no more than must be done."""

import csv
import io
import json
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlcipher3 import dbapi2

from benchmarks import Row, medians, row
from benchmarks.counties import CLOCK, FULL, OFFICER, PASSPHRASE, county, words
from creditdesk.exchange.certificates import OfficeCertificate, make_certificate
from creditdesk.services import arrivals, incoming, office_keys, officers, offices, packages, partners, releases, sample
from creditdesk.services.desk import Desk

_ROWS = 100_000 if FULL else 10_000
_SECOND = "孙示例"
_PLATFORM = "示例市平台"
_COLUMNS = 40


def rows() -> list[Row]:
    """Measure leaving and arriving on the same county."""
    with county(_ROWS) as desk, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        platform = make_certificate(_PLATFORM, CLOCK().date())
        _prepare(desk, platform)
        turns = count()

        def ours() -> Path:
            with desk.vault.writer.begin() as connection:
                connection.exec_driver_sql("UPDATE record SET left_version = 0")
            stick = folder / f"stick{next(turns)}"
            stick.mkdir()
            return _send(desk, stick)

        def floor() -> None:
            _bare_send(desk, folder, platform)

        ours_s, floor_s = medians(ours, floor, rounds=1)
        arrived = _arriving(desk, folder)
    work = f"{words(_ROWS)} changed records chosen, checked, written, signed, enveloped, ledger kept; ratio to "
    return [row(f"{work}select, csv.writer, zip and openssl", ours_s, goal=2.5, floor_s=floor_s), arrived]


def _prepare(desk: Desk, platform: OfficeCertificate) -> None:
    officers.add(desk, _SECOND, "checker", PASSPHRASE)
    office = offices.office(desk)
    desk.perform(offices.describe, offices.Office(**(vars(office) | {"receiver": _PLATFORM})))
    desk.perform(partners.trust, _PLATFORM, platform.certificate_pem, "当面", "吴示例")


def _send(desk: Desk, stick: Path) -> Path:
    """Propose, release and hand over."""
    proposal = str(desk.perform(releases.propose).result["proposal"])
    with sample.acting_as(desk, _SECOND):
        released = desk.perform(releases.release, proposal)
    return Path(str(releases.hand_over(desk, released.result["packages"], stick).result["files"][0]))


def _bare_send(desk: Desk, folder: Path, platform: OfficeCertificate) -> None:
    """Select the same rows, write them as CSV into a zip, sign and seal it with openssl."""
    with desk.read() as session:
        key = office_keys.active(session)
        (folder / "own.key").write_bytes(key.key_pem)
        (folder / "own.pem").write_bytes(key.certificate_pem)
    (folder / "platform.pem").write_bytes(platform.certificate_pem)
    found = desk.rows("SELECT id, content FROM record WHERE withheld IS NULL")
    path = folder / "bare.zip"
    text = io.StringIO()
    csv.writer(text).writerows([one, *json.loads(content).values()] for one, content in found)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.csv", text.getvalue())
    for command in (
        "openssl cms -sign -binary -in bare.zip -signer own.pem -inkey own.key -outform DER -out bare.p7s",
        "openssl cms -encrypt -binary -aes-256-cbc -in bare.zip -outform DER -out bare.p7m platform.pem",
    ):
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)  # noqa: S603 - our own words


def _arriving(desk: Desk, folder: Path) -> Row:
    """Let an empty desk take the same records in."""
    with _neighbour(folder, desk) as other:
        with desk.vault.writer.begin() as connection:
            connection.exec_driver_sql("UPDATE record SET left_version = 0")
        stick = folder / "there"
        stick.mkdir()
        file = _send(desk, stick)

        def ours() -> None:
            plan = arrivals.inspect(other, file)
            other.perform(incoming.take, plan)

        def floor() -> None:
            with other.read() as session:
                _bare_take(office_keys.opened(session, file.read_bytes()), folder / "bare.db")

        ours_s, floor_s = medians(ours, floor, rounds=1)
    work = f"a package of {words(_ROWS)} rows proved, looked through and taken; ratio to read and bare encrypted insert"
    return row(work, ours_s, goal=3, floor_s=floor_s)


@contextmanager
def _neighbour(folder: Path, desk: Desk) -> Iterator[Desk]:
    """Found an empty desk that the packages go to from now on."""
    office = offices.Office("示例乡镇信用站")
    other, _ = offices.create_desk(folder / "other", office, OFFICER, PASSPHRASE, clock=CLOCK)
    with other:
        other.perform(partners.trust, offices.office(desk).name, packages.certificate(desk), "当面", "吴示例")
        desk.perform(partners.trust, office.name, packages.certificate(other), "当面", "吴示例")
        desk.perform(offices.describe, offices.Office(**(vars(offices.office(desk)) | {"receiver": office.name})))
        yield other


def _bare_take(package: bytes, database: Path) -> None:
    """Read every table of a zip and insert its cells, no more."""
    connection = dbapi2.connect(str(database), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{'00' * 32}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"CREATE TABLE bare ({', '.join(f'c{place}' for place in range(_COLUMNS))})")
    connection.execute("BEGIN")
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in archive.namelist():
            if name.endswith(".csv"):
                with archive.open(name) as raw:
                    _bare_insert(connection, csv.reader(io.TextIOWrapper(raw, "utf-8", newline="")))
    connection.execute("COMMIT")
    connection.close()


def _bare_insert(connection: dbapi2.Connection, table: Iterator[list[str]]) -> None:
    padded = ((each + [""] * _COLUMNS)[:_COLUMNS] for each in table)
    connection.executemany(f"INSERT INTO bare VALUES ({', '.join('?' * _COLUMNS)})", padded)  # noqa: S608 - our own names
