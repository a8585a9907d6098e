"""Letter forms (文书): what a letter says, who it goes to, how it is numbered and signed."""

from dataclasses import dataclass

from creditdesk.rules.heads import Head

# What the templates may write after "|": a date as 2026年3月2日, a number as 十二, an amount of 万元 as 0.2万元 or
# 贰仟元整.
FILTERS = ("日期", "中文", "金额", "大写金额")
SERIAL = "#"  # a column of the rows' numbers


@dataclass(frozen=True, slots=True)
class LetterValue:
    """One value a letter needs: its name in the templates, its Chinese label and what kind of thing it is.

    `kind` is text, date, number, flag, texts (a list of texts) or list, whose rows have the attributes named in `of`.
    """

    name: str
    label: str
    kind: str
    of: tuple[str, ...] = ()
    sample: object = None


@dataclass(frozen=True, slots=True)
class ParagraphForm:
    """A Jinja2 template of one or several paragraphs: every non-empty line of the result is one paragraph.

    `level` is 0 for body text, 1 for 一、, 2 for （一）, 3 for 1. headings.
    """

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """A column of a table: its title, the attribute it shows of each row, its share of the width, and its side.

    `of` may be SERIAL for the row's number, or empty for a cell that is filled in by hand. `align` is left, center or
    right.
    """

    title: str
    of: str = ""
    weight: float = 1.0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class TableForm:
    """A table of a letter: the rows of a list value, or `cells` as they stand (templates) for a paper to fill in.

    It follows the paragraph form numbered `after` from 0, the last by default.
    """

    columns: tuple[ColumnForm, ...]
    rows: str = ""
    cells: tuple[tuple[str, ...], ...] = ()
    after: int = -1


@dataclass(frozen=True, slots=True)
class AnnexForm:
    """An attachment printed with the letter, from a page of its own: title, paragraphs, and a table between them.

    Its title comes last in the letter's list of attachments.
    """

    title: str
    paragraphs: tuple[ParagraphForm, ...] = ()
    table: TableForm | None = None


@dataclass(frozen=True, slots=True)
class LetterForm(Head):
    """One letter form. Every text may be a Jinja2 template over exactly the names in `values`.

    `number_code` follows the office's prefix: 牟信 + 异受 gives 牟信异受〔2026〕12号. Every non-empty line of the text
    of an attachment is one attachment. A letter with a `delivery_slip` goes out with a 送达回证 to be signed.
    """

    title: str
    number_code: str
    addressee: str
    paragraphs: tuple[ParagraphForm, ...]
    attachments: tuple[str, ...]
    contact: str
    footer: str
    copies: int
    copies_note: str
    delivery_slip: bool
    values: tuple[LetterValue, ...]
    table: TableForm | None = None
    annexes: tuple[AnnexForm, ...] = ()

    def sample(self) -> dict[str, object]:
        """Return the sample values of the form, as for a preview."""
        return {value.name: value.sample for value in self.values}
