"""Commands as they are typed, on desks whose passphrases are cheaper to try than an office's."""

import atexit
import shutil
import tempfile
from functools import cache, partial
from pathlib import Path

from creditdesk import cli
from tests.conftest import CHEAP, OFFICER, PASSPHRASE

main = partial(cli.main, cost=CHEAP)


def new(folder: Path) -> None:
    """Copy a desk that `creditdesk new` founded today; it is founded once for all tests."""
    shutil.copytree(_founded(), folder)


@cache
def _founded() -> Path:
    place = Path(tempfile.mkdtemp(prefix="creditdesk-terminal-"))
    atexit.register(shutil.rmtree, place)
    desk, phrase = place / "desk", place / "phrase.txt"
    phrase.write_text(f"{PASSPHRASE}\n", "utf-8")
    key = ("--officer", OFFICER, "--passphrase-file", str(phrase))
    assert main(["new", str(desk), "--office", "中牟县信用中心（示例）", *key]) == 0
    return desk
