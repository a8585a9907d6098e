"""Pauses of a clock, what a letter's dates were counted by, and the order in which calendars were loaded."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0005 to 0006."""
    op.create_table(
        "case_pause",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("referral_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_note", sa.String(), nullable=True),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_pause_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_case_pause_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_pause")),
    )
    op.create_index(op.f("ix_case_pause_case_id"), "case_pause", ["case_id"], unique=False)
    op.create_table(
        "letter_clock",
        sa.Column("letter_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("rule_set", sa.String(), nullable=False),
        sa.Column("calendar_version", sa.String(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("overall_due", sa.Date(), nullable=True),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("pauses", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_letter_clock_case_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_clock_letter_id")),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_clock")),
    )
    op.create_index(op.f("ix_letter_clock_case_id"), "letter_clock", ["case_id"], unique=False)
    op.execute("ALTER TABLE calendar_year ADD COLUMN load INTEGER DEFAULT 0 NOT NULL")
    # Rows were only ever added, so their places tell the order of the loadings.
    op.execute(
        "UPDATE calendar_year SET load = "
        "(SELECT count(*) FROM calendar_year AS one WHERE one.rowid <= calendar_year.rowid)"
    )
