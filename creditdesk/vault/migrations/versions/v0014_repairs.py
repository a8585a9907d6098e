"""Repairs: which record, under which regime, and from when publicity stopped."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0013 to 0014."""
    op.create_table(
        "repair",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("regime_class", sa.String(), nullable=False),
        sa.Column("chosen_because", sa.String(), nullable=True),
        sa.Column("counted_from", sa.Date(), nullable=True),
        sa.Column("earliest_on", sa.Date(), nullable=True),
        sa.Column("latest_on", sa.Date(), nullable=True),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_repair_case_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_repair_record_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_repair")),
    )
    op.create_index(op.f("ix_repair_record_id"), "repair", ["record_id"], unique=False)
