"""What every tabulation of a campaign needs to know: contests and their options, forms, hierarchy,
decisions, clock face.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from portal.domain.configuration import Campaign, Contest
from portal.domain.decisions import DecisionState
from portal.domain.hierarchy import Hierarchy
from portal.domain.protocol_form import ProtocolForm
from portal.domain.re_votes import PrecinctVotes
from portal.domain.statuses import ProtocolKind


@dataclass(frozen=True)
class Scheme:
    """A campaign's configuration without its precincts, and the decisions in force.

    `test` says that the instance is a test instance: everything that it publishes says so.
    """

    campaign: Campaign
    contests: Mapping[str, Contest]
    hierarchy: Hierarchy
    decisions: DecisionState = field(default_factory=DecisionState)
    test: bool = False

    @cached_property
    def contest_order(self) -> dict[str, int]:
        """Place of each contest's code in the order of the package."""
        return {code: index for index, code in enumerate(self.contests)}

    @cached_property
    def zone(self) -> ZoneInfo:
        """The campaign's time zone, in which every published time is written."""
        return ZoneInfo(self.campaign.timezone)

    @cached_property
    def decided_precincts(self) -> frozenset[str]:
        """Numbers of precincts that a decision in force names; most campaigns have none."""
        return frozenset(decision.precinct for decision in self.decisions.in_force if decision.precinct)

    def counted(self, precinct: str, contest: str, vote: int = 0) -> bool:
        """False while the figures of this vote of the precinct are left out of the sums (R139 ¶75)."""
        if precinct not in self.decided_precincts:
            return True
        return PrecinctVotes(self.decisions, precinct, self.zone).counted(contest, vote)

    def official(self, contest: str) -> bool:
        """True while the official publication of the contest's result holds (R139 ¶84)."""
        return bool(self.decisions.log) and self.decisions.official(contest)

    def form(self, kind: ProtocolKind, *, remote: bool) -> ProtocolForm | None:
        """The form of a protocol; a recount uses the form of what it recounts. None where the campaign names none."""
        is_remote = remote or kind is ProtocolKind.REMOTE
        return self.campaign.remote_form if is_remote else self.campaign.ordinary_form

    def time(self, moment: datetime) -> str:
        """A published time: ISO 8601 in the campaign's zone, to the second."""
        return moment.astimezone(self.zone).isoformat(timespec="seconds")
