"""Does the search index agree with itself and with the things it indexes."""

from collections.abc import Mapping

from sqlalchemy import Connection

from creditdesk.vault.faults import Damaged

_STRAY_KEYS = """
    SELECT (SELECT count(*) FROM search_entry e, json_each(e.keys) k WHERE NOT EXISTS
            (SELECT 1 FROM search_key s WHERE s.noun = e.noun AND s.key = k.value AND s.entry = e.number))
         + abs((SELECT count(*) FROM search_key) - (SELECT total(json_array_length(keys)) FROM search_entry))"""
_STRAY_ENTRIES = """
    WITH indexed AS (SELECT e.id FROM search_entry e JOIN search_noun n ON n.number = e.noun WHERE n.noun = ?),
         kept AS ({select})
    SELECT (SELECT count(*) FROM (SELECT * FROM indexed EXCEPT SELECT * FROM kept))
         + (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM indexed))"""


def fault(connection: Connection, sources: Mapping[str, str]) -> str:
    """Return what is wrong with the index as a sentence, or nothing.

    FTS5 is compared with the stored words, the keys with the stored keys, and the things of each noun with the SELECT
    of their identifiers in `sources`.
    """
    try:
        connection.exec_driver_sql("INSERT INTO search_text (search_text, rank) VALUES ('integrity-check', 1)")
    except Damaged:
        return "搜索索引与数据不一致，请重建搜索索引。"
    stray = int(connection.exec_driver_sql(_STRAY_KEYS).scalar_one())
    for noun, select in sources.items():
        stray += int(connection.exec_driver_sql(_STRAY_ENTRIES.format(select=select), (noun,)).scalar_one())
    return f"搜索索引有 {stray} 处与数据不一致，请重建搜索索引。" if stray else ""
