"""Alembic migrations of the store, in order of their numbers; run by `portal.store.migrate.upgrade`."""
