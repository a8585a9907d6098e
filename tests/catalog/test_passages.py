"""What only the program writes in a letter comes back as it was, and a change that would cut it is known."""

import pytest

from creditdesk.catalog.letters import LetterValue
from creditdesk.catalog.passages import cut_through as cuts
from creditdesk.catalog.passages import passages_of

VALUES = (
    LetterValue("items", "异议内容", "list"),
    LetterValue("late", "逾期", "flag"),
    LetterValue("unit", "单位", "text"),
)
LOOP = "{% for a in items %}\n\n {% for b in a.x %}{{ b }}{% endfor %}{% if a.y %}是{% endif %}\n{% endfor %}"
OTHER = "{%- for a in items -%}{{ a }}{%- endfor %}"
TEXT = f"前{LOOP}中{{% if not late %}}甲{{% elif unit %}}乙{{% else %}}丙{{% endif %}}{OTHER}{{{{ unit | 金额 }}}}后"
SHOWN = (
    "前〔逐项列出：“异议内容”〕中〔“逾期”为否时：〕甲〔否则，有“单位”时：〕乙〔否则：〕丙〔以上为止〕"
    "〔逐项列出：“异议内容”（2）〕〔按“单位”填写〕后"
)


def test_passages_are_told_in_words_and_come_back_byte_for_byte() -> None:
    known = passages_of([TEXT], VALUES, frozenset())
    assert known.shown(TEXT) == SHOWN
    assert known.kept(SHOWN) == TEXT
    assert known.kept(f"改{SHOWN}改〔2026〕1号") == f"改{TEXT}改〔2026〕1号"
    assert not list(known.broken(SHOWN + "〔2026〕1号"))
    broken = known.broken("〔逐项列出：“别的”〕和〔有“单位")
    assert [found[0] for found in broken] == ["〔逐项列出：“别的”〕", "〔有“单位"]


@pytest.mark.parametrize(
    ("after", "cut"),
    [
        ("前〔以上为止〕后", False),
        ("前x〔以上为止〕后", False),
        ("前〔以上为止〕x后", False),
        ("前〔以上x为止〕后", True),
        ("前〔以上为止后", True),
        ("前以上为止〕后", True),
        ("前后", False),
        ("x后", False),
        ("止〕后", True),
        ("前〔以上", True),
        ("", False),
    ],
)
def test_a_passage_goes_whole_or_not_at_all(after: str, cut: bool) -> None:
    assert cuts("前〔以上为止〕后", after) is cut
