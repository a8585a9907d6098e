"""Units that were told to mend their reporting, and what they answered."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0014 to 0015."""
    op.create_table(
        "rectification",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("letter_id", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("ordered_at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification")),
        sa.UniqueConstraint("unit", "start", "end", name=op.f("uq_rectification_unit_start_end")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_rectification_letter_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_rectification_officer_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["officer.id"], name=op.f("fk_rectification_closed_by")),
    )
