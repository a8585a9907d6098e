"""argparse that speaks Chinese: its headings, its help, its complaints as one sentence."""

import argparse
import re
from collections.abc import Iterable
from typing import Any

_COMPLAINTS = (
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"one of the arguments (.*) is required", r"\1 须写明一项"),
    (r"unrecognized arguments: (.*)", r"不认识 \1"),
    (r"argument 命令: invalid choice: '(.*?)' .*", r"没有 \1 这个命令"),
    (r"argument (.*): invalid choice: '(.*?)' \(choose from (.*)\)", r"\1 不能是 \2，可以写 \3"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 不能与 \2 同时写"),
    (r"argument (.*): expected .*", r"\1 后面缺少内容"),
    (r"argument (.*): invalid int value: '(.*)'", r"\1 应是整数，不能是 \2"),
    (r"argument (.*): ignored explicit argument '(.*)'", r"\1 后面不能写 \2"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 不明确，可能是 \2"),
    (r"argument (.*?): (.*)", r"\1：\2"),
)
"""What argparse says, and how an officer reads it; what is not here stays as argparse says it."""


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ChineseParser(argparse.ArgumentParser):
    """A parser of commands whose every word to the officer is Chinese."""

    def __init__(self, **how: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **how)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> Any:
        """End with status 2 and one sentence."""
        where = " ".join(("creditdesk", *self.prog.split()[1:], "--help"))
        self.exit(2, f"命令写法有误（{_in_chinese(message)}），请用 {where} 查看用法。\n")


def _in_chinese(message: str) -> str:
    for said, told in _COMPLAINTS:
        if found := re.fullmatch(said, message, re.DOTALL):
            return found.expand(told)
    return message
