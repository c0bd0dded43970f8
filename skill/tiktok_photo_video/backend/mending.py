"""Rows that were saved out of a damaged database, made to fit together again."""

from __future__ import annotations

import sqlite3

# An account that only others still name is made again: what belongs to it stays its own.
_ACCOUNTS_NAMED = """
INSERT OR IGNORE INTO accounts (user_id, client_id, created_at_s)
SELECT user_id, 'rescued', 0 FROM (
  SELECT user_id FROM tokens UNION SELECT user_id FROM sessions
  UNION SELECT user_id FROM renders UNION SELECT user_id FROM ledger
)
"""
# Likewise a project, by the exports that name both it and its owner.
_PROJECTS_OF_EXPORTS = """
INSERT OR IGNORE INTO sessions
  (session_id, task_id, user_id, name, language, version, created_at_s, updated_at_s)
SELECT session_id, 'task_' || session_id, user_id, 'project', 'en', 0,
  min(created_at_ms) / 1000.0, max(created_at_ms) / 1000.0
FROM renders GROUP BY session_id
"""
# Where a home has one account, every project in it is that account's.
_PROJECTS_OF_ONE_OWNER = """
INSERT OR IGNORE INTO sessions
  (session_id, task_id, user_id, name, language, version, created_at_s, updated_at_s)
SELECT session_id, 'task_' || session_id, (SELECT user_id FROM accounts), 'project', 'en', 0,
  min(created_at_s), max(created_at_s)
FROM versions WHERE (SELECT count(*) FROM accounts) = 1 GROUP BY session_id
"""
# What is shown, and what undo goes back to, must be there.
_SHOWN_VERSION = """
UPDATE sessions SET version = coalesce(
  (SELECT max(version) FROM versions WHERE versions.session_id = sessions.session_id), 0)
WHERE NOT EXISTS (
  SELECT 1 FROM versions
  WHERE versions.session_id = sessions.session_id AND versions.version = sessions.version)
"""
_PARENTS = """
UPDATE versions SET parent = coalesce(
  (SELECT max(older.version) FROM versions AS older
   WHERE older.session_id = versions.session_id AND older.version < versions.version), 0)
WHERE parent != 0 AND NOT EXISTS (
  SELECT 1 FROM versions AS older
  WHERE older.session_id = versions.session_id AND older.version = versions.parent)
"""


def mend(database: sqlite3.Connection) -> None:
    """Make saved rows fit together: owners, what is shown, what undo finds."""
    steps = (_ACCOUNTS_NAMED, _PROJECTS_OF_EXPORTS, _PROJECTS_OF_ONE_OWNER)
    for step in (*steps, _SHOWN_VERSION, _PARENTS):
        database.execute(step)
    _drop_strays(database)


def _drop_strays(database: sqlite3.Connection) -> None:
    """Leave out rows of projects and accounts that nothing tells anything about."""
    while strays := database.execute("PRAGMA foreign_key_check").fetchall():
        for table, row_id, *_ in strays:
            database.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row_id,))  # noqa: S608
