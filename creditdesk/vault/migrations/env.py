"""Alembic's entry: runs the migrations over the connection the vault opened, or prints their SQL without one."""

from alembic import context

_handed_over = context.config.attributes
_connection = _handed_over["connection"]

context.configure(
    connection=_connection,
    dialect_name=None if _connection else "sqlite",
    as_sql=_connection is None,
    # The vault begins the transaction itself, and SQLite rolls tables back like rows.
    transactional_ddl=True,
    target_metadata=_handed_over["tables"],
    include_object=_handed_over["include_object"],
    render_item=_handed_over["render_item"],
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
