"""Values that go into the store and are no part of the arithmetic: a configuration as it was read."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.configuration import Campaign, Contest, Precinct, Territory
from portal.domain.names import Names


@dataclass(frozen=True, slots=True)
class Commission:
    """избирательная комиссия above the precinct (ОИК, ТИК) as the package gives it."""

    code: str
    kind: str
    parent: str
    territory: str
    contest: str
    names: Names
    addresses: Names = Names()
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a commission, or of a precinct's own commission; exactly one of the two is not empty."""

    commission: str
    precinct: str
    name: str
    role: str


@dataclass(frozen=True)
class NewConfiguration:
    """A whole configuration to be recorded; the forms as the TOML texts that were read, "" for none.

    Territories, contests and members keep their order; precincts must be in the order in which they are to be read.
    A precinct with `contests` () votes in every contest of the campaign.
    """

    digest: str
    campaign: Campaign
    ordinary_form: str
    remote_form: str
    territories: Sequence[Territory]
    contests: Sequence[Contest]
    precincts: Sequence[Precinct]
    commissions: Sequence[Commission] = ()
    members: Sequence[Member] = ()
