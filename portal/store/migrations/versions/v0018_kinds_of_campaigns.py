"""A campaign for keneshes of both kinds (R53 ¶23), and archives of votes that were no election and no referendum."""

from portal.store.migrations.known_values import widen

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Widen the kinds of a campaign; the configurations that are there stay as they are."""
    known = "'president', 'parliament', 'local_aiyl', 'local_city', 'referendum'"
    widen("configuration_version", "kind", known, "'local', 'other'")
