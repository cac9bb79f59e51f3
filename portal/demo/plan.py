"""The invented national campaign: 30 districts of three seats, 2,619 precincts, 4,294,243 voters, 460 candidates.

Sizes are those of 30 November 2025; everything else follows from a seed. Precincts abroad vote in the capital's
districts, remote precincts in no district of their own: whoever votes there has the home district elsewhere
(R139 ¶32).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from random import Random
from zoneinfo import ZoneInfo

from portal.demo.apportion import apportion, cut
from portal.demo.candidates import Candidate, candidates
from portal.demo.geography import ABROAD, BISHKEK_TIME, City, Place, cities, degrees, holders, place
from portal.demo.people import STREETS, anybody, spelled
from portal.domain.names import Names

VOTERS = 4_294_243
HOME_PRECINCTS, REMOTE_PRECINCTS, ABROAD_PRECINCTS = 2_492, 27, 100
VOTERS_ABROAD = 61_430
CONTESTS = tuple(str(number) for number in range(1, 31))
SEATS = 3
OPENS, CLOSES = time(8), time(20)


@dataclass(frozen=True, slots=True)
class Region:
    """How a region of level 1 is set up: first digit of its precinct numbers, sizes and districts."""

    code: str
    digit: str
    precincts: int
    weight: int
    districts: tuple[str, ...]
    remote: int


REGIONS = (
    Region("41705000000000", "5", 219, 412, CONTESTS[0:3], 2),
    Region("41706000000000", "6", 505, 735, CONTESTS[3:8], 2),
    Region("41721000000000", "9", 91, 165, CONTESTS[8:9], 4),
    Region("41703000000000", "3", 455, 880, CONTESTS[9:15], 2),
    Region("41707000000000", "7", 121, 168, CONTESTS[15:16], 2),
    Region("41708000000000", "8", 415, 855, CONTESTS[16:20] + CONTESTS[24:26], 2),
    Region("41711000000000", "1", 268, 560, CONTESTS[20:24], 9),
    Region("41702000000000", "2", 250, 322, CONTESTS[26:28], 2),
    Region("41704000000000", "4", 168, 232, CONTESTS[28:30], 2),
)
CAPITAL = "41711000000000"


@dataclass(frozen=True, slots=True)
class DemoPrecinct:
    """An invented precinct. `contest` is "" at a remote precinct; `district` is where it lies, "" abroad.

    `timezone` is "" at home; `opens` and `closes` are in the country's time.
    """

    number: str
    territory: str
    kind: str
    contest: str
    district: str
    voters: int
    address: Names
    lat: str
    lon: str
    timezone: str
    opens: datetime
    closes: datetime
    chair: str
    secretary: str
    country: str = ""


@dataclass(frozen=True)
class Plan:
    """Everything that is fixed before the first vote."""

    voting_date: date
    seed: int
    precincts: tuple[DemoPrecinct, ...]
    options: dict[str, tuple[Candidate, ...]]

    @cached_property
    def territory_of_contest(self) -> dict[str, str]:
        """Code of the region in which each district lies."""
        return {contest: region.code for region in REGIONS for contest in region.districts}

    def clock(self, hour: int, minute: int = 0, second: int = 0) -> datetime:
        """A time of voting day in the country's time; hours above 23 are the next day's."""
        midnight = datetime.combine(self.voting_date, time(), BISHKEK_TIME)
        return midnight + timedelta(hours=hour, minutes=minute, seconds=second)

    def rng(self, part: str) -> Random:
        """A random stream of its own for each part, so that one part can change without the others."""
        return Random(f"{self.seed}:{part}")


@lru_cache(maxsize=2)
def make_plan(voting_date: date, seed: int) -> Plan:
    """The plan of that day and seed; the same arguments give the same plan."""
    rng = Random(f"{seed}:plan")
    precincts: list[DemoPrecinct] = []
    shares = apportion(VOTERS - VOTERS_ABROAD, [region.weight for region in REGIONS])
    for region, voters in zip(REGIONS, shares, strict=True):
        home = _home(region, voters, voting_date, rng)
        precincts += home + _remote(region, home, voting_date, rng)
    precincts += _abroad(voting_date, rng)
    return Plan(voting_date, seed, tuple(precincts), candidates(CONTESTS, rng))


def _home(region: Region, voters: int, day: date, rng: Random) -> list[DemoPrecinct]:
    within = holders(region.code)
    weights = [each.weight for each in within]
    # Two precincts for every territory first, so that small ones have some.
    numbers = [2 + part for part in apportion(region.precincts - 2 * len(within), weights)]
    spots = [each for each, number in zip(within, numbers, strict=True) for _ in range(number)]
    lists: list[int] = []
    for number, part in zip(numbers, apportion(voters, weights), strict=True):
        lists += apportion(part, [rng.randint(45, 155) for _ in range(number)])
    pieces = cut(lists, len(region.districts))
    return [
        _precinct(f"{region.digit}{n:03}", spot, "ordinary", region.districts[piece], size, day, rng)
        for n, (spot, size, piece) in enumerate(zip(spots, lists, pieces, strict=True), 1)
    ]


def _remote(region: Region, home: list[DemoPrecinct], day: date, rng: Random) -> list[DemoPrecinct]:
    """Remote precincts in the region's largest territories; each lies in the district of its neighbours."""
    largest = sorted(holders(region.code), key=lambda each: -each.weight)[: region.remote]
    made = []
    for n in range(region.remote):
        spot = largest[n % len(largest)]
        neighbour = rng.choice([each for each in home if each.territory == spot.code])
        made.append(_precinct(f"{region.digit}9{n + 1:02}", spot, "remote", neighbour.contest, 0, day, rng))
    return made


def _precinct(number: str, spot: Place, kind: str, district: str, voters: int, day: date, rng: Random) -> DemoPrecinct:
    lat, lon = (0 if each is None else each for each in (spot.lat, spot.lon))
    return DemoPrecinct(
        number=number,
        territory=spot.code,
        kind=kind,
        contest="" if kind == "remote" else district,
        district=district,
        voters=voters,
        address=_address(spot.names, rng),
        # A degree of longitude is about three quarters of one of latitude here.
        lat=degrees(lat + rng.randint(-spot.spread * 3 // 4, spot.spread * 3 // 4)),
        lon=degrees(lon + rng.randint(-spot.spread, spot.spread)),
        timezone="",
        opens=datetime.combine(day, OPENS, BISHKEK_TIME),
        closes=datetime.combine(day, CLOSES, BISHKEK_TIME),
        chair=anybody(rng).ky,
        secretary=anybody(rng).ky,
    )


def _abroad(day: date, rng: Random) -> list[DemoPrecinct]:
    rooms = [(city, room) for city in cities() for room in range(1, city.precincts + 1)]
    districts = next(region.districts for region in REGIONS if region.code == CAPITAL)
    sizes = apportion(VOTERS_ABROAD, [rng.randint(30, 170) for _ in rooms])
    return [
        _precinct_abroad(f"{n:04}", city, room, districts[n % len(districts)], size, day, rng)
        for n, ((city, room), size) in enumerate(zip(rooms, sizes, strict=True), 1)
    ]


def _precinct_abroad(
    number: str, city: City, room: int, contest: str, voters: int, day: date, rng: Random
) -> DemoPrecinct:
    zone = ZoneInfo(city.timezone)
    opens, closes = (datetime.combine(day, each, zone).astimezone(BISHKEK_TIME) for each in (OPENS, CLOSES))
    return DemoPrecinct(
        number=number,
        territory=ABROAD,
        kind="abroad",
        contest=contest,
        district="",
        voters=voters,
        address=Names(
            f"{city.names.ky}, {room}-зал", f"{city.names.ru}, зал № {room}", f"{city.names.en}, hall {room}"
        ),
        lat=degrees(city.lat + rng.randint(-400, 400)),
        lon=degrees(city.lon + rng.randint(-400, 400)),
        timezone=city.timezone,
        country=city.country,
        opens=opens,
        closes=closes,
        chair=anybody(rng).ky,
        secretary=anybody(rng).ky,
    )


def _address(where: Names, rng: Random) -> Names:
    street, house = spelled(rng.choice(STREETS)), rng.randint(1, 140)
    return Names(
        f"{where.ky}, {street.ky} көчөсү, {house}",
        f"{where.ru}, улица {street.ru}, {house}",
        f"{where.en}, {street.en} street, {house}",
    )


def contest_names(plan: Plan, contest: str) -> Names:
    """The district with its number and region."""
    region = place(plan.territory_of_contest[contest]).names
    return Names(
        f"№ {contest} шайлоо округу ({region.ky})",
        f"Избирательный округ № {contest} ({region.ru})",
        f"District No. {contest} ({region.en})",
    )
