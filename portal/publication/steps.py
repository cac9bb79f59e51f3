"""The points of a publication between which a crash may fall."""

from enum import StrEnum


class Step(StrEnum):
    """Points of a publication between which a crash may fall, in order."""

    BUILT = "built"
    NOTED = "noted"
    ADMITTED = "admitted"
    BULK_STAGED = "bulk_staged"
    BULK_ADMITTED = "bulk_admitted"
    LOGGED = "logged"
    POINTED = "pointed"
    INDEXED = "indexed"
    REGISTERED = "registered"
