from tests.publication.conftest import sqlite_world, store, world

__all__ = ["sqlite_world", "store", "world"]
