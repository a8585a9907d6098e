"""Rows as the journal tells them: from its texts back to what a table's columns hold."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, LargeBinary, Table
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.types import TypeEngine

from creditdesk.models import Base
from creditdesk.models.base import Moment

Row = dict[str, Any]
"""A row as the database keeps it, by its columns."""

_DIALECT = SQLiteDialect()


class Unknown(Exception):
    """The journal has no more of a value than its digest, and that belongs to other bytes than those at hand."""


def class_of(table: str) -> type[Base]:
    """Return the model of a table."""
    return next(mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__tablename__ == table)


def typed(kind: type[Base], values: Mapping[str, Any]) -> Row:
    """Return journal values as a model holds them: dates and moments are text in the journal."""
    columns = Base.metadata.tables[kind.__tablename__].c
    return {name: _value(columns[name].type, value) for name, value in values.items()}


def _value(kind: TypeEngine[Any], value: Any) -> Any:
    if value is None or not isinstance(kind, Date | Moment):
        return value
    return (date if isinstance(kind, Date) else datetime).fromisoformat(value)


def written(row: Row, table: Table, values: Mapping[str, Any]) -> Row:
    """Return a row after a change that the journal tells of; Unknown for bytes that are not at hand."""
    return row | {name: _stored(table.c[name], value, row.get(name)) for name, value in values.items()}


def _stored(column: Column[Any], value: Any, before: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        if before is None or value != digest(before):
            raise Unknown
        return before
    process = column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    plain = _value(column.type, value)
    return process(plain) if process else plain


def digest(value: bytes) -> str:
    """Return what the journal says of bytes."""
    return "sha256:" + hashlib.sha256(value).hexdigest()
