"""What a written migration says: the office's tables only, in SQLAlchemy's own column types."""

from typing import Literal

from alembic.autogenerate.api import AutogenContext
from sqlalchemy import TypeDecorator

VAULT_PREFIXES = ("vault_", "search_")


def is_office_table(_thing: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    """Tell Alembic to leave the vault's own tables (search index, identity) out of its comparison with the models."""
    return kind != "table" or not str(name).startswith(VAULT_PREFIXES)


def plain_type(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write a type of the models (such as Moment) as the column type underneath it, so that 0002 imports no models."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False
