"""The other side of the exchange as a platform's programmer writes it from docs/package-format.md alone.

Nothing of creditdesk is used: Python's standard library and openssl.
"""

import csv
import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

COLUMNS = ("uuid", "version", "result", "field", "reason")


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, check=True)


def make_key(folder: Path, office: str) -> None:
    """Make key.pem and certificate.pem for an office."""
    subject = ("-subj", f"/C=CN/O={office}", "-utf8", "-days", "30", "-nodes", "-newkey", "rsa:2048")
    openssl(folder, "req", "-x509", *subject, "-keyout", "key.pem", "-out", "certificate.pem")


def answer(package: Path, results: Sequence[Sequence[str]], desk: str, now: datetime, folder: Path) -> Path:
    """Answer a report with the key in the folder; returns the receipt's file."""
    with zipfile.ZipFile(package) as archive:
        told = json.loads(archive.read("datapackage.json"))["creditdesk"]
    serial, day = told["serial"], now.strftime("%Y%m%d")
    path = folder / f"{day}-{serial:04d}-r1-{told['desk'][:6]}.zip"
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *results])
    table = text.getvalue().encode()
    with path.open("w+b") as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr(_header("data/receipt.csv", now, zipfile.ZIP_DEFLATED), table)
        file.seek(0)
        before = file.read()
        head = {
            "format": 1,
            "type": "receipt",
            "office": told["to"],
            "desk": desk,
            "to": told["office"],
            "serial": 1,
            "previous": None,
            "journal": "0" * 64,
            "archive": _measure(before),
            "answers": {
                "office": told["office"],
                "desk": told["desk"],
                "serial": serial,
                "hash": _measure(package.read_bytes())["hash"],
            },
        }
        described = {
            "profile": "tabular-data-package",
            "name": f"creditdesk-receipt-{serial:04d}-1",
            "created": now.isoformat(timespec="seconds"),
            "resources": [_described(table, results)],
            "creditdesk": head,
        }
        (folder / "datapackage.json").write_text(json.dumps(described), "utf-8")
        signer = ("-signer", "certificate.pem", "-inkey", "key.pem", "-outform", "DER")
        openssl(folder, "cms", "-sign", "-binary", "-in", "datapackage.json", *signer, "-out", "datapackage.json.p7s")
        for name in ("datapackage.json", "datapackage.json.p7s"):
            archive.writestr(_header(name, now, zipfile.ZIP_STORED), (folder / name).read_bytes())
    return path


def _header(name: str, now: datetime, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, now.timetuple()[:6])
    info.create_system, info.external_attr, info.compress_type = 3, 0o100644 << 16, method
    return info


def _measure(data: bytes) -> dict[str, Any]:
    return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def _described(table: bytes, results: Sequence[Sequence[str]]) -> dict[str, Any]:
    said = [row[2] for row in results]
    kinds: dict[str, dict[str, Any]] = {
        "uuid": {"type": "string", "constraints": {"required": True, "maxLength": 36}},
        "version": {"type": "integer", "constraints": {"required": True, "minimum": 1}},
        "result": {"type": "string", "constraints": {"required": True, "enum": ["accepted", "rejected", "replaced"]}},
        "field": {"type": "string", "constraints": {"maxLength": 64}},
        "reason": {"type": "string", "constraints": {"maxLength": 500}},
    }
    return {
        "profile": "tabular-data-resource",
        "name": "receipt",
        "path": "data/receipt.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_measure(table),
        "rows": len(results),
        "creditdesk": {"results": {word: said.count(word) for word in ("accepted", "rejected", "replaced")}},
        "schema": {"fields": [{"name": name, **kinds[name]} for name in COLUMNS], "missingValues": [""]},
    }
