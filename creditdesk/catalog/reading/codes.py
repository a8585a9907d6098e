"""forms/codes/*.toml: one dated edition of one code set per file."""

from creditdesk.catalog.codes import Code, CodeSet, likeness
from creditdesk.catalog.reading.heads import read_head
from creditdesk.catalog.table import Table


def read_code_set(table: Table) -> CodeSet:
    """Return the code set of a file; a code or word that stands twice is refused."""
    head = read_head(table)
    seen: dict[str, str] = {}
    codes = tuple(_read_code(row, seen) for row in table.tables("codes", "代码"))
    if not codes:
        table.refuse("codes", "没有列出任何代码")
    code_set = CodeSet(
        **head,
        version=table.text("version"),
        valid_from=table.day("valid_from"),
        codes=codes,
    )
    table.done()
    return code_set


def _read_code(row: Table, seen: dict[str, str]) -> Code:
    code = Code(row.text("code"), row.text("label"), row.texts("synonyms", ()), row.flag("open"))
    for key, words in (("code", (f"#{code.code}",)), ("label", (code.label,)), ("synonyms", code.synonyms)):
        for word in words:
            if likeness(word) in seen:
                row.refuse(key, f"“{word.lstrip('#')}”已用于 {seen[likeness(word)]}")
            seen[likeness(word)] = code.label
    row.done()
    return code
