"""Rounds of joint reward and punishment (联合奖惩发起与响应): whom, by which measures, who was asked, what they did."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from creditdesk.models.base import Base, new_id


class JointRound(Base):
    """One round; `measures` are kept as they stood in the list of measures when it began. It is over at `ended_on`."""

    __tablename__ = "joint_round"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    initiator: Mapped[str]
    kind: Mapped[str]
    objects: Mapped[str]
    basis: Mapped[str]
    decided_on: Mapped[date]
    measures: Mapped[list[dict[str, Any]]]
    units: Mapped[list[str]]
    began_on: Mapped[date]
    ended_on: Mapped[date | None]
    ended_because: Mapped[str | None]


class JointUpdate(Base):
    """One dated list of a round: 0 begins it, every later one tells what was added, changed and removed."""

    __tablename__ = "joint_update"
    __table_args__ = (UniqueConstraint("round_id", "serial"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("joint_round.id"))
    serial: Mapped[int]
    on: Mapped[date]
    reason: Mapped[str]
    answer_by: Mapped[date | None]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]


class JointObject(Base):
    """One subject in an update: `change` is 新增, 变更 or 移出, `place` its number on the list, `note` why."""

    __tablename__ = "joint_object"
    __table_args__ = (UniqueConstraint("update_id", "place"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    update_id: Mapped[str] = mapped_column(ForeignKey("joint_update.id"))
    place: Mapped[int]
    subject_id: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    change: Mapped[str]
    note: Mapped[str]


class JointResponse(Base):
    """What one unit was asked by one update, with which letter, and when it answered; `urged` are its reminders.

    `digest` is the hash of the feedback file that was read in, empty where an officer entered the answer.
    """

    __tablename__ = "joint_response"
    __table_args__ = (
        UniqueConstraint("update_id", "unit"),
        Index("ix_joint_response_open", "due", "id", sqlite_where=text("answered_on IS NULL AND waived IS NULL")),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    update_id: Mapped[str] = mapped_column(ForeignKey("joint_update.id"))
    unit: Mapped[str]
    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"))
    due: Mapped[date | None]
    urged: Mapped[list[str]]
    answered_on: Mapped[date | None]
    digest: Mapped[str | None]
    waived: Mapped[str | None]
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))


class JointResult(Base):
    """What a unit did with one subject: the measure it took and when, or why it took none."""

    __tablename__ = "joint_result"
    __table_args__ = (UniqueConstraint("response_id", "object_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    response_id: Mapped[str] = mapped_column(ForeignKey("joint_response.id"))
    object_id: Mapped[str] = mapped_column(ForeignKey("joint_object.id"))
    measure: Mapped[str]
    done_on: Mapped[date | None]
    effect: Mapped[str]
