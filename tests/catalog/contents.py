"""Contents that are right for a kind, made by hypothesis from the kind's own fields."""

from datetime import date, timedelta
from functools import cache

from hypothesis import strategies as st
from stdnum.cn import ric, uscc
from stdnum.iso7064 import mod_11_10

from creditdesk.catalog.fields.base import Field
from creditdesk.catalog.kinds import RecordKind
from creditdesk.rules.identifiers import check_org_code

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_HEADS = ("91", "12", "51", "52", "93", "N2", "Y1", "A1")
_FIRST = date(2017, 12, 5)


# The library's check characters, not our own; only organisation codes it does not know.


def closed_org_code(body: str) -> str:
    """Return an organisation code: its eight characters with the one check character that makes it valid."""
    return next(body + mark for mark in "0123456789X" if check_org_code(body + mark).valid)


def closed_uscc(body: str) -> str:
    """Return a unified social credit code: its 17 characters with their check character."""
    return body + uscc.calc_check_digit(body)


def closed_reg_number(body: str) -> str:
    """Return a registration number: its 14 digits with their check digit."""
    return body + mod_11_10.calc_check_digit(body)


def closed_citizen(born: date) -> str:
    """Return the citizen number of a county person born on a day, with the serial 000, which nobody has."""
    body = f"410122{born:%Y%m%d}000"
    return body + ric.calc_check_digit(f"{body}0")


def org_codes() -> st.SearchStrategy[str]:
    """Draw a valid organisation code without its hyphen, of characters a USCC may hold."""
    return st.text(USCC_ALPHABET, min_size=8, max_size=8).map(closed_org_code)


def usccs(heads: tuple[str, ...] = _HEADS) -> st.SearchStrategy[str]:
    """Draw a valid unified social credit code of the county."""
    return st.tuples(st.sampled_from(heads), org_codes()).map(lambda drawn: closed_uscc(f"{drawn[0]}410122{drawn[1]}"))


def citizens() -> st.SearchStrategy[str]:
    """Draw a valid citizen number with the serial 000."""
    return st.dates(date(1930, 1, 1), date(2007, 12, 31)).map(closed_citizen)


def reg_numbers() -> st.SearchStrategy[str]:
    """Draw a valid registration number of 15 digits."""
    return st.integers(0, 99999999).map(lambda serial: closed_reg_number(f"410122{serial:08}"))


_WORDS = st.text("示例甲乙丙丁戊己庚辛有限公司规定事实依据内容", min_size=2, max_size=12)
_AMOUNTS = st.integers(1, 9_000_000).map(lambda yuan: f"{yuan / 10000:.6f}")
_USCCS = usccs()
_SHOPS = usccs(("92",))
_TYPED = {
    "text": _WORDS,
    "paragraphs": _WORDS,
    "name": _WORDS,
    "money": _AMOUNTS,
    "uscc": usccs(("11",)),
    "org_code": org_codes(),
    "reg_number": reg_numbers(),
    "code": st.text("0123456789", min_size=6, max_size=12),
    "document_number": citizens(),
    "letter_number": st.integers(1, 999).map(lambda serial: f"示字〔2026〕{serial}号"),
    "date": st.integers(0, 365).map(lambda days: (_FIRST + timedelta(days)).isoformat()),
}
_CARD = st.just("身份证")


def value_of(field: Field, category: str) -> st.SearchStrategy[str]:
    """Return canonical values of a field for a subject of this category."""
    named = {
        "subject_category": st.just(category),
        "document_type": _CARD,
        "representative_document_type": _CARD,
        "uscc": _SHOPS if category == "个体工商户" else _USCCS,
    }
    if field.name in named:
        return named[field.name]
    if not field.choices:
        return _TYPED[field.type]
    words = tuple(word for word in field.choices if not (field.code_set and _open(field, word)))
    return _some_of(words) if field.type == "choices" else _one_of(words)


@cache
def _one_of(words: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(words)


@cache
def _some_of(words: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), min_size=1, unique=True).map(";".join)


def _open(field: Field, word: str) -> bool:
    code = field.code_set.find(word) if field.code_set else None
    return bool(code and code.open)


@st.composite
def contents(draw: st.DrawFn, kind: RecordKind, category: str, every: bool = True) -> dict[str, str]:
    """Draw content in which every field that applies is filled (or only those that must be), and nothing is wrong."""
    content = {"subject_category": category}
    for field in kind.fields:
        if field.when.holds(content) and (every or kind.needs(field, content) or field.name == "uscc"):
            content[field.name] = draw(value_of(field, category))
    if "org_code" in content:
        content["org_code"] = content["uscc"][8:17]
    for order in kind.orders * len(kind.orders):
        if content.get(order.later, "9") < content.get(order.earlier, ""):
            content[order.later] = content[order.earlier]
    return content
