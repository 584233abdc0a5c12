"""The tables of the inbox's database."""

VERSION = 1
CREATION = f"""
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS items (
        id INTEGER PRIMARY KEY, feed TEXT NOT NULL, url TEXT NOT NULL, key TEXT NOT NULL,
        title TEXT NOT NULL, publisher TEXT NOT NULL, language TEXT NOT NULL, at INTEGER NOT NULL,
        text TEXT NOT NULL, length INTEGER NOT NULL, links TEXT NOT NULL, section TEXT NOT NULL,
        "primary" INTEGER NOT NULL, state TEXT NOT NULL, event INTEGER NOT NULL,
        title_key INTEGER NOT NULL
    );
    CREATE UNIQUE INDEX IF NOT EXISTS items_key ON items (key);
    CREATE INDEX IF NOT EXISTS items_at ON items (at);
    CREATE INDEX IF NOT EXISTS items_title ON items (title_key);
    CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5
        (told, content = '', detail = none, tokenize = 'unicode61 remove_diacritics 2');
    CREATE TABLE IF NOT EXISTS traits (
        id INTEGER PRIMARY KEY, version INTEGER NOT NULL, packed BLOB NOT NULL
    );
    CREATE TABLE IF NOT EXISTS known (mark INTEGER PRIMARY KEY, seen INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS feeds (
        address TEXT PRIMARY KEY, moved TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
        asked INTEGER NOT NULL, again INTEGER NOT NULL, since INTEGER NOT NULL,
        status INTEGER NOT NULL, why TEXT NOT NULL, failed_since INTEGER NOT NULL,
        failures INTEGER NOT NULL, newest INTEGER NOT NULL, title TEXT NOT NULL,
        counted INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS arrivals (
        feed TEXT NOT NULL, at INTEGER NOT NULL, count INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS arrivals_feed ON arrivals (feed, at);
    PRAGMA user_version = {VERSION};
    COMMIT;
"""
