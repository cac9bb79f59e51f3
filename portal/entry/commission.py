"""A commission and its papers: which precincts send it their protocols, and for which contests it adds them up."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.domain.configuration import Precinct
from portal.entry.known import CampaignView, campaign_view, with_own_contests
from portal.errors import InputError
from portal.store.queries.configuration import precincts
from portal.store.queries.entry import commissions
from portal.store.values import Commission


@dataclass(frozen=True)
class CommissionView:
    """A commission (ОИК, ТИК) with the precincts beneath it, in the order of the package."""

    view: CampaignView
    commission: Commission
    precincts: tuple[Precinct, ...]

    @property
    def campaign(self) -> str:
        """Id of the campaign."""
        return self.view.stored.campaign.id

    @property
    def contests(self) -> tuple[str, ...]:
        """Contests that the commission adds up: the one of its district, else the own contests of its precincts."""
        if self.commission.contest:
            return (self.commission.contest,)
        own = {contest for precinct in self.precincts for contest in precinct.contests}
        return tuple(code for code in self.view.scheme.contests if code in own)

    @property
    def numbers(self) -> list[str]:
        """Numbers of its precincts, in order."""
        return [precinct.number for precinct in self.precincts]

    def precinct(self, number: str) -> Precinct | None:
        """The precinct if it is the commission's own; None otherwise."""
        return next((precinct for precinct in self.precincts if precinct.number == number), None)


def commission_view(session: Session, campaign: str, code: str) -> CommissionView:
    """The commission with its precincts. Raises InputError for one that the campaign does not have.

    A territorial commission has the precincts attached to its territory or beneath it; a district commission those of
    them that vote in its contest (R139 ¶78-79).
    """
    view = campaign_view(session, campaign)
    found = next((each for each in commissions(session, campaign) if each.code == code), None)
    if found is None:
        raise InputError([f"campaign {campaign} has no commission {code!r}"])
    hierarchy = view.scheme.hierarchy
    beneath = [each for each in hierarchy.territories if hierarchy.within(each, found.territory)]
    every = precincts(session, campaign, view.stored.version, beneath if found.territory else None)
    own = (with_own_contests(precinct) for precinct in every)
    mine = tuple(each for each in own if not found.contest or found.contest in each.contests)
    return CommissionView(view, found, mine)
