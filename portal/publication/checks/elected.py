"""Who is elected, found a second time by plain counting: most votes under the sex rule, half for the President (G2).

Seats of party lists are looked at in `portal.publication.checks.lists`.
"""

from collections.abc import Iterator, Mapping

from portal.domain.configuration import Option
from portal.domain.documents import ContestDocument, CountDocument
from portal.domain.documents.determination import DeterminationDocument, SeatDocument
from portal.domain.shares import percent
from portal.domain.statuses import CampaignKind, ContestKind, OptionKind
from portal.domain.tabulation.scheme import Scheme
from portal.publication.checks.lists import list_problems


def elected_problems(scheme: Scheme, document: ContestDocument) -> Iterator[str]:
    """What the contest's determination says that its own votes do not; nothing where there is no determination."""
    found = document.get("determination")
    if found is None:
        return
    count = document["protocol"] if found["count"] == "protocol" else document["scanner"]
    votes = dict(zip((option["position"] for option in document["options"]), count["votes"], strict=True))
    yield from _seat_problems(found, votes, document["seats"])
    seated = {seat["position"] for seat in found["seats"]}
    contest = scheme.contests[document["code"]]
    gone = scheme.decisions.invalidated_positions(contest.code) | scheme.decisions.withdrawn_positions(contest.code)
    running = [o for o in contest.options if o.kind is OptionKind.CANDIDATE and o.position not in gone]
    running = [option for option in running if option.status != "withdrawn"]
    if seated - {option.position for option in running} and contest.kind is not ContestKind.PARTY_LIST:
        yield "a seat is given to someone who cannot be elected"
    if contest.kind is ContestKind.PRESIDENT:
        yield from _president_problems(
            scheme, contest.code, found, count, [votes[option.position] for option in running]
        )
    elif contest.kind is ContestKind.PARTY_LIST:
        values = scheme.campaign.parameters
        own = {key.partition(".")[0]: text for key, text in values.items() if key.endswith(f".{contest.code}")}
        yield from list_problems({**values, **own}, document, found, votes)
    elif contest.kind is ContestKind.MULTI_MEMBER and scheme.campaign.kind is CampaignKind.PARLIAMENT:
        yield from _district_problems(scheme, document, found, votes, running)


def _seat_problems(found: DeterminationDocument, votes: Mapping[int, int], seats: int) -> Iterator[str]:
    filled: list[SeatDocument] = found["seats"]
    if found["outcome"] not in ("elected", "open", "undetermined") and (filled or found["lists"]):
        yield f"seats are filled although the outcome is {found['outcome']}"
    if max(len(filled), sum(row["seats"] for row in found["lists"])) > seats:
        yield f"more than {seats} seats are filled"
    if len({(seat["position"], seat["person"]) for seat in filled}) != len(filled):
        yield "somebody holds two seats"
    for seat in filled:
        if (seat["votes"], seat["share"]) != (votes.get(seat["position"]), percent(seat["votes"], seat["base"])):
            yield f"seat {seat['seat']}: {seat['votes']} votes, {seat['share']} % are not those of the contest"


def _president_problems(
    scheme: Scheme, code: str, found: DeterminationDocument, count: CountDocument, rivals: list[int]
) -> Iterator[str]:
    """One seat of the most votes; in the first round more than half of those who took part (R139 ¶78)."""
    if found["outcome"] != "elected":
        return
    best = max((seat["votes"] for seat in found["seats"]), default=0)
    first_round = scheme.campaign.continues_as != "second_round"
    basis = _parameter(scheme, code, "participation_basis", "signatures")
    took_part = count["lines"].get("voters_participated") if basis == "signatures" else count["ballots"]
    if first_round and (took_part is None or 2 * best <= took_part):
        yield f"elected with {best} votes of {took_part} who took part"
    if rivals and best < max(rivals):
        yield f"elected with {best} votes, another candidate has {max(rivals)}"


def _district_problems(
    scheme: Scheme,
    document: ContestDocument,
    found: DeterminationDocument,
    votes: Mapping[int, int],
    running: list[Option],
) -> Iterator[str]:
    """Most votes, earlier documents among equals, at most two of one sex (R139 ¶79)."""
    seated = {seat["position"] for seat in found["seats"]}
    cap = _parameter(scheme, document["code"], "max_one_sex", "2")
    most = int(cap) if cap.isdigit() else document["seats"]
    walk = _walk(running, votes, document["seats"], most)
    if found["outcome"] == "elected" and seated != walk:
        yield f"positions {sorted(seated)} are elected, by plain counting {sorted(walk)}"
    if found["outcome"] == "open" and not seated <= walk:
        yield f"positions {sorted(seated)} are certain, but now {sorted(walk)} would be elected"
    refused = sum(votes[o["position"]] for o in document["options"] if o["kind"] == OptionKind.AGAINST_ALL)
    ignored = _parameter(scheme, document["code"], "against_all", "") == "ignored"
    if seated and not ignored and refused > max((votes[o.position] for o in running), default=0):
        yield f"seats are filled although {refused} votes are against all"


def _parameter(scheme: Scheme, contest: str, key: str, usual: str) -> str:
    values = scheme.campaign.parameters
    return values.get(f"{key}.{contest}", values.get(key, usual))


def _walk(running: list[Option], votes: Mapping[int, int], seats: int, most: int) -> set[int]:
    def rank(option: Option) -> tuple[int, bool, str]:
        moment = option.documents_complete_at
        return -votes[option.position], moment is None, "" if moment is None else f"{moment.timestamp():020.6f}"

    taken: dict[str, int] = {}
    chosen: set[int] = set()
    for option in sorted(running, key=rank):
        if len(chosen) < seats and votes[option.position] and taken.get(option.sex, 0) < most:
            chosen.add(option.position)
            taken[option.sex] = taken.get(option.sex, 0) + 1
    return chosen
