"""The vault's own tables: whose database this is, and the search index."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# search_entry holds what was indexed, word for word, so that FTS5 can check it and truly delete it (secure-delete). Its
# number begins with the noun's, which makes "only this noun" a range of FTS5's rowids.
_STATEMENTS = (
    "CREATE TABLE vault_identity (desk_id TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID",
    "CREATE TABLE search_noun (number INTEGER PRIMARY KEY, noun TEXT NOT NULL UNIQUE) STRICT",
    """CREATE TABLE search_entry (
        number INTEGER PRIMARY KEY, noun INTEGER NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL,
        keys TEXT NOT NULL, words TEXT NOT NULL, initials TEXT NOT NULL, UNIQUE (noun, id)) STRICT""",
    """CREATE TABLE search_key (
        noun INTEGER NOT NULL, key TEXT NOT NULL, entry INTEGER NOT NULL,
        PRIMARY KEY (noun, key, entry)) STRICT, WITHOUT ROWID""",
    """CREATE VIRTUAL TABLE search_text USING fts5 (
        words, initials, content='search_entry', content_rowid='number', tokenize='ascii', prefix='1')""",
    "INSERT INTO search_text (search_text, rank) VALUES ('secure-delete', 1)",
)


def upgrade() -> None:
    """Make the identity table and the search index in an empty database."""
    for statement in _STATEMENTS:
        op.execute(statement)
