"""${message.capitalize()}."""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from ${down_revision} to ${up_revision}."""
    ${"\n".join(line for line in upgrades.split("\n") if not line.strip().startswith("# ###")).strip() if upgrades else "pass"}
