"""`…/precinct/{number}/report/`: a reader tells the commission of an error; and the page that thanks for it."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from portal import urls
from portal.languages import Language
from portal.public.pages.page import CampaignPage
from portal.public.reading import Reading


class ReportPage(CampaignPage):
    """The form about one precinct. Raises NotPublished for a precinct that does not exist."""

    template = "report.html"
    twin = False

    def __init__(
        self, reading: Reading, language: Language, path: str, arguments: Mapping[str, str], campaign: str, number: str
    ) -> None:
        super().__init__(reading, language, path, arguments, campaign)
        self.territory, self.precinct = self.release.precinct(number)
        self.typed: Mapping[str, str] = {}
        self.problems: tuple[str, ...] = ()

    def context(self) -> dict[str, Any]:
        place = {"code": self.territory["code"], "name": self.territory["name"]}
        number = self.precinct["number"]
        unbroken = Markup('<span class="nb">№ {}</span>').format(number)
        here = (urls.precinct(self.language, self.campaign, number), unbroken)
        return {
            "above": [*self.trail(*self.territory["ancestors"], place), here],  # type: ignore[arg-type]
            "number": number,
            "typed": self.typed,
            "problems": self.problems,
            "sent": False,
        }


class ReportedPage(ReportPage):
    """What is shown once the report is taken."""

    def context(self) -> dict[str, Any]:
        return {**super().context(), "sent": True}
