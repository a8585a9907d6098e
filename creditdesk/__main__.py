"""Run creditdesk as `python -m creditdesk`."""

import multiprocessing
import sys

from creditdesk.cli import main

# A process that this one starts to share its work loads this module too, under another name.
if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
