"""Packages have a receiver and two officers, wait for their release, and are kept; partners have certificates."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_PLATFORM = "郑州市公共信用信息平台"


def upgrade() -> None:
    """Bring the database from 0008 to 0009."""
    _packages()
    _proposals()
    _hand_overs()
    _partners()
    _receipts()
    _incoming()


def _packages() -> None:
    # A unique column is let go only in a table made anew; the rows are copied first, so that no key dangles.
    op.create_table(
        "package_new",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("previous_digest", sa.String(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("journal_head", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("maker_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["maker_id"], ["officer.id"], name=op.f("fk_package_maker_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_package_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package")),
        sa.UniqueConstraint("receiver", "serial", name=op.f("uq_package_receiver_serial")),
    )
    op.create_table(
        "package_row_new",
        sa.Column("package_id", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("marked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package_new.id"], name=op.f("fk_package_row_package_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_package_row_record_id")),
        sa.PrimaryKeyConstraint("package_id", "record_id", name=op.f("pk_package_row")),
    )
    kept = "serial, file_name, digest, previous_digest, rows, counts, journal_head, created_at, officer_id"
    op.execute(
        f"INSERT INTO package_new (id, type, receiver, {kept}, maker_id) "  # noqa: S608 - no value from outside
        f"SELECT id, 'report', '{_PLATFORM}', {kept}, officer_id FROM package"
    )
    op.execute("INSERT INTO package_row_new SELECT package_id, record_id, version, action, marked FROM package_row")
    op.drop_table("package_row")
    op.drop_table("package")
    op.rename_table("package_new", "package")
    op.rename_table("package_row_new", "package_row")
    op.create_index(op.f("ix_package_row_record_id"), "package_row", ["record_id"], unique=False)


def _proposals() -> None:
    op.create_table(
        "package_proposal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_package_proposal_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_proposal")),
    )
    op.create_index(
        "ix_package_proposal_open",
        "package_proposal",
        ["receiver"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "package_proposal_row",
        sa.Column("proposal_id", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("marked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["package_proposal.id"], name=op.f("fk_package_proposal_row_proposal_id")
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_package_proposal_row_record_id")),
        sa.PrimaryKeyConstraint("proposal_id", "record_id", name=op.f("pk_package_proposal_row")),
    )


def _hand_overs() -> None:
    op.create_table(
        "package_file",
        sa.Column("package_id", sa.String(), nullable=False),
        sa.Column("zip", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_package_file_package_id")),
        sa.PrimaryKeyConstraint("package_id", name=op.f("pk_package_file")),
    )
    op.create_table(
        "hand_over",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("package_id", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("open_because", sa.String(), nullable=True),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_hand_over_package_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_hand_over_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    op.create_index(op.f("ix_hand_over_package_id"), "hand_over", ["package_id"], unique=False)


def _partners() -> None:
    op.create_table(
        "partner",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_partner_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("name", name=op.f("uq_partner_name")),
    )
    op.create_table(
        "partner_certificate",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("partner_id", sa.String(), nullable=False),
        sa.Column("certificate_pem", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("valid_from", sa.String(length=32), nullable=False),
        sa.Column("valid_until", sa.String(length=32), nullable=False),
        sa.Column("compared", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("stopped_at", sa.String(length=32), nullable=True),
        sa.Column("stopped_by", sa.String(), nullable=True),
        sa.Column("stopped_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_partner_certificate_partner_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_partner_certificate_officer_id")),
        sa.ForeignKeyConstraint(["stopped_by"], ["officer.id"], name=op.f("fk_partner_certificate_stopped_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_certificate")),
        sa.UniqueConstraint("partner_id", "fingerprint", name=op.f("uq_partner_certificate_partner_id_fingerprint")),
    )


def _receipts() -> None:
    op.create_table(
        "receipt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("package_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("replaced", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=True),
        sa.Column("taken_at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["receipt.id"], name=op.f("fk_receipt_ended_by")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_receipt_officer_id")),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_receipt_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("package_id", "digest", name=op.f("uq_receipt_package_id_digest")),
        sa.UniqueConstraint("package_id", "number", name=op.f("uq_receipt_package_id_number")),
    )
    op.create_table(
        "receipt_row",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("receipt_id", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("settled_at", sa.String(length=32), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_receipt_row_receipt_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_receipt_row_record_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["officer.id"], name=op.f("fk_receipt_row_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_row")),
    )
    for column in ("receipt_id", "record_id"):
        op.create_index(op.f(f"ix_receipt_row_{column}"), "receipt_row", [column], unique=False)
    op.create_table(
        "issued_receipt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("package_digest", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("lines_digest", sa.String(), nullable=False),
        sa.Column("zip", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_issued_receipt_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_receipt")),
        sa.UniqueConstraint("package_digest", "number", name=op.f("uq_issued_receipt_package_digest_number")),
    )


def _incoming() -> None:
    op.create_table(
        "incoming_package",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_incoming_package_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_package")),
        sa.UniqueConstraint("desk", "serial", name=op.f("uq_incoming_package_desk_serial")),
    )
    op.create_table(
        "incoming_conflict",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("package_id", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lineage", sa.String(), nullable=False),
        sa.Column("chosen_at", sa.String(length=32), nullable=True),
        sa.Column("chosen_by", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["chosen_by"], ["officer.id"], name=op.f("fk_incoming_conflict_chosen_by")),
        sa.ForeignKeyConstraint(["package_id"], ["incoming_package.id"], name=op.f("fk_incoming_conflict_package_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_incoming_conflict_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_conflict")),
    )
    op.create_index(op.f("ix_incoming_conflict_chosen_at"), "incoming_conflict", ["chosen_at"], unique=False)
    op.create_index(op.f("ix_incoming_conflict_record_id"), "incoming_conflict", ["record_id"], unique=False)
    op.create_table(
        "record_base",
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lineage", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_base_record_id")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_record_base")),
    )
