"""Attachments, notes and reminders of a case."""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0004 to 0005."""
