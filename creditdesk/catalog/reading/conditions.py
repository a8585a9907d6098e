"""Reading conditions such as when = { subject_category = ["自然人"] }."""

from collections.abc import Mapping

from creditdesk.catalog.conditions import ALWAYS, Condition
from creditdesk.catalog.table import Table


def read_condition(table: Table, key: str, choices: Mapping[str, tuple[str, ...]]) -> Condition:
    """Return the condition under this key; every field in it must have choices, and every word be one of them."""
    if not table.has(key):
        return ALWAYS
    wanted = table.lists(key)
    if not wanted:
        table.refuse(key, "条件中没有字段")
    for name, words in wanted.items():
        if not choices.get(name):
            table.refuse(key, f"条件字段 {name} 不存在或不是选择型字段")
        for word in words:
            if word not in choices[name]:
                table.refuse(key, f"“{word}”不是 {name} 的选项")
    return Condition(tuple((name, frozenset(words)) for name, words in wanted.items()))
