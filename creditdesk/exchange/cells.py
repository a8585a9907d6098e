"""One cell of a spreadsheet as text, without inventing digits that the spreadsheet has lost."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

Cell = str | int | float | bool | date | datetime | time | timedelta

# A spreadsheet keeps 15 significant digits: from 10^15 on the last digits of a number are gone.
_FIRST_LOSSY = 10**15


def text_of(cell: Cell) -> str:
    """Return the text a person sees in the cell, with dates as YYYY-MM-DD.

    A whole number that has lost digits comes back as the spreadsheet shows it (1.23E+17), so that the checks of
    identifiers refuse it with the reason.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _number(number: float) -> str:
    if not isfinite(number):
        return str(number)
    if abs(number) >= _FIRST_LOSSY:
        mantissa, exponent = f"{number:.14E}".split("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"
    if number == int(number):
        return str(int(number))
    text = f"{number:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text
