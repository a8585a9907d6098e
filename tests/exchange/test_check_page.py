"""The commands of docs/check-a-package.md as a reader types them: they hold for a good package and for no other."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.cli import main
from creditdesk.exchange.archive import DESCRIPTOR
from creditdesk.exchange.certificates import OfficeCertificate, make_certificate
from creditdesk.exchange.envelopes import envelope
from creditdesk.rules.china_time import CHINA
from tests.exchange.outgoing import OFFICE, PLATFORM, head, write
from tests.vectors.faults import Member, members_of, zipped

PAGE = (Path(__file__).parents[2] / "docs" / "check-a-package.md").read_text("utf-8")
COMMANDS = re.findall(r"^```\n(.+?)^```$", PAGE, re.MULTILINE | re.DOTALL)
FILE = "20260214-0001.zip"
NOW = datetime.now(CHINA)
"""The page's openssl asks whether the certificate is valid today."""


@pytest.fixture(scope="module")
def own() -> OfficeCertificate:
    return make_certificate(OFFICE, NOW.date())


@pytest.fixture(scope="module")
def receiver() -> OfficeCertificate:
    return make_certificate(PLATFORM, NOW.date())


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, own: OfficeCertificate) -> bytes:
    about = replace(head(1, None), created=NOW)
    return write(tmp_path_factory.mktemp("made"), catalogue, own, about=about).path.read_bytes()


def typed(folder: Path, package: bytes, own: OfficeCertificate, receiver: OfficeCertificate) -> list[tuple[int, str]]:
    """Type every block of the page in a folder with the enveloped package; return how each ended and what it said."""
    (folder / "certificate.pem").write_bytes(own.certificate_pem)
    (folder / "receiver.pem").write_bytes(receiver.certificate_pem)
    (folder / "receiver-key.pem").write_bytes(receiver.key_pem)
    (folder / f"{FILE}.p7m").write_bytes(envelope(package, receiver.certificate_pem))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = [
        subprocess.run(
            ["sh", "-c", block],
            cwd=folder,
            env=os.environ | {"PATH": path},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        for block in COMMANDS
    ]
    return [(one.returncode, one.stdout + one.stderr) for one in done]


def test_the_page_has_the_commands_it_names() -> None:
    typed_words = {block.split()[0] for block in COMMANDS}
    assert typed_words == {"openssl", "unzip", "frictionless", "sha256sum"}
    assert len(COMMANDS) == 5


def test_they_hold_for_a_good_package(
    tmp_path: Path, package: bytes, own: OfficeCertificate, receiver: OfficeCertificate
) -> None:
    done = typed(tmp_path, package, own, receiver)
    assert [status for status, _ in done] == [0] * len(COMMANDS), done
    opened, named, signed, checked, digest = (said for _, said in done)
    assert opened == ""
    assert "sha256 Fingerprint=" in named
    assert "CMS Verification successful" in signed
    assert "VALID" in checked
    assert "INVALID" not in checked
    assert digest.endswith(FILE + "\n")
    assert main(["verify", str(tmp_path / FILE), "--certificate", str(tmp_path / "certificate.pem")]) == 0


def _flipped(member: str) -> Callable[[bytes], bytes]:
    """Return a change of one bit in the middle of a member as it lies in the zip."""

    def change(package: bytes) -> bytes:
        info = next(info for info, _ in members_of(package) if member in info.filename)
        place = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
        return package[:place] + bytes([package[place] ^ 1]) + package[place + 1 :]

    return change


def _exchanged(member: str, old: str, new: str) -> Callable[[bytes], bytes]:
    """Return a change of a member's content by somebody who packs the zip again."""

    def changed(one: Member) -> Member:
        info, content = one
        return (info, content.replace(old.encode(), new.encode(), 1) if member in info.filename else content)

    return lambda package: zipped([changed(one) for one in members_of(package)])


CHANGED = {
    "a byte of a table": _flipped("penalty"),
    "a byte of the description": _flipped(DESCRIPTOR),
    "a table, packed again": _exchanged("penalty", "0.200000", "0.100000"),
    "the description, packed again": _exchanged(DESCRIPTOR, '"serial": 1', '"serial": 2'),
}


@pytest.mark.parametrize("name", CHANGED)
def test_they_do_not_hold_once_a_byte_changed(
    name: str, tmp_path: Path, package: bytes, own: OfficeCertificate, receiver: OfficeCertificate
) -> None:
    changed = CHANGED[name](package)
    assert changed != package
    done = typed(tmp_path, changed, own, receiver)
    assert any(status != 0 for status, _ in done), done
    assert done[-1][1] != typed_digest(package)


def typed_digest(package: bytes) -> str:
    """Return what sha256sum says of the good package."""
    done = subprocess.run(["sha256sum"], input=package, capture_output=True, check=True)
    return done.stdout.decode().replace("-", FILE)
