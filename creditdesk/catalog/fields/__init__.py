"""The field types, one small module per family; forms name them by these words."""

from collections.abc import Mapping
from types import MappingProxyType

from creditdesk.catalog.fields import choices, dates, identifiers, money, text
from creditdesk.catalog.fields.base import FieldType

TYPES: Mapping[str, FieldType] = MappingProxyType(
    {
        behaviour.name: behaviour
        for behaviour in (
            text.Text(),
            text.Paragraphs(),
            text.Name(),
            dates.Date(),
            money.Money(),
            choices.Choice(),
            choices.Choices(),
            identifiers.Uscc(),
            identifiers.OrgCode(),
            identifiers.RegNumber(),
            identifiers.CodeText(),
            identifiers.DocumentNumber(),
            identifiers.LetterNumber(),
        )
    }
)
