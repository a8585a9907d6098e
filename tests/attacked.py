"""How often each attack strikes in the tests: few by themselves, as many as wanted through the environment."""

import os

KILLS = int(os.environ.get("CREDITDESK_KILLS", "125"))
"""How often each deed of the self-test is killed, each time at another moment; a report strikes far more often."""

STARTED_KILLS = int(os.environ.get("CREDITDESK_STARTED_KILLS", "3"))
"""How often an act is killed where the program is started anew for each kill, which takes seconds."""

CUTS = int(os.environ.get("CREDITDESK_CUTS", "30"))
"""How often the power is cut during each deed."""

FLIPS = int(os.environ.get("CREDITDESK_FLIPS", "15"))
"""At how many places each file is changed, and how often each sort of wrong key is tried."""

ACTS = int(os.environ.get("CREDITDESK_ACTS", "40"))
"""How many acts one process does while its memory and handles are watched."""

POINTS = int(os.environ.get("CREDITDESK_POINTS", "6"))
"""At how many of an act's writes the disk fails in turn; 0 is every one."""

SALVAGES = int(os.environ.get("CREDITDESK_SALVAGES", "2"))
"""How often a desk is damaged at some pages and mended."""
