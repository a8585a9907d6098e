"""forms/records/*.toml: one dated edition of one record kind per file."""

from collections.abc import Mapping, Sequence

from creditdesk.catalog.codes import CodeSet
from creditdesk.catalog.fields import TYPES
from creditdesk.catalog.fields.base import Field, Fill
from creditdesk.catalog.kinds import Group, Limit, Order, RecordKind, Section
from creditdesk.catalog.reading.conditions import read_condition
from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.table import Table

Choices = Mapping[str, tuple[str, ...]]
_NOUNS = ("subject", "unit")
_CHOOSING = ("choice", "choices")
_NUMBER = "decision_number"
# What a list shows of a record and a later report may change, or what names the subject: no part of a key.
_CHANGING = ("subject_name", "status", "grade")


def read_kind(table: Table, code_sets: Mapping[str, CodeSet]) -> RecordKind:
    """Return the record kind of a file; whatever it names (codes, fields, sections) must exist."""
    head = read_head(table)
    sections = tuple(_read_section(row) for row in table.tables("sections", "分节"))
    rows = tuple(table.tables("fields", "字段"))
    code_of = {row.text("name"): _code_set(row, code_sets) for row in rows}
    choices = {name: _choices(row, code_of[name]) for row in rows if (name := row.text("name"))}
    fields = tuple(_read_field(row, code_of[row.text("name")], choices) for row in rows)
    _check_fields(table, rows, fields, sections)
    kind = RecordKind(
        **head,
        short=table.text("short"),
        valid_from=table.day("valid_from"),
        order=table.number("order"),
        adverse=table.flag("adverse"),
        sections=sections,
        fields=fields,
        caption=_names(table, "caption", choices),
        featured=_names(table, "featured", choices),
        key=_key(table, choices),
        groups=tuple(_read_group(row, choices) for row in table.tables("groups", "必填组")),
        orders=tuple(_read_order(row, choices) for row in table.tables("orders", "先后关系")),
        limits=tuple(_read_limit(row, choices) for row in table.tables("limits", "字数限制")),
        layouts=table.texts("layouts", ()),
    )
    table.done()
    return kind


def _read_section(row: Table) -> Section:
    section = Section(row.text("name"), row.text("label"))
    row.done()
    return section


def _code_set(row: Table, code_sets: Mapping[str, CodeSet]) -> CodeSet | None:
    if row.text("type") not in TYPES:
        row.refuse("type", f"没有“{row.text('type')}”这种字段类型，可用的有：{'、'.join(TYPES)}")
    if row.text("type") not in _CHOOSING:
        return None
    reference = row.text("codes")
    if reference not in code_sets:
        row.refuse("codes", f"没有代码集 {reference}，可用的有：{'、'.join(sorted(code_sets))}")
    return code_sets[reference]


def _choices(row: Table, code_set: CodeSet | None) -> tuple[str, ...]:
    if code_set is None:
        return ()
    chosen = row.texts("choices", code_set.labels)
    for word in chosen:
        if word not in code_set.labels:
            row.refuse("choices", f"代码集 {code_set.reference} 中没有“{word}”")
    return chosen


def _read_field(row: Table, code_set: CodeSet | None, choices: Choices) -> Field:
    field = Field(
        name=row.text("name"),
        label=row.text("label"),
        short=row.text("short", row.text("label")),
        type=row.text("type"),
        section=row.text("section"),
        behaviour=TYPES[row.text("type")],
        code=row.text("code", ""),
        length=row.number("length", 0),
        required=row.flag("required"),
        required_when=read_condition(row, "required_when", choices) if row.has("required_when") else None,
        advised=row.text("advised", ""),
        when=read_condition(row, "when", choices),
        help=row.text("help", ""),
        code_set=code_set,
        choices=choices[row.text("name")],
        default=row.text("default", ""),
        companion=row.text("companion", ""),
        fills=tuple(_read_fill(row, name, value) for name, value in row.pairs("fills").items()),
        words=tuple(row.pairs("words").items()),
        also=frozenset(row.texts("also", ())),
        positive=row.flag("positive"),
        past=row.flag("past"),
        wide=row.flag("wide"),
        personal=row.flag("personal"),
    )
    row.done()
    return field


def _read_fill(row: Table, name: str, value: str) -> Fill:
    noun, _, attribute = value.partition(".")
    if noun not in _NOUNS or not attribute:
        row.refuse("fills", f"“{value}”应写成 subject.属性 或 unit.属性")
    return Fill(name, noun, attribute)


def _check_fields(table: Table, rows: Sequence[Table], fields: Sequence[Field], sections: Sequence[Section]) -> None:
    names = [field.name for field in fields]
    if not fields:
        table.refuse("fields", "没有任何字段")
    for row, field in zip(rows, fields, strict=True):
        if names.count(field.name) > 1:
            row.refuse("name", "字段重名")
        if field.section not in {section.name for section in sections}:
            row.refuse("section", f"没有分节 {field.section}")
        for name in (field.companion, *(fill.field for fill in field.fills)):
            if name and name not in names:
                row.refuse("companion" if name == field.companion else "fills", f"没有字段 {name}")
        _check_default(row, field)


def _check_default(row: Table, field: Field) -> None:
    for key, value in (("default", field.default), *(("words", value) for _, value in field.words)):
        if value and (field.clean(value) != value or field.check(value, {})):
            row.refuse(key, f"“{value}”不是本字段的规范值")


def _names(table: Table, key: str, choices: Choices) -> tuple[str, ...]:
    names = table.texts(key)
    for name in names:
        if name not in choices:
            table.refuse(key, f"没有字段 {name}")
    return names


def _key(table: Table, choices: Choices) -> tuple[str, ...]:
    """Return the fields named as key, else the document number, else what a list shows of a record."""
    if table.has("key"):
        return _names(table, "key", choices)
    if _NUMBER in choices:
        return (_NUMBER,)
    return tuple(name for name in table.texts("featured") if name not in _CHANGING)


def _name(row: Table, key: str, choices: Choices) -> str:
    if row.text(key) not in choices:
        row.refuse(key, f"没有字段 {row.text(key)}")
    return row.text(key)


def _read_group(row: Table, choices: Choices) -> Group:
    group = Group(_names(row, "fields", choices), row.text("sentence"), read_condition(row, "when", choices))
    row.done()
    return group


def _read_order(row: Table, choices: Choices) -> Order:
    order = Order(
        earlier=_name(row, "earlier", choices),
        later=_name(row, "later", choices),
        advice=row.flag("advice"),
        when=read_condition(row, "when", choices),
    )
    row.done()
    return order


def _read_limit(row: Table, choices: Choices) -> Limit:
    limit = Limit(_name(row, "field", choices), row.number("length"), read_condition(row, "when", choices))
    row.done()
    return limit
