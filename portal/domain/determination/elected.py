"""Who is elected by the official act, as pages and the campaign's row of a contest name them."""

from portal.domain.determination.outcome import OutcomeKind
from portal.domain.documents.determination import ElectedDocument
from portal.domain.documents.places import ContestDocument
from portal.domain.statuses import Count


def elected_documents(document: ContestDocument) -> list[ElectedDocument]:
    """Candidates in order of election, or lists with a seat; nobody before the official act or while it is suspended
    (R139 ¶78, ¶84).
    """
    found = document.get("determination")
    if found is None or not found["official"] or found["suspended"] or found["outcome"] != OutcomeKind.ELECTED:
        return []
    counted = document["protocol"] if found["count"] == Count.PROTOCOL else document["scanner"]
    at = {option["position"]: index for index, option in enumerate(document["options"])}
    lists = [(row["position"], row["name"], "", row["seats"]) for row in found["lists"] if row["seats"]]
    persons = [(seat["position"], seat["name"], seat["sex"], 1) for seat in found["seats"]]
    return [
        {
            "position": position,
            "name": name,
            "sex": sex,
            "seats": seats,
            "votes": counted["votes"][at[position]],
            "share": counted["shares"][at[position]],
        }
        for position, name, sex, seats in lists or persons
    ]
