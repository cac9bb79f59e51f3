"""corrections: every published number that a later release changed, with its reason and decision."""

from data_export.schema import Column, Kind, Table, words
from data_export.tables import columns as c

RELEASE = Column(
    "release", Kind.INTEGER, words("Оңдогон чыгарылыш", "Исправивший выпуск", "Release that corrects"), required=True
)
FIELD = Column("field", Kind.TEXT, words("Талаа", "Поле", "Field"), required=True)
OLD = Column("old", Kind.INTEGER, words("Мурунку мааниси", "Прежнее значение", "Former value"))
NEW = Column("new", Kind.INTEGER, words("Жаңы мааниси", "Новое значение", "New value"))
DECISION = Column("decision", Kind.TEXT, words("Чечимдин номери", "Номер решения", "Number of the decision"))


class Corrections(Table):
    """One row per corrected number of a precinct."""

    name = "corrections"
    title = words("Оңдоолор", "Исправления", "Corrections")
    columns = (
        RELEASE,
        c.PRECINCT,
        c.CONTEST_OR_EMPTY,
        FIELD,
        OLD,
        NEW,
        *c.named("reason", c.REASON),
        DECISION,
    )
    references = (c.TO_PRECINCT,)
