"""Functions of the staff and how far they reach (R53 ¶62; approver and auditor are assigned by the Regulament, ¶63).

A function is given for everything, for one campaign, or for one commission of a campaign. IT keeps accounts and keys
and touches nothing else; who approves does not administer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType


class Function(StrEnum):
    """What a person may be assigned to do."""

    OUIIS = "ouiis"
    """ОУИИС staff: campaigns and their data, also protocols (R53 ¶62)."""
    ADMINISTRATOR = "administrator"
    """System administrator of an ОИК or ТИК: own commission only (R53 ¶62)."""
    ASU_OPERATOR = "asu_operator"
    """ASU operator: sees the state of the devices of the own commission (R53 ¶62)."""
    TEST_OFFICER = "test_officer"
    """The ОПТОиБД employee who tests and drops test data (R53 ¶61)."""
    APPROVER = "approver"
    """Assigned: approves what needs two people."""
    AUDITOR = "auditor"
    """Assigned: reads the audit trail."""
    IT = "it"
    """УИКТ: accounts and keys; never approves."""


class Level(IntEnum):
    """How much of the site an assignment covers."""

    SITE = 0
    CAMPAIGN = 1
    COMMISSION = 2


LEVELS: Mapping[Function, tuple[Level, ...]] = MappingProxyType(
    {
        Function.OUIIS: (Level.SITE, Level.CAMPAIGN),
        Function.ADMINISTRATOR: (Level.COMMISSION,),
        Function.ASU_OPERATOR: (Level.COMMISSION,),
        Function.TEST_OFFICER: (Level.SITE, Level.CAMPAIGN),
        Function.APPROVER: (Level.SITE, Level.CAMPAIGN),
        Function.AUDITOR: (Level.SITE, Level.CAMPAIGN),
        Function.IT: (Level.SITE,),
    }
)
"""At which levels each function can be given."""

INCOMPATIBLE: frozenset[frozenset[Function]] = frozenset(
    {
        *(frozenset({Function.IT, other}) for other in Function if other is not Function.IT),
        frozenset({Function.APPROVER, Function.ADMINISTRATOR}),
        frozenset({Function.APPROVER, Function.ASU_OPERATOR}),
        frozenset({Function.AUDITOR, Function.ADMINISTRATOR}),
    }
)
"""Pairs that one person never holds together, whatever the campaign."""


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """A function and where it counts; "" as campaign or commission means every one."""

    function: Function
    campaign: str = ""
    commission: str = ""

    @property
    def level(self) -> Level:
        """How much of the site it covers."""
        if self.commission:
            return Level.COMMISSION
        return Level.CAMPAIGN if self.campaign else Level.SITE

    def reaches(self, level: Level, campaign: str = "", commission: str = "") -> bool:
        """True where it counts for a page of this level.

        An administrator or operator, who always belongs to one commission, reaches the wider pages that name the
        function; a person of another function assigned for one campaign does not reach pages of the whole site.
        """
        if level >= Level.CAMPAIGN and self.campaign not in ("", campaign):
            return False
        if level >= Level.COMMISSION and self.commission not in ("", commission):
            return False
        return self.level <= level or LEVELS[self.function] == (Level.COMMISSION,)


def conflicts(wanted: Function, held: Iterable[Function]) -> list[Function]:
    """The functions among `held` that nobody may have together with `wanted`, in their order."""
    both = set(held)
    return [function for function in Function if function in both and frozenset({wanted, function}) in INCOMPATIBLE]
