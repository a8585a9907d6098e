"""The program attacks itself, from a terminal."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import SystemRandom

from creditdesk.cli.arguments import Arguments, Declare, count
from creditdesk.selftest import children, kills
from creditdesk.selftest.ground import Ground
from creditdesk.selftest.outcome import Outcome


def declare_all(declare: Declare) -> None:
    """Declare the command of this module."""
    test = declare("selftest", _selftest, "自检：在临时的示例桌面上强行结束程序、改动字节、试错钥匙，看是否丢失")
    test.add_argument("--kills", type=count, default=8, metavar="N", help="每种操作中强行结束几次，默认8")
    test.add_argument("--flips", type=count, default=60, metavar="N", help="每种文件改动几处，默认60")
    test.add_argument("--seed", type=count, help="随机数种子；同一个数重复同样的时刻和位置")
    test.add_argument("--json", action="store_true")
    test.add_argument(children.CHILD, action="store_true", help=argparse.SUPPRESS)


def _selftest(parsed: Arguments) -> int:
    if parsed.child:
        children.serve(sys.stdin, lambda line: print(line, flush=True))
        return 0
    seed = SystemRandom().randrange(1 << 32) if parsed.seed is None else parsed.seed
    if not parsed.json:
        print(f"随机数种子 {seed}")
    found = []
    for outcome in _outcomes(parsed, seed):
        found.append(outcome)
        if not parsed.json:
            print(outcome.line, flush=True)
    if parsed.json:
        print(json.dumps({"seed": seed, "attacks": [one.as_json() for one in found]}, ensure_ascii=False))
    lost = [one for outcome in found for one in outcome.lost]
    if lost:
        print(f"自检有{len(lost)}处失守：{lost[0]}", file=sys.stderr)
    return 1 if lost else 0


def _outcomes(parsed: Arguments, seed: int) -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory(prefix="creditdesk-selftest-", ignore_cleanup_errors=True) as folder:
        ground = Ground.prepare(Path(folder))
        yield from kills.attack(ground, parsed.kills, seed)
