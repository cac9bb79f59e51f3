"""Whether a precinct's figures count under the decisions (R139 ¶75), found without the numbers of votes."""

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from portal.domain.decisions import Decision, DecisionKind
from portal.domain.visible import VisiblePrecinct

Rulings = Sequence[tuple[str, date | None]]
"""Targets of the decisions in force in order: with the day of the act that called a re-vote, or None for an
invalidation.
"""


def rulings(in_force: Iterable[Decision]) -> Rulings:
    """The decisions that say which vote of a precinct counts."""
    days = {DecisionKind.INVALIDATE_PRECINCT: False, DecisionKind.SET_RE_VOTE: True}
    return tuple((act.target, act.date if days[act.kind] else None) for act in in_force if act.kind in days)


def left_out(found: Rulings, precinct: str, contest: str, figures: date | None) -> bool:
    """True when figures signed or reported on that day (None: there are none) are in no sum."""
    own = [day for target, day in found if target in (precinct, f"{precinct}:{contest}")]
    if not own:
        return False
    last = own[-1]
    if last is None:
        return True
    return None in own and (figures is None or figures <= last)


def day_of(visible: VisiblePrecinct, contest: str, zone: str) -> date | None:
    """Day of the newest of the shown figures by the precinct's calendar."""
    moments = [protocol.signed_at for protocol in visible.protocols.get(contest, ())]
    moments += [report.reported_at for report in visible.scanner.get(contest, ())]
    return max(moments).astimezone(ZoneInfo(zone)).date() if moments else None
