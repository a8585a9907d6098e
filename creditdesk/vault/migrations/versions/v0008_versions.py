"""The newest version of a record is what the record says; the record tells which version left last."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0007 to 0008."""
    # SQLite lets a column be empty only in a table made anew.
    op.create_table(
        "record_version_new",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_record_version_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_record_version_officer_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_version_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_version")),
        sa.UniqueConstraint("record_id", "version", name=op.f("uq_record_version_record_id_version")),
    )
    op.execute("INSERT INTO record_version_new SELECT * FROM record_version")
    op.drop_table("record_version")
    op.rename_table("record_version_new", "record_version")
    op.add_column("record", sa.Column("left_version", sa.Integer(), server_default="0", nullable=False))
    op.execute(
        "UPDATE record SET left_version = (SELECT max(version) FROM package_row WHERE record_id = record.id) "
        "WHERE id IN (SELECT record_id FROM package_row)"
    )
    op.drop_index("ix_record_changed", "record")
    op.create_index(
        "ix_record_changed",
        "record",
        ["changed_at", "id", "state", "objection_mark", "version", "left_version"],
        unique=False,
    )
    op.create_index(
        "ix_record_leaving",
        "record",
        ["kind", "decided_on", "id", "state", "withheld", "objection_mark", "left_version", "version"],
        unique=False,
        sqlite_where=sa.text("left_version < version"),
    )
