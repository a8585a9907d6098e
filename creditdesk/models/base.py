"""The base of every table: naming of constraints, identities, and moments in time."""

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from sqlalchemy import JSON, MetaData, String, TypeDecorator, inspect
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from uuid_utils import uuid7

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware point in time, kept as UTC text so that a workstation's time zone never changes what is stored."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Turn an aware datetime into ISO 8601 UTC text; a naive one is a bug and raises ValueError."""
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Turn the stored text back into an aware datetime in UTC."""
        return None if value is None else datetime.fromisoformat(value)


def moment_text(at: datetime) -> str:
    """Return a point in time as its columns keep it: ISO 8601, UTC, milliseconds; a naive one raises ValueError."""
    if at.tzinfo is None:
        raise ValueError("a stored moment needs a time zone")
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dict[str, Any]: JSON,
        dict[str, str]: JSON,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
        datetime: Moment,
    }

    def copied(self) -> Self:
        """Return the same row for another database of this desk."""
        return type(self)(**{column.key: getattr(self, column.key) for column in inspect(type(self)).column_attrs})


def new_id() -> str:
    """Return a UUIDv7 as text: unique across desks, and sorted by the time it was made."""
    return str(uuid7())
