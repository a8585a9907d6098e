"""Which programs may read the desk, and the numbers that a restored desk must not give again."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0009 to 0010."""
    op.execute("ALTER TABLE vault_identity ADD COLUMN oldest_reader INTEGER NOT NULL DEFAULT 2")
    op.create_table(
        "skipped_number",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_skipped_number_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skipped_number")),
        sa.UniqueConstraint("register", "year", "first", name=op.f("uq_skipped_number_register_year_first")),
    )
