"""Free text on one line or several."""

import re

from creditdesk.catalog.fields.base import Content, Field, FieldType


class Text(FieldType):
    """One line: names, contents of a decision; line ends become blanks."""

    name = "text"

    def clean(self, text: str, field: Field) -> str:
        """Return the text on one line."""
        return " ".join(text.split("\n"))


class Paragraphs(FieldType):
    """Several lines: facts, grounds, remarks."""

    name = "paragraphs"

    def clean(self, text: str, field: Field) -> str:
        """Return the text with its line ends, without empty lines."""
        return "\n".join(line for line in text.split("\n") if line)


class Name(Text):
    """The name of a subject or of a unit: at least one letter or character in it."""

    name = "name"

    def check(self, value: str, field: Field, content: Content) -> str | None:
        """Return a fault when the name holds digits and signs only."""
        return None if re.search(r"[^\W\d_]", value) else "名称中没有文字，请核对是否填错列"
