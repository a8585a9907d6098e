"""What a restore took back, until an officer ticks it off."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0021 to 0022."""
    op.create_table(
        "lost_act",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("aside", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_name", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("settled_at", sa.String(length=32), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["settled_by"], ["officer.id"], name=op.f("fk_lost_act_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lost_act")),
    )
