"""统一社会信用代码 (GB 32100-2015): 18 characters with two check characters, its own and the organisation code's."""

from creditdesk.errors import InputProblem
from creditdesk.rules.identifiers.divisions import division
from creditdesk.rules.identifiers.identity import (
    Identity,
    Kind,
    check_fault,
    length_fault,
    normalise,
    stray_fault,
    weighted,
)
from creditdesk.rules.identifiers.org_code import check_character, check_org_code, hyphenated

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {char: value for value, char in enumerate(_ALPHABET)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_LENGTH = 18

# The library's own validate refuses the authorities A, N and Y and never looks at position 17.
_AUTHORITIES = {
    "1": "机构编制",
    "2": "外交",
    "3": "司法行政",
    "4": "文化",
    "5": "民政",
    "6": "旅游",
    "7": "宗教",
    "8": "工会",
    "9": "市场监督管理",
    "A": "中央军委改革和编制办公室",
    "N": "农业农村",
    "Y": "其他",
}
_CATEGORIES = {
    "11": "机关",
    "12": "事业单位",
    "13": "群众团体",
    "19": "其他",
    "21": "外国常驻新闻机构",
    "29": "其他",
    "31": "律师执业机构",
    "32": "公证处",
    "33": "基层法律服务所",
    "34": "司法鉴定机构",
    "35": "仲裁委员会",
    "39": "其他",
    "41": "外国在华文化中心",
    "49": "其他",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "54": "村民（居民）委员会",
    "59": "其他",
    "61": "外国旅游部门常驻代表机构",
    "62": "港澳台地区旅游部门常驻内地（大陆）代表机构",
    "69": "其他",
    "71": "宗教活动场所",
    "72": "宗教院校",
    "79": "其他",
    "81": "基层工会",
    "89": "其他",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "A1": "军队事业单位",
    "A9": "其他",
    "N1": "组级集体经济组织",
    "N2": "村级集体经济组织",
    "N3": "乡镇级集体经济组织",
    "N9": "其他",
    "Y1": "其他",
}


def check_uscc(text: str) -> Identity:
    """Judge a unified social credit code by its characters, its category and both check characters."""
    code = normalise(text)
    if fault := length_fault(code, _LENGTH) or stray_fault(code, _ALPHABET):
        return Identity(code, Kind.USCC, False, fault)
    faults = [fault for fault in (_head_fault(code), _organisation_fault(code), _own_fault(code)) if fault]
    return Identity(code, Kind.USCC, not faults, "；".join(faults) or "两位校验码均正确", _parts(code))


def uscc_holds(code: str) -> bool:
    """Return whether `check_uscc` finds nothing against a code in normal form; an import asks it of every row."""
    if len(code) != _LENGTH or not _VALUES.keys() >= set(code):
        return False
    return not (_head_fault(code) or _organisation_fault(code) or _own_fault(code))


def org_code_in(uscc: str) -> str:
    """Return the organisation code inside a USCC, positions 9 to 17 with a hyphen; InputProblem unless 18 long."""
    code = normalise(uscc)
    if fault := length_fault(code, _LENGTH):
        raise InputProblem(f"统一社会信用代码{fault}，请核对。")
    return hyphenated(code[8:17])


def conversion_fault(org_code: str, uscc: str) -> str | None:
    """Say why an old organisation code and a USCC cannot belong to one subject (存量代码转换), or None if they do."""
    old, new = check_org_code(org_code), check_uscc(uscc)
    for checked in (old, new):
        if not checked.valid:
            return f"{checked.kind.label}{checked.reason}"
    inside = org_code_in(new.text)
    if inside.replace("-", "") == old.text.replace("-", ""):
        return None
    return f"统一社会信用代码第9至17位对应的组织机构代码为 {inside}，与原代码 {old.text} 不一致"


def _head_fault(code: str) -> str | None:
    if code[:2] not in _CATEGORIES:
        return f"第1、2位“{code[:2]}”不是已知的登记管理部门和机构类别"
    return None if code[2:8].isdigit() else f"第3至8位“{code[2:8]}”应为6位数字的行政区划代码"


def _organisation_fault(code: str) -> str | None:
    return check_fault(code, 17, check_character(code[8:16]), "（组织机构代码校验码）")


def _own_fault(code: str) -> str | None:
    return check_fault(code, _LENGTH, _ALPHABET[-weighted(code[:17], _VALUES, _WEIGHTS) % 31])


def _parts(code: str) -> dict[str, str]:
    return {
        "登记管理部门": _AUTHORITIES.get(code[0], "未知"),
        "机构类别": _CATEGORIES.get(code[:2], "未知"),
        "行政区划": division(code[2:8]),
        "组织机构代码": hyphenated(code[8:17]),
        "校验码": code[17],
    }
