"""Which rows were erased by law or lost their personal part: what to expect of them, and what to say."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditdesk.errors import Problem
from creditdesk.models import ErasedRow
from creditdesk.services.identities import among


def ids(session: Session, noun: str) -> frozenset[str]:
    """Return the rows of a noun that were erased or lost their personal part."""
    return frozenset(session.scalars(select(ErasedRow.row_id).where(ErasedRow.noun == noun)))


def among_these(session: Session, noun: str, row_ids: Sequence[str]) -> frozenset[str]:
    """Return those of some rows of a noun that were erased or lost their personal part."""
    query = select(ErasedRow.row_id).where(ErasedRow.noun == noun, ErasedRow.row_id.in_(among(row_ids)))
    return frozenset(session.scalars(query))


def refuse(session: Session, noun: str, row_id: str, name: str) -> None:
    """Raise a Problem where what is asked for is gone by law."""
    if session.get(ErasedRow, (noun, row_id)) is not None:
        raise Problem(f"{name}的内容因保存期满已依法消除，只保留编号和日期，不能再查看、打印或交付。")
