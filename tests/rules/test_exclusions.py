"""What the law keeps out of a package."""

import pytest

from creditdesk.rules.exclusions import withheld_reason

PERSON = {"subject_category": "自然人", "procedure": "简易程序"}


def test_summary_penalties_of_persons_are_withheld() -> None:
    reason = withheld_reason("penalty", PERSON)
    assert reason is not None
    assert "第13条" in reason


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("licence", {}),
        ("penalty", {"procedure": "普通程序"}),
        ("penalty", {"procedure": ""}),
        ("penalty", {"subject_category": "个体工商户"}),
    ],
)
def test_everything_else_is_reported(kind: str, changed: dict[str, str]) -> None:
    assert withheld_reason(kind, PERSON | changed) is None
