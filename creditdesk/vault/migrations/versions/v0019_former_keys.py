"""The keys that a desk had before its present one, for the backups made under them."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0018 to 0019."""
    op.execute("CREATE TABLE vault_former_key (number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE) STRICT")
