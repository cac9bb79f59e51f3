"""Who may edit which row of a draft (domain.md §1, R53 ¶10, ¶26-29).

ОУИИС staff form the campaign and may edit every sheet. The administrator of an ОИК or ТИК enters, for the commission's
own territory: districts, precincts with addresses, commissions with members, and the options of local elections with
the persons on their lists.
"""

from dataclasses import dataclass
from functools import cached_property

from portal.domain.statuses import CampaignKind
from portal.preparation.draft import Cells, Draft

LOCAL = frozenset({CampaignKind.LOCAL_AIYL.value, CampaignKind.LOCAL_CITY.value, CampaignKind.LOCAL.value})
OWN_SHEETS = (
    *("territories", "contests", "options", "list_persons"),
    *("precincts", "precinct_contests", "commissions", "members"),
)


@dataclass(frozen=True)
class Editor:
    """Who edits a draft: a member of ОУИИС (`commission` ""), or the administrator of one commission."""

    draft: Draft
    commission: str = ""

    def sheets(self) -> tuple[str, ...]:
        """Sheets of which the person may edit at least some rows."""
        if not self.commission:
            return tuple(self.draft.sheets)
        return OWN_SHEETS if self._territory else ("commissions", "members")

    def may_edit(self, sheet: str, cells: Cells) -> bool:
        """Whether the person may write or take out this row."""
        if not self.commission:
            return True
        if sheet == "commissions":
            return cells.get("commission") == self.commission
        if sheet == "members":
            own = cells.get("commission") == self.commission
            return own or (cells.get("precinct") or "-") in self.precincts
        if sheet == "precincts":
            return cells.get("territory") in self.territories
        if sheet == "precinct_contests":
            return cells.get("precinct") in self.precincts
        if sheet == "territories":
            return cells.get("code") != self._territory and cells.get("parent") in self.territories
        if sheet == "contests":
            return self._local and cells.get("territory") in self.territories
        if sheet in ("options", "list_persons"):
            return self._local and cells.get("contest") in self._contests
        return False

    def refusal(self, sheet: str, cells: Cells) -> str:
        """Why the person may not, "" when the person may."""
        if self.may_edit(sheet, cells):
            return ""
        if sheet in ("contests", "options", "list_persons") and not self._local:
            return "candidates, parties and districts of this kind of campaign are entered by the CEC (R53 ¶10, ¶27)"
        return f"commission {self.commission} enters data of its own territory only (R53 ¶29)"

    @cached_property
    def territories(self) -> frozenset[str]:
        """The commission's territory and all beneath it."""
        if not self._territory:
            return frozenset()
        children: dict[str, list[str]] = {}
        for row in self.draft.cells("territories"):
            children.setdefault(row["parent"], []).append(row["code"])
        found, waiting = {self._territory}, [self._territory]
        while waiting:
            new = [code for code in children.get(waiting.pop(), ()) if code not in found]
            found.update(new)
            waiting += new
        return frozenset(found)

    @cached_property
    def precincts(self) -> frozenset[str]:
        """Numbers of the precincts in the commission's territory."""
        return frozenset(
            row["precinct"] for row in self.draft.cells("precincts") if row["territory"] in self.territories
        )

    @cached_property
    def _territory(self) -> str:
        rows = self.draft.cells("commissions")
        own = next((row for row in rows if row["commission"] == self.commission), {})
        if own.get("territory") or not own.get("contest"):
            return own.get("territory", "")
        contests = self.draft.cells("contests")
        return next((row["territory"] for row in contests if row["contest"] == own["contest"]), "")

    @cached_property
    def _contests(self) -> frozenset[str]:
        return frozenset(row["contest"] for row in self.draft.cells("contests") if row["territory"] in self.territories)

    @property
    def _local(self) -> bool:
        return self.draft.own.get("kind") in LOCAL
