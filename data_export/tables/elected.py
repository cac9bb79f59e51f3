"""elected: who is elected, once the commission has determined the results (R139 ¶77-81)."""

from data_export.schema import Column, Kind, Table, words
from data_export.tables import columns as c
from data_export.tables.corrections import DECISION
from data_export.tables.options import IDENTIFIER, PARTY, SEX
from data_export.tables.results import VOTES

SEAT = Column("seat", Kind.INTEGER, words("Мандаттын номери", "Номер мандата", "Number of the seat"), required=True)


class Elected(Table):
    """One row per seat that was filled."""

    name = "elected"
    title = words("Шайлангандар", "Избранные", "Elected")
    columns = (
        c.CAMPAIGN,
        c.CONTEST,
        SEAT,
        c.POSITION,
        *c.named("name", c.NAME),
        IDENTIFIER,
        SEX,
        PARTY,
        VOTES,
        DECISION,
    )
    primary_key = ("contest", "seat")
    references = (c.TO_CONTEST, c.TO_OPTION)
