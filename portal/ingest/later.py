"""Messages that arrive out of order: an older report of a device never replaces a newer one.

The store says "the same device replaces", by order of receipt. So what a later number of the same device has reported
already is accepted and kept, but makes no fact any more.
"""

from collections.abc import Collection
from dataclasses import replace

from pydantic import ValidationError
from sqlalchemy.orm import Session

from portal.domain.facts import ScannerReport
from portal.ingest.bodies import ScannerReportBody
from portal.ingest.envelope import Envelope, read_envelope
from portal.ingest.judge import Judgement, Report, read_body
from portal.store.models import Outcome
from portal.store.queries.intake import accepted_of_type

SCANNER_REPORT = "scanner_report"


class LaterReports:
    """The highest number under which each device reported each contest, zero and final reports apart."""

    def __init__(self, session: Session, keys: Collection[int]) -> None:
        self._highest: dict[tuple[int, str, bool], int] = {}
        for message in accepted_of_type(session, keys, SCANNER_REPORT):
            self._remember(message.key, read_envelope(message.raw))

    def without_superseded(self, key: int, envelope: Envelope, judgement: Judgement) -> Judgement:
        """The judgement without facts that a later report has replaced; remembers what is accepted."""
        if envelope.type != SCANNER_REPORT or judgement.outcome is not Outcome.ACCEPTED:
            return judgement
        kept = self.standing(key, envelope, judgement.reports)
        self._remember(key, envelope)
        if len(kept) == len(judgement.reports):
            return judgement
        return replace(judgement, reports=kept, reason="superseded", details={"standing": len(kept)})

    def standing(self, key: int, envelope: Envelope, reports: tuple[Report, ...]) -> tuple[Report, ...]:
        """Those of the reports that no later number of the device has replaced."""
        return tuple(
            each
            for each in reports
            if not isinstance(each, ScannerReport)
            or self._highest.get((key, each.contest, each.zero), 0) <= envelope.number
        )

    def _remember(self, key: int, envelope: Envelope) -> None:
        try:
            body = read_body(envelope)
        except ValidationError:
            return
        if not isinstance(body, ScannerReportBody):
            return
        for count in body.contests:
            place = (key, count.contest, body.kind == "zero")
            self._highest[place] = max(self._highest.get(place, 0), envelope.number)
