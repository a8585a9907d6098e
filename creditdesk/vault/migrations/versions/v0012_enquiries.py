"""Enquiries: who asked, on what authority, for what, and about whom."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0011 to 0012."""
    op.create_table(
        "enquiry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("applicant", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("free", sa.Boolean(), nullable=True),
        sa.Column("letter_id", sa.String(), nullable=True),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_enquiry_letter_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_enquiry_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_enquiry_letter_id")),
    )
    op.create_index("ix_enquiry_at", "enquiry", ["at", "id"], unique=False)
    op.create_table(
        "enquiry_subject",
        sa.Column("enquiry_id", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_enquiry_subject_enquiry_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_enquiry_subject_subject_id")),
        sa.PrimaryKeyConstraint("enquiry_id", "subject_id", name=op.f("pk_enquiry_subject")),
    )
    op.create_index(op.f("ix_enquiry_subject_subject_id"), "enquiry_subject", ["subject_id"], unique=False)
