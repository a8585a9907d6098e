"""Lists of names or codes that somebody wants checked: one per line, or a column of any spreadsheet.

The list may have a head row or none, a column of names, of codes, or both. No line is passed over in silence: what is
neither a name nor a code comes back as it stands and is found nowhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from creditdesk.catalog.layouts import header_key
from creditdesk.errors import InputProblem
from creditdesk.exchange.sheets import HEADER_SEARCH_ROWS, read_grids
from creditdesk.rules.identifiers import normalise

MOST_ASKED = 100_000
_WHO = "主体|单位|企业|机构|法人|公司|行政相对人|信用主体|查询对象|对象"
_NAME_HEADER = re.compile(f"(?:{_WHO})?名称|{_WHO}|姓名|name")
_CODE_HEADER = re.compile(
    "(?:统一)?社会信用代码|信用代码|代码|组织机构代码|(?:工商)?注册号|税务登记号|身份证号码?|公民身份号码|证件号码?|"
    "行政相对人代码|code"
)
_CODE = re.compile(r"(?=.*\d)[0-9A-Z-]{8,}")
_LOST = re.compile(r"\d(\.\d+)?E\+\d+")
_ORDINAL = re.compile(r"\d{1,7}[.、]?")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked for: its line or row in the list, and a name, a code, or both."""

    number: int
    name: str = ""
    code: str = ""

    @property
    def lost(self) -> bool:
        """Tell whether a spreadsheet has turned the code into 9.1410122E+17; its digits are gone."""
        return bool(_LOST.fullmatch(self.code))


def read_asked(path: Path) -> tuple[Asked, ...]:
    """Return what a file asks for; InputProblem when it cannot be read or names nothing."""
    for grid in read_grids(path):
        if asked := _asked(grid.rows):
            return _bounded(asked)
    raise InputProblem(f"“{path.name}”里没有名称或代码，请核对是否选错了文件。")


def asked_in(text: str) -> tuple[Asked, ...]:
    """Return what a pasted text asks for, one per line; columns are parted by tabs as spreadsheets copy them."""
    asked = _asked([line.split("\t") for line in text.splitlines()])
    if not asked:
        raise InputProblem("名单是空的，请粘贴名称或代码，每行一个。")
    return _bounded(asked)


def _bounded(asked: list[Asked]) -> tuple[Asked, ...]:
    if len(asked) > MOST_ASKED:
        raise InputProblem(f"名单有{len(asked):,}行，一次最多核查{MOST_ASKED:,}行，请拆分后分次核查。")
    return tuple(asked)


def _asked(rows: Sequence[Sequence[str]]) -> list[Asked]:
    """Return the asked of one sheet: by its head row where there is one, else by how the cells look."""
    heads = [_columns(row) for row in rows[:HEADER_SEARCH_ROWS]]
    top = next((at for at, head in enumerate(heads) if head != (None, None)), None)
    columns, first = (heads[top], top + 1) if top is not None else (None, 0)
    found = []
    for number, row in enumerate(rows[first:], start=first + 1):
        name, code = _sorted_out(row) if columns is None else _picked(row, columns)
        if name or code:
            found.append(Asked(number, name, code))
    return found


def _columns(row: Sequence[str]) -> tuple[int | None, int | None]:
    """Return the places of the name and the code in a head row; (None, None) when it is none."""
    keys = [header_key(cell) for cell in row]
    name = next((at for at, key in enumerate(keys) if _NAME_HEADER.fullmatch(key)), None)
    code = next((at for at, key in enumerate(keys) if _CODE_HEADER.fullmatch(key)), None)
    return name, code


def _picked(row: Sequence[str], columns: tuple[int | None, int | None]) -> tuple[str, str]:
    name, code = (row[at].strip() if at is not None and at < len(row) else "" for at in columns)
    if name and not code and _is_code(name):
        return "", normalise(name)
    return name, normalise(code) if _is_code(code) else code


def _sorted_out(row: Sequence[str]) -> tuple[str, str]:
    """Tell name and code of a row apart by their looks; an ordinal before them is no name."""
    cells = [cell.strip() for cell in row if cell.strip()]
    code = next((cell for cell in cells if _is_code(cell)), "")
    names = [cell for cell in cells if cell != code]
    name = next((cell for cell in names if not _ORDINAL.fullmatch(cell)), "" if code else "".join(names[:1]))
    return name, normalise(code)


def _is_code(cell: str) -> bool:
    text = normalise(cell)
    return bool(_CODE.fullmatch(text) or _LOST.fullmatch(text))
