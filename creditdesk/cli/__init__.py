"""The same acts from a terminal: answers on stdout, errors as one Chinese sentence on stderr.

Exit status 0 is success, 2 bad input, 1 everything else an officer can mend. The window and the pictures of `demo`
need Qt, which is loaded by those two commands only.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from creditdesk import __version__
from creditdesk.cli import (
    backups,
    clauses,
    desks,
    exchange,
    listings,
    papers,
    points,
    promises,
    questions,
    receipts,
    reporting,
    retention,
    rounds,
    selftest,
    site,
    tips,
)
from creditdesk.cli.arguments import Arguments, Command
from creditdesk.errors import Problem
from creditdesk.vault import DEFAULT_COST, Cost
from creditdesk.vault.privacy import keep_memory_private


def main(arguments: Sequence[str] | None = None, *, cost: Cost = DEFAULT_COST) -> int:
    """Run one command and return its exit status; only tests ask for slots of another cost."""
    keep_memory_private()
    parsed = _parser().parse_args(arguments, argparse.Namespace(cost=cost))
    command: Command = parsed.command
    try:
        return command(parsed) or 0
    except Problem as problem:
        print(problem.sentence, file=sys.stderr)
        return problem.exit_status


class _Parser(argparse.ArgumentParser):
    """argparse with its complaint as one Chinese sentence."""

    def error(self, message: str) -> Any:
        """End with status 2."""
        print(f"命令写法有误（{message}），请用 creditdesk --help 查看用法。", file=sys.stderr)
        raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="creditdesk", description="县信用中心的加密工作台")
    parser.add_argument("--version", action="version", version=__version__)
    parser.set_defaults(command=_window, desk=None, sample=None)
    commands = parser.add_subparsers(metavar="命令")

    def declare(name: str, command: Command, about: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.set_defaults(command=command)
        return sub

    window = declare("window", _window, "打开窗口")
    window.add_argument("desk", nargs="?", type=Path, help="桌面文件夹")
    window.add_argument("--sample", type=Path, metavar="DIR", help="在此文件夹建立示例桌面并打开")
    demo = declare("demo", _demo, "用示例数据把主要工作做一遍")
    demo.add_argument("--out", required=True, type=Path, metavar="DIR")
    for module in (
        desks,
        backups,
        retention,
        papers,
        exchange,
        receipts,
        reporting,
        listings,
        promises,
        rounds,
        site,
        tips,
        clauses,
        points,
        questions,
        selftest,
    ):
        module.declare_all(declare)
    return parser


def _demo(parsed: Arguments) -> None:
    importlib.import_module("creditdesk.app").demo(parsed.out)


def _window(parsed: Arguments) -> int:
    return int(importlib.import_module("creditdesk.app").window(parsed.desk, parsed.sample))
