"""Contents checked by column are told what their kind says of each by itself."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creditdesk import paths
from creditdesk.catalog.faults import Severity
from creditdesk.catalog.kinds import RecordKind
from creditdesk.catalog.load import load
from creditdesk.exchange.content_check import ContentCheck
from tests.catalog.contents import contents

KINDS = load(paths.forms()).current_kinds()
TODAY = date(2026, 2, 12)
UNFIT = "有不适用的内容或写法不规范的值"
ODD = ("2027-01-01", "2026-W10-1", "示" * 3000, "91410122MA9KX3YT0A", "不是", "1e3", " 2", "自然人")


def said(kind: RecordKind, content: dict[str, str]) -> str:
    """Return what is wrong with one content by the kind's own words."""
    if kind.applicable(content) != content or kind.clean(content) != content:
        return UNFIT
    fault = next((each for each in kind.check(content, TODAY) if each.severity is Severity.ERROR), None)
    return f"{kind.field(fault.field).label}：{fault.sentence}" if fault else ""


@st.composite
def spoilt(draw: st.DrawFn, kind: RecordKind) -> dict[str, str]:
    """Draw a content of which fields are missing and others hold something odd, or none at all."""
    content = draw(contents(kind, draw(st.sampled_from(("法人及非法人组织", "自然人")))))
    names = st.sampled_from([field.name for field in kind.fields])
    for name in draw(st.lists(names, max_size=4)):
        content.pop(name, None)
    return content | draw(st.dictionaries(names, st.sampled_from(ODD), max_size=2))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(st.data(), st.sampled_from(KINDS))
def test_many_at_once_are_judged_as_one_by_one(data: st.DataObject, kind: RecordKind) -> None:
    rows = data.draw(st.lists(spoilt(kind), min_size=1, max_size=5))
    check = ContentCheck(kind, TODAY)
    told = [said(kind, content) for content in rows]
    assert check.sentences(rows) == told
    assert check.sentences(rows) == told


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(st.data(), st.sampled_from(KINDS))
def test_absences_are_the_faults_of_empty_fields(data: st.DataObject, kind: RecordKind) -> None:
    content = data.draw(spoilt(kind))
    assert kind.absences(content) == tuple(fault for fault in kind.check(content) if fault.field not in content)
