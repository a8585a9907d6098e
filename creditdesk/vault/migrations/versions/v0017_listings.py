"""Listings: subjects on red and black lists, from the proposal to the exit."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0016 to 0017."""
    op.create_table(
        "listing",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("list_name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("for_reference", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("proofs", sa.JSON(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("refusal_proof", sa.String(), nullable=True),
        sa.Column("term_months", sa.Integer(), nullable=True),
        sa.Column("source_record_id", sa.String(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("decision_number", sa.String(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_until", sa.Date(), nullable=True),
        sa.Column("force_on", sa.Date(), nullable=True),
        sa.Column("force_until", sa.Date(), nullable=True),
        sa.Column("exit_reason", sa.String(), nullable=True),
        sa.Column("exit_because", sa.String(), nullable=True),
        sa.Column("exited_on", sa.Date(), nullable=True),
        sa.Column("record_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["case.id"], name=op.f("fk_listing_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_listing_subject_id")),
        sa.ForeignKeyConstraint(["source_record_id"], ["record.id"], name=op.f("fk_listing_source_record_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_listing_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
    )
    op.create_index(op.f("ix_listing_subject_id"), "listing", ["subject_id"], unique=False)
    op.create_index(
        "ix_listing_standing",
        "listing",
        ["colour", "subject_id", "domain", "force_on", "force_until"],
        unique=False,
        sqlite_where=sa.text("published_on IS NOT NULL AND exited_on IS NULL AND for_reference IS 0"),
    )
    op.create_index(
        "ix_listing_force_until", "listing", ["force_until"], unique=False, sqlite_where=sa.text("exited_on IS NULL")
    )
