"""The program attacks itself, from a terminal."""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import SystemRandom

from creditdesk.cli.arguments import Arguments, Declare, as_json, count
from creditdesk.selftest import children, report, sharing
from creditdesk.selftest.outcome import Outcome, Part
from creditdesk.selftest.sharing import Attack, Wanted

_EVERY_SECONDS = 10


def declare_all(declare: Declare) -> None:
    """Declare the command of this module."""
    test = declare("selftest", _selftest, "自检：在临时的示例桌面上强行结束程序、断电、改动字节、试错钥匙，看是否丢失")
    test.add_argument("--kills", type=count, default=8, metavar="N", help="每种操作中强行结束几次，默认8")
    test.add_argument("--cuts", type=count, default=8, metavar="N", help="每种操作中断电几次，默认8；只在Linux上")
    test.add_argument("--flips", type=count, default=60, metavar="N", help="每种文件改动几处、每种错钥匙试几次，默认60")
    test.add_argument("--acts", type=count, default=200, metavar="N", help="连续办理几步看内存，默认200；只在Linux上")
    test.add_argument("--seed", type=count, help="随机数种子；同一个数重复同样的时刻和位置")
    test.add_argument(
        "--workers", type=count, default=os.cpu_count() or 1, metavar="N", help="同时用几个进程，默认与处理器个数相同"
    )
    test.add_argument("--report", type=Path, metavar="MD", help="把结果写进这份报告的表格，中断时写已完成的部分")
    as_json(test)
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
    listed = sharing.attacks(Wanted(parsed.kills, parsed.cuts, parsed.flips, parsed.acts))
    course = Course(listed, seed, parsed.report, as_json=parsed.json)
    with _interruptible(), tempfile.TemporaryDirectory(prefix="creditdesk-selftest-", ignore_cleanup_errors=True) as at:
        whole = course.follow(Path(at), max(1, parsed.workers))
    course.end(whole=whole)
    lost = [one for outcome in course.outcomes() for one in outcome.lost]
    if lost:
        print(f"自检有{len(lost)}处失守：{lost[0]}", file=sys.stderr)
    return 0 if whole and not lost else 1


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let a time limit end the attacks as Ctrl+C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Course:
    """The attacks as they go: each is told as soon as it is over, and the report has at any time what was done."""

    def __init__(self, listed: list[Attack], seed: int, report_at: Path | None, *, as_json: bool) -> None:
        self._listed, self._seed, self._report, self._as_json = listed, seed, report_at, as_json
        self._parts: dict[Attack, dict[int, Part]] = defaultdict(dict)
        self._left = {attack: len(list(attack.shares())) for attack in listed}
        self._begun = self._told = time.monotonic()
        if not as_json:
            print(f"随机数种子 {seed}", flush=True)

    def follow(self, folder: Path, workers: int) -> bool:
        """Strike below a folder; tells whether nobody stopped it before its end."""
        try:
            with closing(sharing.strike(folder, self._listed, self._seed, workers)) as struck:
                for attack, turns, part in struck:
                    self.take(attack, turns.first, part)
        except KeyboardInterrupt:
            return False
        return True

    def take(self, attack: Attack, first: int, part: Part) -> None:
        """Take what a share came to, whose first blow has this number."""
        self._parts[attack][first] = part
        self._left[attack] -= 1
        if not self._left[attack] and not self._as_json:
            print(self._outcome(attack).line, flush=True)
        if time.monotonic() - self._told > _EVERY_SECONDS:
            self._told = time.monotonic()
            self._tell()

    def outcomes(self) -> list[Outcome]:
        """Return what was done so far, in the report's order."""
        return [self._outcome(attack) for attack in self._listed if attack in self._parts]

    def end(self, *, whole: bool) -> None:
        """Say what it all came to, or that it was stopped."""
        if not whole:
            self._tell()
            print("自检没有做完，报告里是已完成的部分。", file=sys.stderr)
        if self._report:
            report.write(self._report, self._seed, self.outcomes(), whole=whole)
        if self._as_json:
            told = [one.as_json() for one in self.outcomes()]
            print(json.dumps({"seed": self._seed, "attacks": told}, ensure_ascii=False))

    def _outcome(self, attack: Attack) -> Outcome:
        parts = self._parts[attack]
        return attack.outcome(sum((parts[first] for first in sorted(parts)), Part()))

    def _tell(self) -> None:
        done, wanted = sum(one.part.count for one in self.outcomes()), sum(attack.count for attack in self._listed)
        seconds = int(time.monotonic() - self._begun)
        print(f"已完成{done}/{wanted}次，用时{seconds // 60}分{seconds % 60:02}秒", file=sys.stderr, flush=True)
        if self._report:
            report.write(self._report, self._seed, self.outcomes(), whole=False)
