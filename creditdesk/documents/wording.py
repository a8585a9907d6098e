"""A letter form filled with a case's values: its templates run in a sandbox and know the declared names only."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from jinja2 import DictLoader, StrictUndefined, Template, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from creditdesk.catalog.letters import LetterForm
from creditdesk.documents.chinese import amount, chinese_date, chinese_number
from creditdesk.documents.letter import LetterContent, Paragraph
from creditdesk.documents.tables import Table
from creditdesk.errors import Problem

# Letters are paper, not HTML: nothing is escaped.
_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, loader=DictLoader({}))
_ENVIRONMENT.filters |= {"日期": chinese_date, "中文": chinese_number, "金额": amount}


def compose(
    form: LetterForm,
    values: Mapping[str, object],
    *,
    office: str,
    number: str,
    on: date,
    table: Table | None = None,
) -> LetterContent:
    """Fill the form's templates; the office is both letterhead and signature.

    Raises a Problem when a value is lacking or a template does what a letter must not.
    """
    needed = {value.name: value.label for value in form.values}
    lacking = [label for name, label in needed.items() if name not in values]
    if lacking:
        raise Problem(f"{form.label}还缺“{'”“'.join(lacking)}”，请补齐后再生成。")
    given = {name: values[name] for name in needed}
    return LetterContent(
        issuer=office,
        number=number,
        title="\n".join(_lines(form, form.title, given)),
        addressee="".join(_lines(form, form.addressee, given)),
        paragraphs=tuple(
            Paragraph(paragraph.level, line)
            for paragraph in form.paragraphs
            for line in _lines(form, paragraph.text, given)
        ),
        signer=office,
        date=on,
        table=table,
        attachments=tuple(line for text in form.attachments for line in _lines(form, text, given)),
        contact="".join(_lines(form, form.contact, given)),
        footer="\n".join(_lines(form, form.footer, given)),
    )


def _lines(form: LetterForm, text: str, values: Mapping[str, object]) -> list[str]:
    """Return the filled template's lines that are not empty."""
    try:
        filled = _template(text).render(values)
    except UndefinedError as fault:
        raise Problem(f"{form.label}的模板用到了没有给出的内容（{fault.message}），请在“文书格式”中改正。") from None
    except (TemplateError, TypeError, ValueError, ArithmeticError) as fault:  # a template's own doing, not ours
        raise Problem(f"{form.label}的模板写法不允许（{fault}），请在“文书格式”中改正。") from None
    return [line.strip() for line in filled.splitlines() if line.strip()]


@lru_cache(maxsize=512)
def _template(text: str) -> Template:
    return _ENVIRONMENT.from_string(text)
