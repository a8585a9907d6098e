"""What opening a slot costs: the Argon2id parameters, their floor and their ceiling."""

from dataclasses import dataclass
from typing import Self

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from creditdesk.errors import Problem

KEY_BYTES = 32


@dataclass(frozen=True)
class Cost:
    """Argon2id parameters: memory in KiB, passes over it, and lanes computed side by side."""

    memory_kib: int
    iterations: int
    lanes: int

    def at_least(self, other: Self) -> bool:
        """Tell whether neither memory nor passes are below the other's (lanes cost an attacker nothing)."""
        return self.memory_kib >= other.memory_kib and self.iterations >= other.iterations

    def derive(self, secret: bytes, salt: bytes) -> bytes:
        """Return 32 bytes derived from the secret; takes about a second at the default cost."""
        function = Argon2id(
            salt=salt, length=KEY_BYTES, iterations=self.iterations, lanes=self.lanes, memory_cost=self.memory_kib
        )
        try:
            return function.derive(secret)
        except MemoryError as error:
            wanted = self.memory_kib // 1024
            raise Problem(f"内存不足，校验口令需要 {wanted} MiB 空闲内存，请关闭其他程序后重试。") from error


DEFAULT_COST = Cost(memory_kib=256 * 1024, iterations=3, lanes=4)
"""The cost of every new slot; raise it as machines grow, an old slot is rewritten when it next opens."""

MINIMUM_COST = Cost(memory_kib=256 * 1024, iterations=3, lanes=1)
"""A slot below this is refused, whoever wrote it, so that nobody can hand an officer a cheap one."""

MAXIMUM_COST = Cost(memory_kib=4 * 1024 * 1024, iterations=64, lanes=64)
"""A slot above this is refused before it is computed: 4 GiB would stop the workstation."""


def floor(cost: Cost) -> Cost:
    """Return the least cost accepted by a caller who makes slots of the given cost.

    That is MINIMUM_COST, unless the program's own code asked for cheaper slots (the tests do). The caller's code
    decides, never a file, so a tampered slot cannot lower it.
    """
    return MINIMUM_COST if cost.at_least(MINIMUM_COST) else cost


def check(cost: Cost, least: Cost) -> None:
    """Refuse parameters below the least or above MAXIMUM_COST (Problem)."""
    sane = MAXIMUM_COST.at_least(cost) and 1 <= cost.lanes <= MAXIMUM_COST.lanes and cost.memory_kib >= 8 * cost.lanes
    if not sane or not cost.at_least(least):
        raise Problem("keys.json 中的口令参数被改动过，已拒绝使用；请用备份中的 keys.json 恢复，或用恢复卡重建。")
