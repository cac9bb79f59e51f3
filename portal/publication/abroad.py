"""abroad.json: precincts abroad by country, for the page that shows those which no map of the country can hold."""

from collections.abc import Iterable, Mapping

from portal.countries import country_names
from portal.domain.configuration import Precinct, Territory
from portal.domain.documents import AbroadDocument, AbroadPlace
from portal.domain.statuses import PrecinctKind

ABROAD = "abroad.json"


def is_abroad(precinct: Precinct) -> bool:
    """Whether the precinct stands abroad: by its kind, or because it names a country."""
    return precinct.kind is PrecinctKind.ABROAD or bool(precinct.country)


def abroad_document(precincts: Iterable[Precinct], territories: Mapping[str, Territory]) -> AbroadDocument:
    """These precincts by country, in their order; by territory where none is stated."""
    places: dict[tuple[str, str], AbroadPlace] = {}
    for precinct in precincts:
        country = precinct.country
        key = (country, "" if country else precinct.territory)
        if key not in places:
            name = country_names(country) if country else territories[precinct.territory].names.document()
            places[key] = {"country": country, "name": name, "precincts": []}
        places[key]["precincts"].append({"number": precinct.number, "address": precinct.addresses.document()})
    return {"places": list(places.values())}
