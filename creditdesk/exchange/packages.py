"""Writing a package: the tables that leave, their descriptor and its signature, in one zip."""

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import IO, Any

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.errors import InputProblem
from creditdesk.exchange.archive import DESCRIPTOR, SIGNATURE, Measure, measured, member
from creditdesk.exchange.certificates import OfficeCertificate
from creditdesk.exchange.cms import sign
from creditdesk.exchange.descriptor import Answered, PackageHead, compose, describe
from creditdesk.exchange.resources import Entry, Resource, Tally
from creditdesk.rules.china_time import in_china

__all__ = ["Entry", "PackageHead", "Written", "close", "package_name", "write_one_table", "write_package"]


@dataclass(frozen=True, slots=True)
class Written:
    """A finished package: the SHA-256 of the whole zip, how many rows it holds."""

    digest: str
    rows: int


def package_name(serial: int, created: datetime) -> str:
    """Return the file name of a package; names sort by day and serial number."""
    return f"{in_china(created):%Y%m%d}-{serial:04d}.zip"


def write_package(
    file: IO[bytes], head: PackageHead, catalogue: Catalogue, entries: Iterable[Entry], signer: OfficeCertificate
) -> Written:
    """Write a package into an empty file or buffer; the same input gives the same bytes but for the signature.

    Entries come kind by kind and are taken one at a time; what they raise ends the work. InputProblem when there are
    none.
    """
    moment = in_china(head.created)
    with zipfile.ZipFile(file, "w") as archive:
        tables = _write_tables(archive, moment, _resources(catalogue), entries)
        told = [describe(resource, tally) for resource, tally in tables]
        close(archive, compose(head, _so_far(file), told), moment, signer)
    return Written(_so_far(file).digest, sum(tally.rows for _, tally in tables))


def write_one_table(
    file: IO[bytes],
    head: PackageHead,
    entry: Mapping[str, Any],
    content: bytes,
    signer: OfficeCertificate,
    answers: Answered | None = None,
) -> str:
    """Write a package of one small table into an empty file or buffer; return its SHA-256."""
    moment = in_china(head.created)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member(entry["path"], moment, deflated=True), content)
        close(archive, compose(head, _so_far(file), [entry], answers), moment, signer)
    return _so_far(file).digest


def close(archive: zipfile.ZipFile, descriptor: bytes, moment: datetime, signer: OfficeCertificate) -> None:
    """Write the descriptor and its signature behind the tables."""
    signature = sign(descriptor, signer.key_pem, signer.certificate_pem)
    archive.writestr(member(DESCRIPTOR, moment, deflated=False), descriptor)
    archive.writestr(member(SIGNATURE, moment, deflated=False), signature)


def _so_far(file: IO[bytes]) -> Measure:
    file.seek(0)
    return measured(file)


def table_of(catalogue: Catalogue, kind_name: str) -> Resource | None:
    """Return the table in which packages have a kind of record; None for a kind the catalogue does not know."""
    return _resources(catalogue).get(kind_name)


def _resources(catalogue: Catalogue) -> Mapping[str, Resource]:
    """Return the table of each kind, in its newest edition and its reporting layout: the last one it names."""
    return {
        kind.name: Resource(kind, catalogue.layout(kind.layouts[-1]) if kind.layouts else None)
        for kind in catalogue.current_kinds()
    }


def _write_tables(
    archive: zipfile.ZipFile, moment: datetime, resources: Mapping[str, Resource], entries: Iterable[Entry]
) -> list[tuple[Resource, Tally]]:
    written: list[tuple[Resource, Tally]] = []
    for name, group in groupby(entries, attrgetter("kind")):
        resource = resources[name]
        if any(done is resource for done, _ in written):
            raise ValueError(f"entries of {name} do not come in one run")
        with archive.open(member(resource.path, moment, deflated=True), "w") as file:
            written.append((resource, resource.write(group, file)))
    if not written:
        raise InputProblem("没有要报送的变化，无需制作数据包。")
    return written
