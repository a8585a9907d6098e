"""Right contents of any kind of record, made from the form itself: nothing is written by hand for a kind.

What a form wants is made from its fields, types and conditions, once with everything filled, once with the least, and
once for every word that makes other fields appear.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import count

from creditdesk.catalog.fields.base import Field
from creditdesk.catalog.kinds import RecordKind
from tests.catalog.contents import closed_citizen, closed_org_code, closed_reg_number, closed_uscc
from tests.conftest import TODAY

CATEGORY = "subject_category"
HEADS = {"个体工商户": "92", "法人及非法人组织": "91"}
FIRST_DAY = date(2020, 1, 6)
SERIALS = count(1001)  # of one width, so that no name begins with another
Content = dict[str, str]


def contents_of(kind: RecordKind) -> Iterator[Content]:
    """Yield right contents of a kind for every subject it admits, each about a subject of its own."""
    for category in kind.field(CATEGORY).choices:
        yield filled(kind, {CATEGORY: category})
        yield filled(kind, {CATEGORY: category}, every=False)
        for name, word in turning_words(kind):
            yield filled(kind, {CATEGORY: category, name: word})


def turning_words(kind: RecordKind) -> list[tuple[str, str]]:
    """Return the fields and words on which other fields appear or become required, the subject's category left out."""
    conditions = [one for field in kind.fields for one in (field.when, field.required_when) if one]
    wanted = [pair for one in conditions for pair in one.wanted if pair[0] != CATEGORY]
    return sorted({(name, word) for name, words in wanted for word in words})


def filled(kind: RecordKind, given: Mapping[str, str], *, every: bool = True) -> Content:
    """Return content in which every field that applies is filled, or only those without which it would not stand."""
    serial, days, content = next(SERIALS), days_of(kind), dict[str, str]()
    for field in kind.fields:
        if field.when.holds(content) and (every or kind.needs(field, content) or field.name == "uscc"):
            content[field.name] = given.get(field.name) or value_of(field, content, serial, days, every=every)
    assert [fault for fault in kind.check(content, TODAY) if fault.stops_import] == []
    return content


def days_of(kind: RecordKind) -> dict[str, str]:
    """Return a day for every date field, so that all orders between them hold."""
    place = {field.name: 0 for field in kind.fields if field.type == "date"}
    for _ in place:
        for order in kind.orders:
            place[order.later] = max(place[order.later], place[order.earlier] + 1)
    return {name: (FIRST_DAY + timedelta(30 * rank)).isoformat() for name, rank in place.items()}


def value_of(field: Field, content: Content, serial: int, days: Mapping[str, str], *, every: bool) -> str:
    """Return a right value of a field; numbers of subjects and decisions differ from serial to serial."""
    if field.choices:
        return words_of(field, every=every)
    if field.name == "org_code" and "uscc" in content:
        return content["uscc"][8:17]
    if made := MADE.get(field.type):
        return made(serial)
    if field.type == "date":
        return days[field.name]
    if field.type == "uscc":
        return uscc(HEADS.get(content[CATEGORY], "51") if field.name == "uscc" else "11", serial)
    return f"示例{field.short}{serial}"[: field.length or None]


def words_of(field: Field, *, every: bool) -> str:
    """Return the first words of a choice, or, where little is asked, the default or the last one with a name."""
    if every:
        return ";".join(field.choices[:2]) if field.type == "choices" else field.choices[0]
    last = field.default or field.choices[-1]
    code = field.code_set.find(last) if field.code_set else None
    return f"{last}-示例" if code and code.open else last


def org_code(serial: int) -> str:
    """Return an organisation code without hyphen."""
    return closed_org_code(f"MA9X{serial:04}")


def uscc(head: str, serial: int) -> str:
    """Return a unified social credit code of the county."""
    return closed_uscc(f"{head}410122{org_code(serial)}")


def citizen(serial: int) -> str:
    """Return a citizen number with the serial 000, which nobody has."""
    return closed_citizen(date(1960, 1, 1) + timedelta(serial))


MADE: dict[str, Callable[[int], str]] = {
    "money": lambda serial: f"{serial}.250000",
    "org_code": org_code,
    "reg_number": lambda serial: closed_reg_number(f"410122{serial:08}"),
    "code": lambda serial: f"410122{serial:06}",
    "document_number": citizen,
    "letter_number": lambda serial: f"示〔2026〕{serial}号",
}
