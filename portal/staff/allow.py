"""Who of the staff may call a view: functions, scope, and whether the second factor has to be fresh.

The scope is read from the URL arguments `campaign` and `commission`; what is declared here is enforced in one place
(portal.staff.gate) before any view runs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from portal.access import Access, access
from portal.staff.functions import Function, Grant, Level

View = TypeVar("View", bound=Callable[..., object])


class Scope(StrEnum):
    """How far a function must reach; ANY is for pages that show each person the own part."""

    SITE = "site"
    CAMPAIGN = "campaign"
    COMMISSION = "commission"
    ANY = "any"


_LEVELS = {Scope.SITE: Level.SITE, Scope.CAMPAIGN: Level.CAMPAIGN, Scope.COMMISSION: Level.COMMISSION}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What @allow(…) declared on a view."""

    functions: tuple[Function, ...]
    scope: Scope
    fresh: bool

    def under(self, grants: Iterable[Grant], campaign: str = "", commission: str = "") -> Grant | None:
        """The first grant, in the order in which the view names functions, that lets a call in; None for none."""
        held = list(grants)
        for function in self.functions:
            for grant in held:
                if grant.function is function and self._reached(grant, campaign, commission):
                    return grant
        return None

    def _reached(self, grant: Grant, campaign: str, commission: str) -> bool:
        return self.scope is Scope.ANY or grant.reaches(_LEVELS[self.scope], campaign, commission)


def allow(
    *functions: Function, scope: Scope = Scope.SITE, fresh: bool = False, query: tuple[str, ...] = ()
) -> Callable[[View], View]:
    """Declares that people with one of `functions`, reaching as far as `scope`, may call a view.

    `fresh` asks for a second factor given in the last five minutes; `query` names the query parameters it reads.
    Raises ValueError for no function.
    """
    if not functions:
        raise ValueError("@allow needs at least one function")

    def declare(view: View) -> View:
        access(Access.STAFF, query)(view)
        view.allowed = Allowed(tuple(functions), scope, fresh)  # type: ignore[attr-defined]
        return view

    return declare


EVERYBODY = tuple(Function)
"""For pages that everybody who is logged in may see: @allow(*EVERYBODY, scope=Scope.ANY)."""
