"""Letters keep the head of the journal that is printed on them."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0024 to 0025; letters of before bear no head."""
    op.add_column("letter", sa.Column("journal_seq", sa.Integer(), nullable=True))
    op.add_column("letter", sa.Column("journal_head", sa.String(), nullable=True))
