"""Tips, the units they were referred to, and who reported them: sealed to locks that only named readers open."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0019 to 0020."""
    _tips()
    _locks()
    op.create_table(
        "sealed_informant",
        sa.Column("tip_id", sa.String(), nullable=False),
        sa.Column("lock_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tip_id", name=op.f("pk_sealed_informant")),
        sa.ForeignKeyConstraint(["tip_id"], ["tip.id"], name=op.f("fk_sealed_informant_tip_id")),
        sa.ForeignKeyConstraint(["lock_id"], ["informant_lock.id"], name=op.f("fk_sealed_informant_lock_id")),
    )


def _tips() -> None:
    op.create_table(
        "tip",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("accused", sa.String(), nullable=False),
        sa.Column("accused_code", sa.String(), nullable=True),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("finding", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_tip_year_serial")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_tip_officer_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["officer.id"], name=op.f("fk_tip_closed_by")),
    )
    op.create_table(
        "tip_referral",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tip_id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("letter_id", sa.String(), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("finding", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_referral")),
        sa.ForeignKeyConstraint(["tip_id"], ["tip.id"], name=op.f("fk_tip_referral_tip_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_tip_referral_letter_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_tip_referral_officer_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["officer.id"], name=op.f("fk_tip_referral_answered_by")),
    )
    op.create_index(op.f("ix_tip_referral_tip_id"), "tip_referral", ["tip_id"], unique=False)


def _locks() -> None:
    op.create_table(
        "informant_lock",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("earlier_id", sa.String(), nullable=True),
        sa.Column("earlier", sa.LargeBinary(), nullable=True),
        sa.Column("exposed", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_informant_lock")),
        sa.ForeignKeyConstraint(["earlier_id"], ["informant_lock.id"], name=op.f("fk_informant_lock_earlier_id")),
    )
    op.create_table(
        "informant_reader",
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("lost_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_informant_reader")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_informant_reader_officer_id")),
    )
    op.create_table(
        "informant_share",
        sa.Column("lock_id", sa.String(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("share", sa.LargeBinary(), nullable=False),
        sa.Column("vouch", sa.LargeBinary(), nullable=False),
        sa.Column("named_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("lock_id", "officer_id", name=op.f("pk_informant_share")),
        sa.ForeignKeyConstraint(["lock_id"], ["informant_lock.id"], name=op.f("fk_informant_share_lock_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_informant_share_officer_id")),
    )
