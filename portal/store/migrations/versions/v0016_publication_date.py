"""A schedule may name the publication date of the campaign's data (R53 ¶27): its lines learn the kind `campaign`."""

from portal.store.migrations.known_values import widen

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Widen the kinds of a schedule's lines; the lines that are there stay as they are."""
    widen("schedule_item", "what", "'turnout', 'results', 'protocols', 'scans', 'official'", "'campaign'")
