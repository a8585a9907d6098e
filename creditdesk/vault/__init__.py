"""The encrypted file: keys, opening, migrations, search index, backup, checking."""

from creditdesk.vault.costs import DEFAULT_COST, Cost
from creditdesk.vault.recovery import RecoveryCard
from creditdesk.vault.slots import SlotInfo
from creditdesk.vault.vault import Vault

__all__ = ["DEFAULT_COST", "Cost", "RecoveryCard", "SlotInfo", "Vault"]
