"""Commands as they are typed, on desks whose passphrases are cheaper to try than an office's."""

from functools import partial

from creditdesk import cli
from tests.conftest import CHEAP

main = partial(cli.main, cost=CHEAP)
