"""Numbers that name a subject or a unit: their shape is a fault when wrong, their check digit a doubt."""

import re

from creditdesk.catalog.fields.base import Content, Field, FieldType
from creditdesk.rules.identifiers import (
    check_citizen_number,
    check_org_code,
    check_reg_number,
    check_uscc,
    citizen_number_holds,
    mask,
    normalise,
    uscc_holds,
)
from creditdesk.rules.identifiers import org_code_in as organisation_part

_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_USCC = re.compile(r"[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}")
_ORG_CODE = re.compile(r"[0-9A-Z]{8}[0-9X]")
_REG_NUMBER = re.compile(r"\d{15}")
_CITIZEN = re.compile(r"\d{17}[0-9X]|\d{15}")
_CODE = re.compile(r"[0-9A-Z][0-9A-Z()/_-]*")
_DOCUMENT = re.compile(r"[0-9A-Z][0-9A-Z()/-]{3,}")
_ID_CARD = "身份证"
_SOLE_TRADER = "个体工商户"


def broken_by_spreadsheet(value: str) -> str | None:
    """Return a fault when a spreadsheet turned the number into 1.23E+17."""
    if _SCIENTIFIC.fullmatch(value):
        return "号码被表格软件改成了科学计数法，已丢失末尾数字，请把该列设为文本后重填"
    return None


class _Number(FieldType):
    def clean(self, text: str, field: Field) -> str:
        """Return the number in half width and upper case."""
        return normalise(text)


class Uscc(_Number):
    """统一社会信用代码 (GB 32100-2015)."""

    name = "uscc"

    def clean(self, text: str, field: Field) -> str:
        """Return the code without hyphens too."""
        return normalise(text).replace("-", "")

    def check(self, value: str, field: Field, content: Content) -> str | None:
        """Return a fault when there are not 18 places or a letter I, O, S, V, Z is among them."""
        if _USCC.fullmatch(value):
            return None
        if len(value) == 18 and not _SCIENTIFIC.fullmatch(value):
            return "含有统一社会信用代码不使用的字符（I、O、S、V、Z 或符号），请核对"
        return broken_by_spreadsheet(value) or f"统一社会信用代码应为 18 位，现有 {len(value)} 位"

    def warn(self, value: str, field: Field, content: Content) -> str | None:
        """Return the doubt of a wrong check digit, of the whole code or of the organisation code inside."""
        return None if uscc_holds(value) else check_uscc(value).reason

    def advise(self, value: str, field: Field, content: Content) -> str | None:
        """Return advice when the code's class does not fit a sole trader."""
        sole_trader = content.get(field.companion) == _SOLE_TRADER if field.companion else None
        if sole_trader is None or sole_trader == value.startswith("92"):
            return None
        if sole_trader:
            return "个体工商户的代码一般以 92 开头，请核对主体类别"
        return "以 92 开头的代码属于个体工商户，请核对主体类别"


class OrgCode(_Number):
    """组织机构代码 (GB 11714-1997), kept without its hyphen as the 2018 layout wants it."""

    name = "org_code"

    def clean(self, text: str, field: Field) -> str:
        """Return the nine places without the hyphen."""
        return normalise(text).replace("-", "")

    def check(self, value: str, field: Field, content: Content) -> str | None:
        """Return a fault when there are not nine places."""
        if _ORG_CODE.fullmatch(value):
            return None
        return broken_by_spreadsheet(value) or "组织机构代码应为 8 位数字或字母加 1 位校验码"

    def warn(self, value: str, field: Field, content: Content) -> str | None:
        """Return the doubt of a wrong check digit, or of a code that is not the one inside the companion USCC."""
        identity = check_org_code(value)
        if not identity.valid:
            return identity.reason
        uscc = content.get(field.companion, "")
        if _USCC.fullmatch(uscc) and organisation_part(uscc).replace("-", "") != value:
            return f"与统一社会信用代码第 9 至 17 位（{organisation_part(uscc)}）不一致"
        return None

    def show(self, value: str) -> str:
        """Return the code with its hyphen."""
        return f"{value[:8]}-{value[8:]}" if _ORG_CODE.fullmatch(value) else value


class RegNumber(_Number):
    """工商注册号: 15 digits with a check digit; older numbers and, in one province, a USCC are taken as they are."""

    name = "reg_number"

    def check(self, value: str, field: Field, content: Content) -> str | None:
        """Return a fault for a number broken by a spreadsheet."""
        return broken_by_spreadsheet(value)

    def warn(self, value: str, field: Field, content: Content) -> str | None:
        """Return the doubt of a wrong check digit."""
        if not _REG_NUMBER.fullmatch(value):
            return None
        identity = check_reg_number(value)
        return None if identity.valid else identity.reason

    def advise(self, value: str, field: Field, content: Content) -> str | None:
        """Return advice for a number that carries no check digit."""
        return None if _REG_NUMBER.fullmatch(value) else "不是 15 位工商注册号，无法校验，请核对"


class CodeText(_Number):
    """Other certificate and register codes: letters, digits and hyphens without a known check digit."""

    name = "code"

    def check(self, value: str, field: Field, content: Content) -> str | None:
        """Return a fault for other characters or a number broken by a spreadsheet."""
        if not _CODE.fullmatch(value):
            return broken_by_spreadsheet(value) or "只能填写数字、字母和连字符"
        return broken_by_spreadsheet(value)


class DocumentNumber(_Number):
    """The number of a person's document; the companion field tells which document it is."""

    name = "document_number"

    def check(self, value: str, field: Field, content: Content) -> str | None:
        """Return a fault of shape: 18 (or 15) places for a 身份证, letters and digits for others."""
        broken = broken_by_spreadsheet(value)
        if broken:
            return broken
        if field.companion and not content.get(field.companion):
            return "请先选择证件类型"
        if content.get(field.companion) == _ID_CARD:
            return None if _CITIZEN.fullmatch(value) else "身份证号码应为 18 位（旧证 15 位）"
        return None if _DOCUMENT.fullmatch(value) else "证件号码只能填写数字、字母和连字符，至少 4 位"

    def warn(self, value: str, field: Field, content: Content) -> str | None:
        """Return the doubt of a wrong check digit or an impossible day of birth of a 身份证."""
        if content.get(field.companion) != _ID_CARD:
            return None
        return None if citizen_number_holds(value) else check_citizen_number(value).reason

    def show(self, value: str) -> str:
        """Return the number masked: 410122********1234."""
        return mask(value)


class LetterNumber(FieldType):
    """发文字号: the year stands in 〔〕; round brackets are kept, because some units do number so."""

    name = "letter_number"
    _SQUARE = re.compile(r"[\[［【〔](\d{4})[\]］】〕]")

    def clean(self, text: str, field: Field) -> str:
        """Return the number without blanks and with 〔〕 around the year."""
        return self._SQUARE.sub(r"〔\1〕", "".join(text.split()))

    def check(self, value: str, field: Field, content: Content) -> str | None:
        """Return a fault for a number broken by a spreadsheet."""
        return broken_by_spreadsheet(value)
