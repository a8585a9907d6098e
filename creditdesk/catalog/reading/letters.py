"""forms/letters/*.toml: one letter form per file, its templates checked against the values it declares."""

from collections.abc import Callable, Iterator

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from creditdesk.catalog.letters import FILTERS, LetterForm, LetterValue
from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.reading.letter_tables import read_annex, read_paragraph, read_table
from creditdesk.catalog.table import Table

_KINDS = ("text", "date", "number", "flag", "texts", "list")
_PARSER = Environment(autoescape=False)  # noqa: S701  parses only, and letters are paper, not HTML
_PARSER.filters |= dict.fromkeys(FILTERS, str)


def read_letter(table: Table) -> LetterForm:
    """Return the letter form of a file; a template with an undeclared value is refused, and so is an unused value."""
    head = read_head(table)
    values = tuple(_read_value(row) for row in table.tables("values", "变量"))
    used: set[str] = set()
    form = LetterForm(
        **head,
        title=_template(table, "title", values, used),
        number_code=table.text("number_code"),
        addressee=_template(table, "addressee", values, used, default=""),
        paragraphs=tuple(read_paragraph(row, values, used, check) for row in table.tables("paragraphs", "段落")),
        attachments=_read_attachments(table, values, used),
        contact=_template(table, "contact", values, used, default=""),
        footer=_template(table, "footer", values, used, default=""),
        copies=table.number("copies"),
        copies_note=table.text("copies_note"),
        delivery_slip=table.flag("delivery_slip"),
        values=values,
        table=read_table(table.table("table"), values, used, check) if table.has("table") else None,
        annexes=tuple(read_annex(row, values, used, check) for row in table.tables("annexes", "附件")),
    )
    if not form.paragraphs:
        table.refuse("paragraphs", "没有正文")
    for name in sorted({value.name for value in values} - used):
        table.refuse("values", f"变量 {name} 没有在任何文字中用到")
    table.done()
    return form


def _read_value(row: Table) -> LetterValue:
    kind = row.text("kind", "text")
    if kind not in _KINDS:
        row.refuse("kind", f"变量类型只能是 {'、'.join(_KINDS)}")
    of = row.texts("of", ())
    if (kind == "list") != bool(of):
        row.refuse("of", "列表型变量须用 of 写明各项的属性，其他变量不写")
    value = LetterValue(row.text("name"), row.text("label"), kind, of, _read_sample(row, kind, of))
    row.done()
    return value


def _read_sample(row: Table, kind: str, of: tuple[str, ...]) -> object:
    readers: dict[str, Callable[[str], object]] = {
        "text": row.text,
        "date": row.day,
        "number": row.number,
        "texts": row.texts,
        "flag": row.flag,
    }
    if kind in readers:
        return readers[kind]("sample")
    sample = row.anything("sample")
    if not isinstance(sample, list) or any(not isinstance(item, dict) or set(item) != set(of) for item in sample):
        row.refuse("sample", f"应为若干项，每项恰有 {'、'.join(of)}")
    return sample


def _read_attachments(table: Table, values: tuple[LetterValue, ...], used: set[str]) -> tuple[str, ...]:
    texts = table.texts("attachments", ())
    for text in texts:
        check(table, "attachments", text, values, used)
    return texts


def _template(
    table: Table, key: str, values: tuple[LetterValue, ...], used: set[str], default: str | None = None
) -> str:
    text = table.text(key, default)
    check(table, key, text, values, used)
    return text


def check(table: Table, key: str, text: str, values: tuple[LetterValue, ...], used: set[str]) -> None:
    """Refuse a template that names what the form does not declare; what it names is added to `used`."""
    if "{" not in text:  # it is no template: most titles and many paragraphs
        return
    try:
        tree = _PARSER.parse(text)
        names = meta.find_undeclared_variables(tree)
    except TemplateSyntaxError as fault:
        table.refuse(key, f"模板写法有误：{fault.message}")
    declared = {value.name: value for value in values}
    for name in sorted(names - declared.keys()):
        table.refuse(key, f"用到的变量 {name} 没有在 values 中说明")
    for value, attribute in _attributes(tree, declared):
        if attribute not in value.of:
            table.refuse(key, f"变量 {value.name} 的各项没有属性 {attribute}")
    used |= names


def _attributes(tree: nodes.Template, declared: dict[str, LetterValue]) -> Iterator[tuple[LetterValue, str]]:
    """Yield every attribute that a loop uses of the rows of a list value."""
    for loop in tree.find_all(nodes.For):
        if not (isinstance(loop.iter, nodes.Name) and isinstance(loop.target, nodes.Name)):
            continue
        value = declared.get(loop.iter.name)
        for use in loop.find_all(nodes.Getattr) if value else ():
            if value and isinstance(use.node, nodes.Name) and use.node.name == loop.target.name:
                yield value, use.attr
