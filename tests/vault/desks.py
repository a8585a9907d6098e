"""What the vault's tests share: the cheap cost, the officer, and looking at a desk's bytes."""

import subprocess
import sys
from pathlib import Path

from creditdesk.vault import Cost, Vault

CHEAP = Cost(memory_kib=64, iterations=1, lanes=1)
PASSPHRASE = "示例口令 十二个字以上才行"
OFFICER = "王示例"


def open_desk(folder: Path) -> Vault:
    """Open the desk as its first officer."""
    return Vault.open(folder, OFFICER, PASSPHRASE, cost=CHEAP)


def flip(path: Path, offset: int) -> None:
    """Change one bit of a file."""
    with path.open("rb+") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 1]))


def files_with(folder: Path, *needles: bytes) -> list[str]:
    """Return the files below a folder that hold one of the byte strings.

    Another process reads them: closing desk.db in this one would end the locks SQLite holds on it.
    """
    code = (
        "import pathlib, sys\n"
        "needles = [bytes.fromhex(text) for text in sys.argv[2:]]\n"
        "for path in sorted(pathlib.Path(sys.argv[1]).rglob('*')):\n"
        "    if path.is_file() and any(needle in path.read_bytes() for needle in needles):\n"
        "        print(path.name)\n"
    )
    command = [sys.executable, "-c", code, str(folder), *(needle.hex() for needle in needles)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
