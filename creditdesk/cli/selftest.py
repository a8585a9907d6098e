"""The program attacks itself, from a terminal."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import SystemRandom

from creditdesk.cli.arguments import Arguments, Declare, count
from creditdesk.selftest import children, cuts, flips, kills, report, soak, wrong_keys
from creditdesk.selftest.ground import Ground
from creditdesk.selftest.outcome import Outcome


def declare_all(declare: Declare) -> None:
    """Declare the command of this module."""
    test = declare("selftest", _selftest, "自检：在临时的示例桌面上强行结束程序、断电、改动字节、试错钥匙，看是否丢失")
    test.add_argument("--kills", type=count, default=8, metavar="N", help="每种操作中强行结束几次，默认8")
    test.add_argument("--cuts", type=count, default=8, metavar="N", help="每种操作中断电几次，默认8；只在Linux上")
    test.add_argument("--flips", type=count, default=60, metavar="N", help="每种文件改动几处、每种错钥匙试几次，默认60")
    test.add_argument("--acts", type=count, default=200, metavar="N", help="连续办理几步看内存，默认200；只在Linux上")
    test.add_argument("--seed", type=count, help="随机数种子；同一个数重复同样的时刻和位置")
    test.add_argument("--report", type=Path, metavar="MD", help="把结果写进这份报告的表格")
    test.add_argument("--json", action="store_true")
    test.add_argument(children.CHILD, action="store_true", help=argparse.SUPPRESS)


def _tell_parent(line: str) -> None:
    # In one write with its end: a process killed between the two would leave half a line for the next one to end.
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _selftest(parsed: Arguments) -> int:
    if parsed.child:
        children.serve(sys.stdin, _tell_parent)
        return 0
    seed = SystemRandom().randrange(1 << 32) if parsed.seed is None else parsed.seed
    found = tell(seed, _outcomes(parsed, seed), as_json=parsed.json)
    if parsed.report:
        report.write(parsed.report, seed, found)
    lost = [one for outcome in found for one in outcome.lost]
    if lost:
        print(f"自检有{len(lost)}处失守：{lost[0]}", file=sys.stderr)
    return 1 if lost else 0


def tell(seed: int, outcomes: Iterable[Outcome], *, as_json: bool) -> list[Outcome]:
    """Print each attack as soon as it is over, or all of them as JSON in the end; returns them."""
    if as_json:
        found = list(outcomes)
        print(json.dumps({"seed": seed, "attacks": [one.as_json() for one in found]}, ensure_ascii=False))
        return found
    print(f"随机数种子 {seed}")
    found = []
    for outcome in outcomes:
        found.append(outcome)
        print(outcome.line, flush=True)
    return found


def _outcomes(parsed: Arguments, seed: int) -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory(prefix="creditdesk-selftest-", ignore_cleanup_errors=True) as folder:
        ground = Ground.prepare(Path(folder))
        yield from kills.attack(ground, parsed.kills, seed)
        yield from cuts.attack(ground, parsed.cuts, seed)
        yield from flips.attack(ground, parsed.flips, seed)
        yield from wrong_keys.attack(ground, parsed.flips, seed)
        yield from soak.attack(ground, parsed.acts)
