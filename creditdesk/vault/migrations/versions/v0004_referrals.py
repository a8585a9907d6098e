"""Cases that are with several units, and whom to tell of wrong data."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0003 to 0004."""
    op.create_table(
        "referral",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("letter_id", sa.String(), nullable=True),
        sa.Column("opinion", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_referral_case_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["source_unit.id"], name=op.f("fk_referral_unit_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_referral_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index(op.f("ix_referral_case_id"), "referral", ["case_id"], unique=False)
    op.create_index(op.f("ix_referral_unit_id"), "referral", ["unit_id"], unique=False)
    op.create_table(
        "recall",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("notice_id", sa.String(), nullable=True),
        sa.Column("restoration_id", sa.String(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_recall_case_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["letter.id"], name=op.f("fk_recall_notice_id")),
        sa.ForeignKeyConstraint(["restoration_id"], ["letter.id"], name=op.f("fk_recall_restoration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall")),
        sa.UniqueConstraint("case_id", "receiver", name=op.f("uq_recall_case_id_receiver")),
    )
    op.create_index(op.f("ix_recall_case_id"), "recall", ["case_id"], unique=False)
    op.execute("ALTER TABLE case_item ADD COLUMN referral_id VARCHAR REFERENCES referral (id)")
    op.execute("ALTER TABLE case_step ADD COLUMN referral_id VARCHAR REFERENCES referral (id)")
    _carry_over()


def _carry_over() -> None:
    """Make one referral of each case: it takes the case's identity, state, events with the unit, letter and answer."""
    op.execute(
        "INSERT INTO referral (id, case_id, unit_id, state, events, letter_id, opinion) "
        "SELECT one.id, one.id, one.unit_id, one.state, json_patch('{}', json_object("
        "'forwarded', one.events ->> '$.forwarded', 'delivered', one.events ->> '$.delivered', "
        "'opinion', one.events ->> '$.opinion')), "
        "(SELECT letter_id FROM case_step WHERE case_id = one.id AND act = 'forward'), "
        "(SELECT note FROM case_step WHERE case_id = one.id AND act = 'opinion') "
        'FROM "case" AS one WHERE one.unit_id IS NOT NULL'
    )
    op.execute(
        "UPDATE case_item SET referral_id = case_id WHERE EXISTS (SELECT 1 FROM referral WHERE id = case_item.case_id)"
    )
    op.execute(
        "UPDATE case_step SET referral_id = case_id WHERE act IN ('forward', 'deliver', 'opinion') "
        "AND EXISTS (SELECT 1 FROM referral WHERE id = case_step.case_id)"
    )
