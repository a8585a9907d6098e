"""What the law keeps out of a package: records that are kept at the desk but not reported (不报送)."""

from collections.abc import Mapping


def withheld_reason(kind: str, content: Mapping[str, str]) -> str | None:
    """Return why a record is not reported, or None when it is (省条例第13条: 自然人的简易程序处罚)."""
    if kind != "penalty" or content.get("subject_category") != "自然人":
        return None
    return "自然人简易程序处罚，省条例第13条" if content.get("procedure") == "简易程序" else None
