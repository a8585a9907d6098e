"""Wordings, reprints and voided numbers of letters."""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0006 to 0007."""
