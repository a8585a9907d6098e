"""Wordings, reprints, voided numbers and jobs of letters; one register for each series."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database from 0006 to 0007."""
    op.create_table(
        "letter_wording",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_wording")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_letter_wording_officer_id")),
    )
    op.create_index("ix_letter_wording_form", "letter_wording", ["form", "version"], unique=False)
    _rebuild_letters()
    op.create_table(
        "letter_void",
        sa.Column("letter_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("replaced_by", sa.String(), nullable=True),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_void")),
        sa.UniqueConstraint("replaced_by", name=op.f("uq_letter_void_replaced_by")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_void_letter_id")),
        sa.ForeignKeyConstraint(["replaced_by"], ["letter.id"], name=op.f("fk_letter_void_replaced_by")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_letter_void_officer_id")),
    )
    op.create_table(
        "letter_print",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("letter_id", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_print")),
        sa.UniqueConstraint("letter_id", "serial", name=op.f("uq_letter_print_letter_id_serial")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_print_letter_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_letter_print_officer_id")),
    )
    _create_batches()
    _create_seals()


def _rebuild_letters() -> None:
    """Make the table of letters anew with its further columns; a constraint of SQLite cannot be exchanged in place.

    The rows are held aside while others still point at them; when all is back, nothing points into the void.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE letter_held AS SELECT * FROM letter")
    op.drop_table("letter")
    op.create_table(
        "letter",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("wording_id", sa.String(), nullable=True),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("sub", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_letter_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_letter_officer_id")),
        sa.ForeignKeyConstraint(["wording_id"], ["letter_wording.id"], name=op.f("fk_letter_wording_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("series", "year", "serial", "sub", name=op.f("uq_letter_series_year_serial_sub")),
    )
    op.execute(
        "INSERT INTO letter SELECT id, form, edition, NULL, substr(number, 1, instr(number, '〔') - 1), year, serial,"
        " 0, number, (SELECT json_extract(value, '$.name') FROM setting WHERE name = 'office'), title, addressee,"
        " case_id, issued_on, issued_at, officer_id, \"values\", '', sha256 FROM letter_held"
    )
    op.execute("DROP TABLE letter_held")
    op.create_index(op.f("ix_letter_case_id"), "letter", ["case_id"], unique=False)
    op.create_index("ix_letter_issued", "letter", ["issued_on", "id"], unique=False)
    op.create_index(op.f("ix_letter_number"), "letter", ["number"], unique=False)
    op.create_index(op.f("ix_letter_wording_id"), "letter", ["wording_id"], unique=False)
    op.execute(
        "UPDATE register SET name = (SELECT series FROM letter WHERE form = register.name LIMIT 1)"
        " WHERE EXISTS (SELECT 1 FROM letter WHERE form = register.name)"
    )


def _create_batches() -> None:
    op.create_table(
        "letter_batch",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_batch")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_letter_batch_officer_id")),
    )
    op.create_table(
        "letter_batch_item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=True),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("letter_id", sa.String(), nullable=True),
        sa.Column("fault", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_batch_item")),
        sa.UniqueConstraint("batch_id", "place", name=op.f("uq_letter_batch_item_batch_id_place")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_letter_batch_item_letter_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["letter_batch.id"], name=op.f("fk_letter_batch_item_batch_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_letter_batch_item_case_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_batch_item_letter_id")),
    )


def _create_seals() -> None:
    op.create_table(
        "seal_picture",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_picture")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_seal_picture_officer_id")),
    )
    op.create_table(
        "letter_seal",
        sa.Column("letter_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.String(length=32), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.String(length=32), nullable=True),
        sa.Column("refused_because", sa.String(), nullable=True),
        sa.Column("picture_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_seal")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_seal_letter_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["officer.id"], name=op.f("fk_letter_seal_asked_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["officer.id"], name=op.f("fk_letter_seal_answered_by")),
        sa.ForeignKeyConstraint(["picture_id"], ["seal_picture.id"], name=op.f("fk_letter_seal_picture_id")),
    )
    op.create_table(
        "sealed_file",
        sa.Column("letter_id", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_sealed_file")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_sealed_file_letter_id")),
    )
