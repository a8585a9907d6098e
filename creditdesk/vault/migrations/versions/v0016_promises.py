"""Promises to supply missing papers by a day."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0015 to 0016."""
    op.create_table(
        "promise",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("exemplar", sa.String(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("record_id", sa.String(), nullable=True),
        sa.Column("declined", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_promise_subject_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_promise_officer_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["officer.id"], name=op.f("fk_promise_closed_by")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_promise_record_id")),
    )
    op.create_index(op.f("ix_promise_subject_id"), "promise", ["subject_id"], unique=False)
