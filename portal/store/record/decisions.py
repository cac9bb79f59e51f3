"""Recording what belongs to a decision: the ground of ¶75, scans of the act."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.grounds import InvalidationGround
from portal.store.models import DecisionDocumentRow, DecisionGroundRow
from portal.store.record.spine import insert_rows


def record_ground(session: Session, decision: int, ground: InvalidationGround) -> None:
    """Say on which ground of ¶75 the decision rests."""
    insert_rows(session, DecisionGroundRow, [{"decision": decision, "ground": ground.value}])


def record_act_document(
    session: Session,
    decisions: Collection[int],
    sha256: str,
    extension: str,
    file_name: str,
    at: datetime,
    by: str,
) -> None:
    """Name a file in the private folder as a scan of the act whose rows these are."""
    session.add_all(
        DecisionDocumentRow(
            decision=decision, sha256=sha256, extension=extension, file_name=file_name, at=at, person=by
        )
        for decision in decisions
    )
    session.flush()
