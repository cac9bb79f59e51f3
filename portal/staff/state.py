"""What the staff role of one application shares."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import current_app

from portal.clocks import Clock, SystemClock
from portal.settings import Mode, Settings
from portal.staff.tally import Tally
from portal.store.engine import Store

EXTENSION = "natyija.staff"


@dataclass(slots=True)
class StaffState:
    """Store, settings, and the two clocks: `system` rules logins, limits and audit and is never simulated."""

    settings: Settings
    store: Store
    election: Clock
    styles: Mapping[str, str]
    """Addresses of the style sheets by name."""
    system: Clock = field(default_factory=SystemClock)
    refused: Tally = field(default_factory=Tally)

    @property
    def test(self) -> bool:
        """Whether this is the test instance (R53 ¶54)."""
        return self.settings.mode is Mode.TEST


def state() -> StaffState:
    """The state of the present application."""
    found: StaffState = current_app.extensions[EXTENSION]
    return found
