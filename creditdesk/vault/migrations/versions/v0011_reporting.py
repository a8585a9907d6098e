"""Monthly returns are kept; what waits to leave is found with the day of its last change, row by row untouched."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_LEAVING = ["kind", "decided_on", "id", "state", "withheld", "objection_mark", "left_version", "version", "changed_at"]


def upgrade() -> None:
    """Bring the database from 0010 to 0011."""
    op.create_table(
        "monthly_return",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_monthly_return")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_monthly_return_officer_id")),
    )
    op.drop_index("ix_record_leaving", "record")
    op.create_index("ix_record_leaving", "record", _LEAVING, sqlite_where=sa.text("left_version < version"))
