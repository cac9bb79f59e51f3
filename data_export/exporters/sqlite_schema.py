"""What the SQLite file is made of: tables with keys and comments, a read-me table, and views."""

from data_export.schema import Column, Kind, Reference, Table

FILLED_READ_ME = "INSERT INTO read_me VALUES (?, ?)"
VIEWS = (
    """CREATE VIEW contest_totals AS
    -- Votes per contest, count and option; invalidated results are in no sum.
    SELECT contest, count, position, option_name_ky, option_name_ru, option_name_en, sum(votes) AS votes
    FROM results WHERE counted = 1 GROUP BY contest, count, position""",
    """CREATE VIEW territory_totals AS
    -- Votes per territory with everything beneath it, contest, count and option.
    WITH RECURSIVE beneath(territory, part) AS (
        SELECT territory, territory FROM territories
        UNION ALL
        SELECT beneath.territory, territories.territory
        FROM territories JOIN beneath ON territories.parent = beneath.part
    )
    SELECT beneath.territory, contest, count, position, sum(votes) AS votes
    FROM beneath JOIN results ON results.territory = beneath.part
    WHERE counted = 1 GROUP BY beneath.territory, contest, count, position""",
    """CREATE VIEW scanner_against_protocol AS
    -- Precincts whose machine count and hand count differ.
    SELECT s.contest, s.territory, s.precinct, s.position, s.option_name_ky, s.option_name_ru, s.option_name_en,
        s.votes AS scanner, p.votes AS protocol, p.votes - s.votes AS difference
    FROM results AS s JOIN results AS p USING (contest, precinct, position)
    WHERE s.count = 'scanner' AND p.count = 'protocol' AND p.votes <> s.votes""",
)


def create_table(table: Table) -> str:
    """The statement that makes a table; comments in it say what the columns are, `.schema` shows them."""
    lines = [_column(column) for column in table.columns]
    if table.primary_key:
        lines.append(f"    PRIMARY KEY ({_quoted(table.primary_key)})")
    lines += [_reference(table, reference) for reference in table.references]
    # The comma stands before each line but the first, so that a comment may end every line.
    body = "\n".join(line if number == 0 else f"    ,{line.lstrip()}" for number, line in enumerate(lines))
    return f'CREATE TABLE "{table.alias}" (\n    -- {table.title["en"]}\n{body}\n)'


def create_read_me() -> str:
    """The statement that makes the table of facts about the file."""
    return "CREATE TABLE read_me (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)"


def _column(column: Column) -> str:
    kind = "INTEGER" if column.kind is Kind.INTEGER else "TEXT"
    needed = " NOT NULL" if column.required else ""
    return f'    "{column.name}" {kind}{needed} -- {column.description["en"]}'


def _reference(table: Table, reference: Reference) -> str:
    target = reference.table or table.alias
    to = _quoted(reference.to or reference.columns)
    return f'    FOREIGN KEY ({_quoted(reference.columns)}) REFERENCES "{target}" ({to})'


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)
