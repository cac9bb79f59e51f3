"""The golden campaign's expected figures, computed by hand (README.md shows how); no number comes from the code."""

from typing import NamedTuple

NO_VOTES_3, NO_VOTES_2 = (0, 0, 0), (0, 0)


class Turnout(NamedTuple):
    """One hour of a place: home, remote, precincts that reported in it, percent of the home list and of all."""

    hour: str
    identified: int
    remote: int
    reported: int
    home_percent: str
    percent: str


class Progress(NamedTuple):
    """Precincts received of expected, and voters covered of all, with their percentages."""

    received: int
    expected: int
    percent: str
    voters_covered: int
    voters_percent: str


class Count(NamedTuple):
    """One count of one contest. `lines` are the sums of protocol lines in the order of `KEYS` (ordinary form)."""

    expected: int
    received: int
    invalidated: int
    remote_received: int
    home: tuple[int, ...]
    remote: tuple[int, ...]
    base: int
    shares: tuple[str, ...]
    ballots: int
    lines: tuple[int, ...] = ()


class Place(NamedTuple):
    """Everything that is expected of a place; `numbers` leaves zeros out, `contests` holds (scanner, protocol)."""

    precincts: tuple[int, int, int]
    voters: int
    turnout: tuple[Turnout, Turnout, Turnout]
    final: tuple[int, int, int, str, str] | None
    scanner: Progress
    protocol: Progress
    numbers: dict[str, int]
    status: tuple[str, list[str]]
    contests: dict[str, tuple[Count, Count]]


KEYS = (
    "voters_on_list",
    "voters_participated",
    "ballots_issued",
    "cheques",
    "ballots_spoiled",
    "applications_outside",
    "ballots_portable",
    "ballots_portable_invalidated",
    "ballots_found",
    "ballots_invalid",
    "ballots_valid",
)
REMOTE_KEYS = ("ballots_found", "ballots_invalid", "ballots_valid")

N1_D1 = (1, 1, 0, 0, (30, 20, 8), NO_VOTES_3, 58, ("51.72", "34.48", "13.79"), 60)
N1_Q = (1, 1, 0, 0, (35, 22), NO_VOTES_2, 57, ("61.40", "38.60"), 60)
N2_D1 = (2, 2, 1, 0, (60, 55, 12), NO_VOTES_3, 127, ("47.24", "43.31", "9.45"), 130)
N2_D2 = (0, 0, 0, 1, NO_VOTES_2, (4, 2), 6, ("66.67", "33.33"), 6)
N_D1 = (3, 3, 1, 0, (90, 75, 20), NO_VOTES_3, 185, ("48.65", "40.54", "10.81"), 190)
S1_D1 = (0, 0, 0, 1, NO_VOTES_3, (3, 3, 1), 7, ("42.86", "42.86", "14.29"), 7)
A_D1 = (1, 1, 0, 0, (9, 8, 1), NO_VOTES_3, 18, ("50.00", "44.44", "5.56"), 18)
S_OWN_D2 = (1, 1, 0, 0, (41, 37), NO_VOTES_2, 78, ("52.56", "47.44"), 80)
Q_LINES = (100, 61, 61, 61, 0, 3, 3, 0, 60, 3, 57)

N1 = Place(
    precincts=(1, 0, 0),
    voters=100,
    turnout=(
        Turnout("12:00", 30, 0, 1, "30.00", "30.00"),
        Turnout("16:00", 50, 0, 1, "50.00", "50.00"),
        Turnout("20:00", 61, 0, 1, "61.00", "61.00"),
    ),
    final=(60, 0, 1, "60.00", "60.00"),
    scanner=Progress(1, 1, "100.00", 100, "100.00"),
    protocol=Progress(1, 1, "100.00", 100, "100.00"),
    numbers={},
    status=("complete", []),
    contests={
        "d1": (Count(*N1_D1), Count(*N1_D1, lines=(100, 61, 61, 61, 0, 3, 3, 0, 60, 2, 58))),
        "q": (Count(*N1_Q), Count(*N1_Q, lines=Q_LINES)),
    },
)
N2 = Place(
    precincts=(2, 0, 0),
    voters=250,
    turnout=(
        Turnout("12:00", 72, 2, 2, "28.80", "29.60"),
        Turnout("16:00", 135, 4, 2, "54.00", "55.60"),
        Turnout("20:00", 161, 6, 2, "64.40", "66.80"),
    ),
    final=(130, 6, 1, "52.00", "54.40"),
    scanner=Progress(2, 2, "100.00", 250, "100.00"),
    protocol=Progress(2, 2, "100.00", 250, "100.00"),
    numbers={"invalidated": 1, "findings": 1, "differences": 1},
    status=("complete", ["invalidated"]),
    contests={
        "d1": (Count(*N2_D1), Count(*N2_D1, lines=(200, 131, 131, 131, 1, 0, 0, 0, 130, 3, 127))),
        "d2": (Count(*N2_D2), Count(*N2_D2, lines=(6, 0, 6))),
    },
)
N = Place(
    precincts=(3, 0, 0),
    voters=350,
    turnout=(
        Turnout("12:00", 102, 2, 3, "29.14", "29.71"),
        Turnout("16:00", 185, 4, 3, "52.86", "54.00"),
        Turnout("20:00", 222, 6, 3, "63.43", "65.14"),
    ),
    final=(190, 6, 2, "54.29", "56.00"),
    scanner=Progress(3, 3, "100.00", 350, "100.00"),
    protocol=Progress(3, 3, "100.00", 350, "100.00"),
    numbers={"invalidated": 1, "findings": 1, "differences": 1},
    status=("complete", ["invalidated"]),
    contests={
        "d1": (Count(*N_D1), Count(*N_D1, lines=(300, 192, 192, 192, 1, 3, 3, 0, 190, 5, 185))),
        "d2": (Count(*N2_D2), Count(*N2_D2, lines=(6, 0, 6))),
        "q": (Count(*N1_Q), Count(*N1_Q, lines=Q_LINES)),
    },
)
S1 = Place(
    precincts=(1, 1, 0),
    voters=80,
    turnout=(
        Turnout("12:00", 20, 5, 2, "25.00", "31.25"),
        Turnout("16:00", 20, 9, 1, "25.00", "36.25"),
        Turnout("20:00", 41, 11, 2, "51.25", "65.00"),
    ),
    final=None,
    scanner=Progress(1, 2, "50.00", 0, "0.00"),
    protocol=Progress(2, 2, "100.00", 80, "100.00"),
    numbers={"no_machine_result": 1},
    status=("complete", []),
    contests={
        "d1": (Count(*S1_D1), Count(*S1_D1, lines=(7, 0, 7))),
        "d2": (
            Count(1, 0, 0, 1, NO_VOTES_2, (1, 3), 4, ("25.00", "75.00"), 4),
            Count(
                *(1, 1, 0, 1, (17, 23), (1, 3), 44, ("40.91", "59.09"), 45),
                lines=(80, 41, 41, 41, 0, 1, 1, 0, 45, 1, 44),
            ),
        ),
    },
)
S_OWN = Place(
    precincts=(1, 0, 0),
    voters=120,
    turnout=(
        Turnout("12:00", 33, 0, 1, "27.50", "27.50"),
        Turnout("16:00", 60, 0, 1, "50.00", "50.00"),
        Turnout("20:00", 80, 0, 1, "66.67", "66.67"),
    ),
    final=None,
    scanner=Progress(1, 1, "100.00", 120, "100.00"),
    protocol=Progress(1, 1, "100.00", 120, "100.00"),
    numbers={"corrected": 1},
    status=("complete", ["corrected"]),
    contests={"d2": (Count(*S_OWN_D2), Count(*S_OWN_D2, lines=(120, 80, 80, 80, 0, 2, 2, 0, 80, 2, 78)))},
)
"""The precinct that is attached to region S itself."""
S = Place(
    precincts=(2, 1, 0),
    voters=200,
    turnout=(
        Turnout("12:00", 53, 5, 3, "26.50", "29.00"),
        Turnout("16:00", 80, 9, 2, "40.00", "44.50"),
        Turnout("20:00", 121, 11, 3, "60.50", "66.00"),
    ),
    final=None,
    scanner=Progress(2, 3, "66.67", 120, "60.00"),
    protocol=Progress(3, 3, "100.00", 200, "100.00"),
    numbers={"corrected": 1, "no_machine_result": 1},
    status=("complete", ["corrected"]),
    contests={
        "d1": (Count(*S1_D1), Count(*S1_D1, lines=(7, 0, 7))),
        "d2": (
            Count(2, 1, 0, 1, (41, 37), (1, 3), 82, ("51.22", "48.78"), 84),
            Count(
                *(2, 2, 0, 1, (58, 60), (1, 3), 122, ("48.36", "51.64"), 125),
                lines=(200, 121, 121, 121, 0, 3, 3, 0, 125, 3, 122),
            ),
        ),
    },
)
A = Place(
    precincts=(0, 0, 1),
    voters=40,
    turnout=(
        Turnout("12:00", 4, 0, 1, "10.00", "10.00"),
        Turnout("16:00", 12, 0, 1, "30.00", "30.00"),
        Turnout("20:00", 18, 0, 1, "45.00", "45.00"),
    ),
    final=None,
    scanner=Progress(1, 1, "100.00", 40, "100.00"),
    protocol=Progress(1, 1, "100.00", 40, "100.00"),
    numbers={},
    status=("complete", []),
    contests={"d1": (Count(*A_D1), Count(*A_D1, lines=(40, 18, 18, 18, 0, 0, 0, 0, 18, 0, 18)))},
)
COUNTRY = Place(
    precincts=(5, 1, 1),
    voters=590,
    turnout=(
        Turnout("12:00", 159, 7, 7, "26.95", "28.14"),
        Turnout("16:00", 277, 13, 6, "46.95", "49.15"),
        Turnout("20:00", 361, 17, 7, "61.19", "64.07"),
    ),
    final=(190, 6, 2, "32.20", "33.22"),
    scanner=Progress(6, 7, "85.71", 510, "86.44"),
    protocol=Progress(7, 7, "100.00", 590, "100.00"),
    numbers={"invalidated": 1, "corrected": 1, "findings": 1, "differences": 1, "no_machine_result": 1},
    status=("complete", ["invalidated", "corrected"]),
    contests={},
)
TERRITORIES = {"N": N, "N1": N1, "N2": N2, "S": S, "S1": S1, "A": A}

D1 = (4, 4, 1, 1, (99, 83, 21), (3, 3, 1), 210, ("48.57", "40.95", "10.48"), 215)
CONTESTS = {
    "d1": (Count(*D1), Count(*D1, lines=(340, 210, 210, 210, 1, 3, 3, 0, 215, 5, 210))),
    "d2": (
        Count(2, 1, 0, 2, (41, 37), (5, 5), 88, ("52.27", "47.73"), 90),
        Count(
            *(2, 2, 0, 2, (58, 60), (5, 5), 128, ("49.22", "50.78"), 131),
            lines=(200, 121, 121, 121, 0, 3, 3, 0, 131, 3, 128),
        ),
    ),
    "q": (Count(*N1_Q), Count(*N1_Q, lines=Q_LINES)),
}
"""Both counts of each contest in the whole country."""

ROWS = {
    "d1": [("N1", False), ("N2", False), ("S", False), ("A", False)],
    "d2": [("N", False), ("S", True), ("S1", False)],
    "q": [("N", False)],
}
"""The rows by which each contest is shown; True: only the precincts attached to the territory itself."""

LEADING = {
    "d1": ("protocol", [(1, 102, "48.57"), (2, 86, "40.95")]),
    "d2": ("protocol", [(2, 65, "50.78"), (1, 63, "49.22")]),
    "q": ("protocol", [(1, 35, "61.40"), (2, 22, "38.60")]),
}
"""The count that leads and its first options: position, votes, share."""

CONTEST_STATUS = {"d1": ("complete", ["invalidated"]), "d2": ("complete", ["corrected"]), "q": ("complete", [])}
FLAGGED = {"d1": {"invalidated": 1}, "d2": {"corrected": 1}, "q": {}}
FLAGGED_ROWS = {("d1", "N2"): {"invalidated": 1}, ("d2", "S"): {"corrected": 1}}

_EVERY_TERRITORY = {f"territories/{code}.json" for code in ("A", "N", "N1", "N2", "S", "S1")}
_EVERY_CONTEST = {"contests/d1.json", "contests/d2.json", "contests/q.json"}
_ALWAYS = {"SHA256SUMS", "release.json", "campaign.json"}
_REGISTER = {"decisions.json"}
"""Empty until the two decisions of 2 December."""
_FIXED = {"configuration.json", "precincts-index.json", "find.json", "abroad.json"} | _REGISTER


def _lists(*codes: str) -> set[str]:
    """Lists of these territories; the index over all lists changes with any of them."""
    return {"lists/index.json", *(f"lists/{code}.json" for code in codes)}


_EVERY_PART = {f"parts/{code}.json" for code in ("A", "N1", "N2", "S", "S1")}
"""Territories with attached precincts; N has none."""

FILES = {
    1: _ALWAYS | _EVERY_TERRITORY | _EVERY_PART | _EVERY_CONTEST | _FIXED | _lists("A", "N1", "N2", "S", "S1"),
    2: _ALWAYS | _EVERY_TERRITORY | _EVERY_PART,
    3: _ALWAYS | {"territories/N.json", "territories/N2.json", "parts/N2.json"},
    4: _ALWAYS | _EVERY_TERRITORY | _EVERY_PART,
    5: _ALWAYS | _EVERY_TERRITORY | _EVERY_PART | _EVERY_CONTEST | _lists("N1", "N2", "S", "S1"),
    6: _ALWAYS | _EVERY_TERRITORY | _EVERY_PART | _EVERY_CONTEST | _lists("A", "N1", "N2", "S", "S1"),
    7: _ALWAYS
    | {"parts/A.json", "parts/N2.json", "parts/S.json"}
    | _lists("A", "N2", "S")
    | {"territories/A.json", "territories/N.json", "territories/N2.json", "territories/S.json"}
    | {"contests/d1.json", "contests/d2.json"}
    | _REGISTER,
}
"""Files that each release writes itself; every other document is taken over from the release that wrote it."""
WITH_BULK_FILES = {1, 2, 4, 5}
"""The opening and the three turnout slots."""

TURNOUT_AT_NOON = {
    2: Turnout("12:00", 99, 5, 6, "16.78", "17.63"),
    3: Turnout("12:00", 159, 7, 7, "26.95", "28.14"),
}
"""The whole country's noon before and after the late report of n-2, by release."""

MACHINE_COUNT_AT_HALF_PAST_EIGHT = {
    "d1": ((70, 50, 16), NO_VOTES_3, 136, ("51.47", "36.76", "11.76"), 140),
    "d2": ((41, 37), (4, 2), 84, ("53.57", "46.43"), 86),
    "q": ((35, 22), NO_VOTES_2, 57, ("61.40", "38.60"), 60),
}
"""Release 5: home, remote, base, shares, ballots."""

LISTED = {
    "precincts": 7,
    "differences": 1,
    "findings": 1,
    "invalidated": 1,
    "corrected": 1,
    "no_machine_result": 1,
}
"""Sums of the lists across the country; everything else is 0."""
DELAYS = {
    "N1": (1, 180, 180, 180),
    "N2": (2, 210, 210, 300),
    "S": (1, 360, 360, 360),
    "S1": (2, 360, 360, 420),
    "A": (1, 2070, 2070, 2070),
}
"""Precincts, fastest, median (the lower of two) and slowest minutes from their own closing to the first protocol."""


class Determined(NamedTuple):
    """A determination: seats as (position, votes, base, share), voters who may still be counted, open and possible."""

    count: str
    outcome: str
    seats: list[tuple[int, int, int, str]]
    extra: int
    open_seats: int
    possible: list[int]
    took_part: int
    at_precincts: int


DETERMINED = {
    5: {
        "d1": Determined("scanner", "open", [], 250, 1, [1, 2], 140, 0),
        "d2": Determined("scanner", "open", [], 114, 1, [1, 2], 86, 0),
    },
    6: {
        "d1": Determined("protocol", "open", [], 163, 1, [1, 2], 227, 0),
        "d2": Determined("protocol", "open", [], 69, 1, [1, 2], 131, 0),
    },
    7: {
        "d1": Determined("protocol", "elected", [(1, 102, 210, "48.57")], 0, 0, [], 245, 30),
        "d2": Determined("protocol", "elected", [(2, 65, 128, "50.78")], 0, 0, [], 131, 0),
    },
}
"""Who is elected by release and contest, while precincts are missing and after (README.md)."""
SEATS = {
    "by_sex": [("f", 1), ("m", 1)],
    "by_party": [("", 2)],
    "by_region": [("N", 1), ("S", 1)],
    "third": (436, 30),
}
"""The campaign's seats in release 7, and the national base and cover of one third."""
