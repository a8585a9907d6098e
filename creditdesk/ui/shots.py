"""Takes the pictures of docs/pictures: `python -m creditdesk.ui.shots --out DIR`, once at each scale."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from creditdesk.services import sample_queue
from creditdesk.ui import pictures
from creditdesk.ui.starting import application


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the sample desk and save what each page of its window looks like, light and dark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out: Path = parser.parse_args(arguments).out
    application()
    # The unlock page shows where the desk lies, so the place has the same name each time.
    scratch = Path(tempfile.gettempdir()) / "信用中心示例"
    shutil.rmtree(scratch, ignore_errors=True)
    with sample_queue.make(scratch) as desk:
        for path in (*pictures.of_pages(desk, out), *pictures.of_beginnings(desk.folder, out)):
            print(path)
    shutil.rmtree(scratch)
    return 0


if __name__ == "__main__":
    sys.exit(main())
