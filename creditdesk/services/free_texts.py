"""What officers write freely: how long each text may be, and that every character of it can be printed.

One rule for every act, asked before the act begins (`Desk.perform`): a text is known by the name under which the act
takes it, as an argument, a field of what is told, or a key of a form's values. What a record says has rules of its own
(catalog/fields), and so has the wording of letters.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass

from creditdesk.catalog.fields.base import INVISIBLE
from creditdesk.errors import InputProblem


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of text: the most characters it has, and whether it may have several lines."""

    most: int
    lines: bool = False


NAME, LINE, PARAGRAPHS = Kind(200), Kind(500), Kind(4_000, lines=True)
_LABELS = {
    NAME: {
        "name": "名称", "officer_name": "姓名", "officer": "姓名", "witness": "在场的工作人员", "keeper": "保管人",
        "with_whom": "核对的对方人员", "representative": "法定代表人", "applicant": "查询人", "contact": "联系人",
        "phone": "电话", "identity": "申请人身份", "document": "证件", "subject_name": "姓名",
        "document_number": "证件号码", "uscc": "统一社会信用代码", "division": "行政区划代码", "accused": "被举报人",
        "accused_code": "被举报人的代码",
        "unit": "单位", "units": "响应单位", "initiator": "发起单位", "receiver": "接收单位", "prefix": "发文代字",
        "industry": "行业", "edition": "版次", "list_name": "名单名称", "domain": "领域", "channel": "渠道",
        "place": "地点", "number": "文号", "case_number": "案号", "way": "方式",
    },
    LINE: {
        "title": "活动名称", "address": "地址", "basis": "依据", "source": "来源", "exemplar": "示范文本",
        "purpose": "用途", "authority": "查询权限", "proof": "证明材料", "refusal_proof": "拒不履行的证明",
        "origin": "移送来源", "evidence": "依据的材料", "measure": "措施", "measures": "措施", "papers": "材料",
        "materials": "材料", "proofs": "证据材料", "missing": "需补正的材料", "conditions": "条件", "sentence": "说明",
    },
    PARAGRAPHS: {
        "reason": "理由", "because": "理由", "kept_because": "保留的理由", "late_because": "补录的理由",
        "open_because": "明文交付的理由", "repeated_because": "再次登记的理由", "grade_reason": "认定等级的理由",
        "note": "说明", "text": "内容", "content": "内容", "matter": "事项", "facts": "事实", "objects": "对象",
        "request": "请求", "told": "情况", "outcome": "办理情况", "effect": "成效", "grades": "认定标准",
        "changes": "改动的内容", "claimed_value": "主张的内容", "new_value": "更正后的内容",
    },
}  # fmt: skip
TEXTS = {name: (label, kind) for kind, labels in _LABELS.items() for name, label in labels.items()}
NOT_WRITTEN = {
    ("attachment.add", "name"),
    ("calendar.load", "text"),
    ("calendar.load", "name"),
    ("confirmation.propose", "told"),
    ("confirmation.propose", "arguments"),
    ("draft.save", "content"),
    ("record.enter", "content"),
    ("wording.save", "text"),
}
"""What a file or the program says, or what has rules of its own, under a name that is a text elsewhere."""
_FORMS, _SEVERAL = ("applicant", "person"), ("items", "decisions", "done", "changes")
_UNPRINTABLE = re.compile(rf"{INVISIBLE.pattern}|[\t\r\n\u0080-\u009f\ud800-\udfff\ufffe\uffff]")
_BETWEEN_LINES = "\r\n"


def require(act_name: str, arguments: Mapping[str, object]) -> None:
    """Raise an InputProblem that names the first text that is too long or cannot be printed."""
    for name, told in arguments.items():
        if (act_name, name) in NOT_WRITTEN:
            continue
        for each in told if name in _SEVERAL and isinstance(told, (list, tuple)) else (told,):
            _look(name, each)


def _look(name: str, told: object) -> None:
    if is_dataclass(told) and not isinstance(told, type):
        for field in fields(told):
            _look_at_texts(field.name, getattr(told, field.name))
    elif isinstance(told, Mapping) and name in _FORMS:
        for key, value in told.items():
            _look_at_texts(key, value)
    else:
        _look_at_texts(name, told)


def _look_at_texts(name: str, told: object) -> None:
    if name not in TEXTS:
        return
    several = told.values() if isinstance(told, Mapping) else told if isinstance(told, (list, tuple)) else (told,)
    for text in several:
        if isinstance(text, str):
            _check(text, *TEXTS[name])


def _check(text: str, label: str, kind: Kind) -> None:
    if len(text) > kind.most:
        raise InputProblem(f"{label}有 {len(text)} 个字，最多 {kind.most} 个字，请缩短后重新填写。")
    for found in _UNPRINTABLE.finditer(text.strip()):
        if found[0] not in _BETWEEN_LINES:
            where = f"第 {found.start() + 1} 个字（U+{ord(found[0]):04X}）"
            raise InputProblem(f"{label}的{where}看不见也印不出，请删去这个字后重新填写。")
        if not kind.lines:
            raise InputProblem(f"{label}只能写一行，请去掉其中的换行后重新填写。")
