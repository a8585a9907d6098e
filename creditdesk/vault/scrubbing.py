"""What was deleted leaves the file too: written anew from the rows that are there, with an empty log behind it.

`secure_delete` overwrites a row with zeros where it stood. Copies of it can still stand in pages that were divided or
joined meanwhile, and in the write-ahead log. VACUUM writes every page anew, and the log is then folded in and cut.
"""

from sqlalchemy import Engine

from creditdesk.vault import opening

_OPTIMISE = "INSERT INTO search_text (search_text) VALUES ('optimize')"


def scrub(engine: Engine) -> bool:
    """Write the database anew; tells whether the log is empty too, which a long reading by somebody else prevents."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        # FTS5 merges its own pages, so that none keeps what a later one takes back.
        cursor.execute(_OPTIMISE)
        cursor.execute("VACUUM")
    finally:
        connection.close()
    return opening.checkpoint(engine)
