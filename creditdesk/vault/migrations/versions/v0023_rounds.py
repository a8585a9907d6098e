"""Rounds of joint reward and punishment, the units' responses, and subjects on several black lists at once."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0022 to 0023."""
    op.create_table(
        "joint_round",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("initiator", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("objects", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_round")),
    )
    op.create_table(
        "escalation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("letters", sa.JSON(), nullable=False),
        sa.Column("task", sa.String(), nullable=True),
        sa.Column("task_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_escalation_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    op.create_index(
        "ix_escalation_open", "escalation", ["subject_id"], unique=False, sqlite_where=sa.text("ended_on IS NULL")
    )
    op.create_index(op.f("ix_escalation_subject_id"), "escalation", ["subject_id"], unique=False)
    op.create_index(
        "ix_escalation_task", "escalation", ["task_on", "id"], unique=False, sqlite_where=sa.text("task IS NOT NULL")
    )
    op.create_table(
        "joint_update",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_joint_update_officer_id")),
        sa.ForeignKeyConstraint(["round_id"], ["joint_round.id"], name=op.f("fk_joint_update_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_update")),
        sa.UniqueConstraint("round_id", "serial", name=op.f("uq_joint_update_round_id_serial")),
    )
    op.create_table(
        "joint_object",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("update_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_joint_object_subject_id")),
        sa.ForeignKeyConstraint(["update_id"], ["joint_update.id"], name=op.f("fk_joint_object_update_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_object")),
        sa.UniqueConstraint("update_id", "place", name=op.f("uq_joint_object_update_id_place")),
    )
    op.create_index(op.f("ix_joint_object_subject_id"), "joint_object", ["subject_id"], unique=False)
    op.create_table(
        "joint_response",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("update_id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("letter_id", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("urged", sa.JSON(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("waived", sa.String(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["officer.id"], name=op.f("fk_joint_response_closed_by")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_joint_response_letter_id")),
        sa.ForeignKeyConstraint(["update_id"], ["joint_update.id"], name=op.f("fk_joint_response_update_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_response")),
        sa.UniqueConstraint("update_id", "unit", name=op.f("uq_joint_response_update_id_unit")),
    )
    op.create_index(
        "ix_joint_response_open",
        "joint_response",
        ["due", "id"],
        unique=False,
        sqlite_where=sa.text("answered_on IS NULL AND waived IS NULL"),
    )
    op.create_table(
        "joint_result",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("response_id", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("effect", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["object_id"], ["joint_object.id"], name=op.f("fk_joint_result_object_id")),
        sa.ForeignKeyConstraint(["response_id"], ["joint_response.id"], name=op.f("fk_joint_result_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_result")),
        sa.UniqueConstraint("response_id", "object_id", name=op.f("uq_joint_result_response_id_object_id")),
    )
