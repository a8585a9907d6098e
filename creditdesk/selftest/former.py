"""A desk as an earlier program left it, made from one of today's."""

from creditdesk.vault import Vault, schema

_REVISION = "0021"
_LATER_COLUMNS = (("letter", "journal_seq"), ("letter", "journal_head"))
_LATER_TABLES = (
    *("point_entry", "point_consent", "point_rule", "grading_criterion", "campaign"),
    *("joint_result", "joint_response", "joint_object", "joint_update", "escalation", "joint_round"),
    "lost_act",
)
"""What the migrations after that revision added; the later ones add theirs again when the desk is brought up."""


def turn_back(vault: Vault) -> None:
    """Take out of a desk what later migrations added, all of which is empty, and let it say that it is older."""
    with vault.writer.begin() as connection:
        for table in _LATER_TABLES:
            connection.exec_driver_sql(f"DROP TABLE {table}")
        for table, column in _LATER_COLUMNS:
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (_REVISION,))
        connection.exec_driver_sql(f"PRAGMA user_version = {schema.FORMAT - 1}")
