"""Contents that are right for a kind, made by hypothesis from the kind's own fields."""

from datetime import date, timedelta

from hypothesis import strategies as st

from creditdesk.catalog.fields.base import Field
from creditdesk.catalog.kinds import RecordKind
from creditdesk.rules.identifiers import check_citizen_number, check_org_code, check_reg_number, check_uscc

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_HEADS = ("91", "12", "51", "52", "93", "N2", "Y1", "A1")
_FIRST = date(2017, 12, 5)


def closed(body: str, alphabet: str, valid: object) -> str:
    """Return the body with the one check character that makes it valid."""
    assert callable(valid)
    return next(body + mark for mark in alphabet if valid(body + mark).valid)


@st.composite
def org_codes(draw: st.DrawFn) -> str:
    """Draw a valid organisation code without its hyphen, of characters a USCC may hold."""
    body = draw(st.text(USCC_ALPHABET, min_size=8, max_size=8))
    return closed(body, "0123456789X", check_org_code)


@st.composite
def usccs(draw: st.DrawFn, heads: tuple[str, ...] = _HEADS) -> str:
    """Draw a valid unified social credit code of the county."""
    return closed(draw(st.sampled_from(heads)) + "410122" + draw(org_codes()), USCC_ALPHABET, check_uscc)


@st.composite
def citizens(draw: st.DrawFn) -> str:
    """Draw a valid citizen number with the serial 000."""
    born = draw(st.dates(date(1930, 1, 1), date(2007, 12, 31)))
    return closed(f"410122{born:%Y%m%d}000", "0123456789X", check_citizen_number)


@st.composite
def reg_numbers(draw: st.DrawFn) -> str:
    """Draw a valid registration number of 15 digits."""
    return closed(f"410122{draw(st.integers(0, 99999999)):08}", "0123456789", check_reg_number)


_WORDS = st.text("示例甲乙丙丁戊己庚辛有限公司规定事实依据内容", min_size=2, max_size=12)
_AMOUNTS = st.integers(1, 9_000_000).map(lambda yuan: f"{yuan / 10000:.6f}")


def value_of(field: Field, category: str) -> st.SearchStrategy[str]:
    """Return canonical values of a field for a subject of this category."""
    named = {
        "subject_category": st.just(category),
        "document_type": st.just("身份证"),
        "representative_document_type": st.just("身份证"),
        "uscc": usccs(("92",) if category == "个体工商户" else _HEADS),
    }
    typed = {
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
    words = [word for word in field.choices if not (field.code_set and _open(field, word))]
    if field.name in named:
        return named[field.name]
    if field.type == "choices":
        return st.lists(st.sampled_from(words), min_size=1, unique=True).map(";".join)
    return st.sampled_from(words) if words else typed[field.type]


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
