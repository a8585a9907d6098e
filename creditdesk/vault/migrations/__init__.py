"""The database's history, one Alembic migration per step; 0001 is the vault's own tables, 0002 the office's.

Migrations are run by `creditdesk.vault.schema.upgrade` over an open connection; there is no alembic.ini. A released
migration never changes. The next one is written from the models by one command, then read and cleaned by a person
(ruff format, FORMAT in schema.py one more):

    python -c "from alembic import command; from sqlalchemy import create_engine; from sqlcipher3 import dbapi2
    from creditdesk.models import Base; from creditdesk.vault.schema import migrations
    connection = create_engine('sqlite://', module=dbapi2).connect()
    config = migrations(connection, Base.metadata); command.upgrade(config, 'head')
    command.revision(config, 'what changed', autogenerate=True, rev_id='0003')"

Nothing is released before the first desk leaves this house; until then delete versions/v0002_tables.py and run the
command with rev_id='0002' and the message 'tables' to write it anew.
"""
