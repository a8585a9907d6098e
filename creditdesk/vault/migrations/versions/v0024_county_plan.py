"""The campaign log, the units' grading criteria, and the points of persons."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0023 to 0024."""
    _campaigns()
    _criteria()
    _points()


def _campaigns() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("withdrawn_because", sa.String(), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_campaign_officer_id")),
    )
    op.create_index(op.f("ix_campaign_held_on"), "campaign", ["held_on"], unique=False)


def _criteria() -> None:
    op.create_table(
        "grading_criterion",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("grades", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grading_criterion")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_grading_criterion_officer_id")),
    )
    op.create_index(op.f("ix_grading_criterion_unit"), "grading_criterion", ["unit"], unique=False)


def _points() -> None:
    op.create_table(
        "point_rule",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_rule")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_point_rule_officer_id")),
    )
    op.create_table(
        "point_consent",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_consent")),
        sa.ForeignKeyConstraint(["person_id"], ["subject.id"], name=op.f("fk_point_consent_person_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_point_consent_officer_id")),
    )
    op.create_index(op.f("ix_point_consent_person_id"), "point_consent", ["person_id"], unique=False)
    op.create_table(
        "point_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_entry")),
        sa.UniqueConstraint("record_id", name=op.f("uq_point_entry_record_id")),
        sa.ForeignKeyConstraint(["person_id"], ["subject.id"], name=op.f("fk_point_entry_person_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["point_rule.id"], name=op.f("fk_point_entry_rule_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_point_entry_record_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_point_entry_officer_id")),
    )
    op.create_index(op.f("ix_point_entry_person_id"), "point_entry", ["person_id"], unique=False)
