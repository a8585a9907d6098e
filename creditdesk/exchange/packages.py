"""Writing a package: the tables that leave, their descriptor and its signature, in one zip."""

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import IO

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.errors import InputProblem
from creditdesk.exchange.archive import DESCRIPTOR, SIGNATURE, member
from creditdesk.exchange.certificates import OfficeCertificate
from creditdesk.exchange.cms import sign
from creditdesk.exchange.descriptor import Measure, PackageHead, compose, describe
from creditdesk.exchange.resources import Entry, Resource, Tally
from creditdesk.rules.china_time import in_china

_PIECE = 2**20

__all__ = ["Entry", "PackageHead", "Written", "package_name", "write_package"]


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
        before = _measure(file)
        descriptor = compose(head, before, [describe(resource, tally) for resource, tally in tables])
        signature = sign(descriptor, signer.key_pem, signer.certificate_pem)
        archive.writestr(member(DESCRIPTOR, moment, deflated=False), descriptor)
        archive.writestr(member(SIGNATURE, moment, deflated=False), signature)
    return Written(_measure(file).digest, sum(tally.rows for _, tally in tables))


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


def _measure(file: IO[bytes]) -> Measure:
    """Return how many bytes the file has so far, and their digest."""
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return Measure(file.tell(), digest.hexdigest())
