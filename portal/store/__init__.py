"""The central results store: append-only facts in SQLite or PostgreSQL. No `select()` stands outside this package."""
