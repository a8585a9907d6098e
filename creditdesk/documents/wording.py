"""A letter form filled with a case's values: its templates run in a sandbox and know the declared names only."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import cast

from jinja2 import DictLoader, StrictUndefined, Template, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from creditdesk.catalog.letters import SERIAL, AnnexForm, LetterForm, ParagraphForm, TableForm
from creditdesk.documents.chinese import amount, chinese_date, chinese_number, formal_amount
from creditdesk.documents.letter import Annex, LetterContent, Paragraph
from creditdesk.documents.tables import Column, Table
from creditdesk.errors import Problem

# Letters are paper, not HTML: nothing is escaped.
_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, loader=DictLoader({}))
_ENVIRONMENT.filters |= {"日期": chinese_date, "中文": chinese_number, "金额": amount, "大写金额": formal_amount}


def compose(
    form: LetterForm,
    values: Mapping[str, object],
    *,
    office: str,
    number: str,
    on: date,
) -> LetterContent:
    """Fill the form's templates; the office is both letterhead and signature.

    Raises a Problem when a value is lacking or a template does what a letter must not.
    """
    needed = {value.name: value.label for value in form.values}
    lacking = [label for name, label in needed.items() if name not in values]
    if lacking:
        raise Problem(f"{form.label}还缺“{'”“'.join(lacking)}”，请补齐后再生成。")
    given = {name: values[name] for name in needed}
    annexes = tuple(_annex(form, annex, given) for annex in form.annexes)
    paragraphs = [_paragraphs(form, (paragraph,), given) for paragraph in form.paragraphs]
    return LetterContent(
        issuer=office,
        number=number,
        title="\n".join(_lines(form, form.title, given)),
        addressee="".join(_lines(form, form.addressee, given)),
        paragraphs=tuple(chain.from_iterable(paragraphs)),
        signer=office,
        date=on,
        table=_table(form, form.table, given, list(map(len, paragraphs))),
        attachments=(
            *(line for text in form.attachments for line in _lines(form, text, given)),
            *(annex.title for annex in annexes),
        ),
        annexes=annexes,
        contact="".join(_lines(form, form.contact, given)),
        footer="\n".join(_lines(form, form.footer, given)),
    )


def _paragraphs(
    form: LetterForm, paragraphs: tuple[ParagraphForm, ...], values: Mapping[str, object]
) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(paragraph.level, line) for paragraph in paragraphs for line in _lines(form, paragraph.text, values)
    )


def _annex(form: LetterForm, annex: AnnexForm, values: Mapping[str, object]) -> Annex:
    paragraphs = [_paragraphs(form, (paragraph,), values) for paragraph in annex.paragraphs]
    return Annex(
        "".join(_lines(form, annex.title, values)),
        tuple(chain.from_iterable(paragraphs)),
        _table(form, annex.table, values, list(map(len, paragraphs))),
    )


def _table(
    form: LetterForm, table: TableForm | None, values: Mapping[str, object], counts: Sequence[int]
) -> Table | None:
    """Return a table filled in, none for an empty list; `counts` are how many paragraphs each paragraph form made."""
    if table is None or (table.rows and not values[table.rows]):
        return None
    if table.rows:
        rows = tuple(
            tuple(_cell(column.of, row, serial) for column in table.columns)
            for serial, row in enumerate(cast("Sequence[Mapping[str, object]]", values[table.rows]), start=1)
        )
    else:
        rows = tuple(tuple(_filled(form, cell, values) for cell in line) for line in table.cells)
    columns = tuple(Column(column.title, column.weight, column.align) for column in table.columns)
    after = -1 if table.after < 0 else max(0, sum(counts[: table.after + 1]) - 1)
    return Table(columns, rows, after=after)


def _cell(of: str, row: Mapping[str, object], serial: int) -> str:
    """Return one cell of a list: the row's number, room for three lines by hand, or what the row says."""
    if of in ("", SERIAL):
        return str(serial) if of else "\n\n"
    value = row[of]
    return chinese_date(value) if isinstance(value, date) else str(value)


def _lines(form: LetterForm, text: str, values: Mapping[str, object]) -> list[str]:
    """Return the filled template's lines that are not empty."""
    return [line.strip() for line in _filled(form, text, values).splitlines() if line.strip()]


def _filled(form: LetterForm, text: str, values: Mapping[str, object]) -> str:
    """Return the filled template."""
    try:
        return _template(text).render(values)
    except UndefinedError as fault:
        raise Problem(f"{form.label}的模板用到了没有给出的内容（{fault.message}），请在“文书格式”中改正。") from None
    except (TemplateError, TypeError, ValueError, ArithmeticError) as fault:  # a template's own doing, not ours
        raise Problem(f"{form.label}的模板写法不允许（{fault}），请在“文书格式”中改正。") from None


@lru_cache(maxsize=512)
def _template(text: str) -> Template:
    return _ENVIRONMENT.from_string(text)
