"""The same acts from a terminal: answers on stdout, errors as one Chinese sentence on stderr.

Exit status 0 is success, 2 bad input, 1 everything else an officer can mend. The window and the pictures of `demo`
need Qt, which is loaded by those two commands only.
"""

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

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
from creditdesk.cli.parser import ChineseParser
from creditdesk.errors import Problem, describe, log, why
from creditdesk.vault import DEFAULT_COST, Cost
from creditdesk.vault.privacy import keep_memory_private


def main(arguments: Sequence[str] | None = None, *, cost: Cost = DEFAULT_COST) -> int:
    """Run one command and return its exit status; only tests ask for slots of another cost."""
    keep_memory_private()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal or a pipe of another code page lacks rare characters; one of them must not end the command.
            stream.reconfigure(errors="replace")
    return _run(_parser().parse_args(arguments, argparse.Namespace(cost=cost)))


def _run(parsed: Arguments) -> int:
    command: Command = parsed.command
    try:
        status = command(parsed) or 0
        sys.stdout.flush()
    except Problem as problem:
        return _say(problem.sentence, problem.exit_status)
    except KeyboardInterrupt:
        return _say("已中断；没有完成的一步没有写入，已完成的不受影响。", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains again when it ends
        return 1
    except OSError as error:
        log(error)
        return _say(f"系统没有让这一步完成（{why(error)}），请检查路径、磁盘和权限后重试。", 1)
    except Exception as bug:  # noqa: BLE001 - the last place where a bug can be told
        log(bug)
        return _say(describe(bug), 1)
    return status


def _say(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = ChineseParser(prog="creditdesk", description="县信用中心的加密工作台；不写命令时打开窗口")
    parser.add_argument("--version", action="version", version=__version__, help="显示版本号")
    parser.set_defaults(command=_window, desk=None, sample=None)
    commands = parser.add_subparsers(metavar="命令", title="命令")

    def declare(name: str, command: Command, about: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.set_defaults(command=command)
        return sub

    window = declare("window", _window, "打开窗口")
    window.add_argument("desk", nargs="?", type=Path, help="桌面文件夹")
    window.add_argument("--sample", type=Path, metavar="DIR", help="在此文件夹建立示例桌面并打开")
    demo = declare("demo", _demo, "用示例数据把主要工作做一遍")
    demo.add_argument("--out", required=True, type=Path, metavar="DIR", help="写到这个文件夹，须不存在或为空")
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
