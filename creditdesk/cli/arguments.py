"""What commands share: their arguments, the passphrase, the open desk, and how they answer."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from creditdesk.errors import InputProblem
from creditdesk.services.desk import Desk
from creditdesk.vault import Vault

Arguments = argparse.Namespace
Command = Callable[[Arguments], int | None]
Declare = Callable[[str, Command, str], argparse.ArgumentParser]


_LAST_YEAR = 2200
_MOST_DIGITS = 9
_LONGEST_LINE = 10_000


def with_desk(parser: argparse.ArgumentParser) -> None:
    """Add what every command on a desk takes: its folder, the officer, the passphrase."""
    parser.add_argument("desk", type=Path, help="桌面文件夹")
    parser.add_argument("--officer", help="工作人员姓名；只有一人时可以省略")
    parser.add_argument("--passphrase-file", type=Path, metavar="F", help="从文件第一行读口令")


def day(text: str) -> date:
    """Return the day a text names."""
    try:
        told = date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}不是日期，应写成2026-02-10") from error
    if not 1900 <= told.year <= _LAST_YEAR:
        raise argparse.ArgumentTypeError(f"{text}不在1900年至{_LAST_YEAR}年之间")
    return told


def count(text: str) -> int:
    """Return the number a text names."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise argparse.ArgumentTypeError(f"{text}不是个数，应写成1000，最多{_MOST_DIGITS}位")
    return int(text)


def signed(text: str) -> int:
    """Return the number a text names, which may lie below zero."""
    return -count(text[1:]) if text.startswith("-") else count(text)


def passphrase(parsed: Arguments, *, twice: bool = False) -> str:
    """Return the passphrase, read from a file or typed; InputProblem when it cannot be read."""
    if parsed.passphrase_file:
        try:
            # It may be a pipe from a program that keeps passphrases, so it is read to the end of its first line only.
            with parsed.passphrase_file.open(encoding="utf-8-sig") as file:
                return str(file.readline(_LONGEST_LINE).splitlines()[0])
        except (OSError, ValueError, IndexError) as error:
            raise InputProblem(f"口令文件{parsed.passphrase_file}读不出来，请检查文件。") from error
    typed = typed_unseen("口令：")
    if twice and typed_unseen("再输一次：") != typed:
        raise InputProblem("两次输入的口令不同，请重新运行。")
    return typed


def typed_unseen(prompt: str) -> str:
    """Return what is typed without showing it; InputProblem where nobody can type."""
    try:
        return getpass.getpass(prompt)
    except EOFError as error:
        raise InputProblem("这里没有键盘可以输入，请在终端运行；口令可以用 --passphrase-file 从文件读。") from error


def open_desk(parsed: Arguments) -> Desk:
    """Open the desk as the officer named, or as the only one."""
    return Desk.open(parsed.desk, officer_of(parsed), passphrase(parsed), cost=parsed.cost, progress=tell_watching)


def officer_of(parsed: Arguments) -> str:
    """Return the officer named, or the only one."""
    officer = parsed.officer
    if not officer:
        slots = Vault.slots(parsed.desk)
        if len(slots) != 1:
            names = "、".join(slot.name for slot in slots)
            raise InputProblem(f"这个桌面有几位工作人员（{names}），请用 --officer 指明。")
        officer = slots[0].id
    return str(officer)


def as_json(parser: argparse.ArgumentParser) -> None:
    """Add the answer as JSON."""
    parser.add_argument("--json", action="store_true", help="用一个 JSON 对象回答")


def answer(parsed: Arguments, told: dict[str, Any], lines: Sequence[str]) -> None:
    """Print the answer, as JSON where that was asked for."""
    print(json.dumps(told, ensure_ascii=False) if parsed.json else "\n".join(lines))


def tell_watching(waited: int, most: int) -> None:
    """Show how long another computer's note is watched before a desk opens, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r正在看别的电脑是否还开着这个桌面：{waited} / {most} 秒", end="", file=sys.stderr, flush=True)
        if waited >= most:
            print(file=sys.stderr)


def tell_progress(done: int, total: int) -> None:
    """Show how far a long command is, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r已写入 {done} / {total}", end="\n" if done >= total else "", file=sys.stderr, flush=True)
