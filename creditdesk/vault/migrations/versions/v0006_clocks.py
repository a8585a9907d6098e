"""Pauses of a clock, and dates an officer confirmed."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0005 to 0006."""
