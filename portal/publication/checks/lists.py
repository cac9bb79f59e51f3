"""Seats of party lists and their persons, found a second time: no seat can be moved to whom the method prefers (G2)."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from portal.domain.documents import ContestDocument, CountDocument, OptionDocument
from portal.domain.documents.determination import DeterminationDocument

_STEP = {"dhondt": 1, "sainte_lague": 2}


def list_problems(
    parameters: Mapping[str, str], document: ContestDocument, found: DeterminationDocument, votes: Mapping[int, int]
) -> Iterator[str]:
    """What the seats of the lists are that the method, the preferences and the cap do not allow.

    `parameters` are those of the contest. Seats that a cap of one party took from it are left to the determination.
    """
    seats = {row["position"]: row["seats"] for row in found["lists"]}
    if found["outcome"] not in ("elected", "undetermined") or not seats:
        return
    if found["outcome"] == "elected" and parameters.get("party_cap", "none") == "none":
        yield from _seat_problems(parameters.get("method", ""), document["seats"], seats, votes)
    count = document["protocol"] if found["count"] == "protocol" else document["scanner"]
    for option in document["options"]:
        taken = [seat["person"] for seat in found["seats"] if seat["position"] == option["position"]]
        if len(taken) > seats.get(option["position"], 0):
            yield f"position {option['position']}: {len(taken)} persons for {seats.get(option['position'], 0)} seats"
        if taken and found["outcome"] == "elected" and parameters.get("list_sex_cap", "none") == "none":
            yield from _person_problems(parameters, option, taken, votes, _preferences(document, count, option))


def _seat_problems(method: str, seats: int, taken: Mapping[int, int], votes: Mapping[int, int]) -> Iterator[str]:
    """With a divisor no next quotient beats one that has a seat; with a quota no remainder beats one that has."""
    sharing = {position: votes[position] for position in taken}
    if sum(taken.values()) != seats:
        yield f"{sum(taken.values())} seats of lists, not {seats}"
        return
    if step := _STEP.get(method):
        last = [Fraction(sharing[at], step * (n - 1) + 1) for at, n in taken.items() if n]
        following = [Fraction(sharing[at], step * n + 1) for at, n in taken.items()]
    else:
        total = sum(sharing.values())
        price = Fraction(total, seats) if method == "hare" else Fraction(total // (seats + 1) + 1)
        last = [sharing[at] - (n - 1) * price for at, n in taken.items() if n]
        following = [sharing[at] - n * price for at, n in taken.items()]
    if max(following) > min(last):
        yield f"seats of the lists {dict(taken)} are not those of {method}"


def _preferences(document: ContestDocument, count: CountDocument, own: OptionDocument) -> dict[int, int]:
    """Preference votes of one list by number."""
    stated = count.get("preferences")
    if stated is None:
        return {}
    places = [(o["position"], person["person"]) for o in document["options"] for person in o.get("persons", [])]
    pairs = zip(places, stated["votes"], strict=True)
    return {person: number for (position, person), number in pairs if position == own["position"]}


def _person_problems(
    parameters: Mapping[str, str],
    option: OptionDocument,
    taken: list[int],
    votes: Mapping[int, int],
    preferences: Mapping[int, int],
) -> Iterator[str]:
    """The persons elected are the first of the list's order, those with enough preferences before it."""
    running = [p["person"] for p in option.get("persons", []) if p["status"] != "withdrawn"]
    moved: list[int] = []
    if parameters.get("list_order") == "preferences":
        enough = _share(parameters.get("preference_threshold", "0%")) * votes[option["position"]]
        moved = [n for n in running if preferences.get(n, 0) and preferences[n] >= enough]
    moved.sort(key=lambda n: (-preferences[n], n))
    order = moved + [n for n in sorted(running) if n not in moved]
    if taken != order[: len(taken)]:
        yield f"position {option['position']}: persons {taken} take its seats, by plain counting {order[: len(taken)]}"


def _share(text: str) -> Fraction:
    return Fraction(text.removesuffix("%")) / 100 if text.endswith("%") else Fraction(text)
