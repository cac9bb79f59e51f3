"""The tables of a data part in their order; a consumer who reads them in this order meets every key before its use."""

from data_export.context import PartContext
from data_export.schema import Table
from data_export.tables.consolidated import Consolidated
from data_export.tables.contests import Contests
from data_export.tables.corrections import Corrections
from data_export.tables.decisions import Decisions
from data_export.tables.elected import Elected
from data_export.tables.findings import Findings
from data_export.tables.list_persons import ListPersons
from data_export.tables.options import Options
from data_export.tables.precincts import Precincts
from data_export.tables.preference_votes import PreferenceVotes
from data_export.tables.protocol_lines import ProtocolLines
from data_export.tables.protocol_versions import ProtocolVersions
from data_export.tables.results import Results
from data_export.tables.results_wide import ResultsWide
from data_export.tables.scans import Scans
from data_export.tables.territories import Territories
from data_export.tables.turnout import Turnout

TABLES: tuple[type[Table], ...] = (
    Territories,
    Contests,
    Options,
    Precincts,
    Results,
    ProtocolLines,
    ProtocolVersions,
    Turnout,
    Findings,
    Scans,
    Corrections,
    Decisions,
    Consolidated,
    Elected,
    ListPersons,
    PreferenceVotes,
)


def long_tables(context: PartContext) -> list[Table]:
    """The tables with one row per fact."""
    return [table(context) for table in TABLES if table.wanted(context)]


def wide_tables(context: PartContext) -> list[ResultsWide]:
    """One wide table for each contest of the configuration."""
    tables = [ResultsWide(context, contest) for contest in context.contests]
    seen: set[str] = set()
    for number, table in enumerate(tables, start=1):
        if table.alias.lower() in seen:
            # An underscore cannot stand in a code, so this name cannot be another contest's.
            table.alias += f"_{number}"
        seen.add(table.alias.lower())
    return tables
