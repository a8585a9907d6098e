"""The register of erasures, and a salt in journal entries, so that a digest of erased words confirms nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0020 to 0021."""
    op.create_table(
        "erasure",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("letter_id", sa.String(), nullable=True),
        sa.Column("scrubbed_at", sa.String(length=32), nullable=True),
        sa.Column("spread_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_erasure_officer_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_erasure_letter_id")),
    )
    op.create_table(
        "erased_row",
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("row_id", sa.String(), nullable=False),
        sa.Column("erasure_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("noun", "row_id", name=op.f("pk_erased_row")),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasure.id"], name=op.f("fk_erased_row_erasure_id")),
    )
    op.create_index(op.f("ix_erased_row_erasure_id"), "erased_row", ["erasure_id"], unique=False)
    op.add_column("journal", sa.Column("salt", sa.String(), nullable=True))
