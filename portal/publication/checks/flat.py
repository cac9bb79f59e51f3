"""Totals as flat maps from a path to a count, so that sums and comparisons are one plain addition and one equality."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from portal.domain.documents import PrecinctDocument, ResultDocument, TotalsDocument
from portal.publication.checks.forms import FormSums, ballots_found

Flat = Counter[str]
_COUNTS = ("scanner", "protocol")
_FLAGS = ("invalidated", "corrected", "recounted", "held")


def flatten(totals: TotalsDocument) -> Flat:
    """Every additive number of a totals document; zeros are left out, so absent and zero compare equal."""
    flat: Flat = Counter()
    for kind, number in totals["precincts"].items():
        flat[f"precincts/{kind}"] = number
    flat["voters"] = totals["voters"] or 0
    for count in _COUNTS:
        progress = totals["scanner"] if count == "scanner" else totals["protocol"]
        flat[f"{count}/voters_covered"] = progress["voters_covered"]
        for kind, pair in progress["kinds"].items():
            flat[f"{count}/{kind}/expected"] = pair["expected"]
            flat[f"{count}/{kind}/received"] = pair["received"]
            flat[f"{count}/{kind}/voters"] = pair.get("voters", 0)
            flat[f"{count}/{kind}/voters_covered"] = pair.get("voters_covered", 0)
    numbers: Mapping[str, object] = totals["numbers"]
    for name, flagged in numbers.items():
        flat[f"numbers/{name}"] = int(str(flagged))
    if final := totals["final"]:
        flat["final/identified"], flat["final/remote"] = final["identified"], final["remote"]
        flat["final/reported"] = final["reported"]
    for code, counts in totals.get("contests", {}).items():
        for count in _COUNTS:
            part = counts["scanner"] if count == "scanner" else counts["protocol"]
            where = f"contests/{code}/{count}"
            flat[f"{where}/expected"], flat[f"{where}/received"] = part["expected"], part["received"]
            flat[f"{where}/invalidated"], flat[f"{where}/remote_received"] = (
                part["invalidated"],
                part["remote_received"],
            )
            flat[f"{where}/ballots"] = part["ballots"] or 0
            _put_votes(flat, f"{where}/home", part["home"])
            _put_votes(flat, f"{where}/remote", part["remote"])
            for key, value in part["lines"].items():
                flat[f"{where}/lines/{key}"] = value
            for key, value in part.get("remote_lines", {}).items():
                flat[f"{where}/remote_lines/{key}"] = value
            if preferences := part.get("preferences"):
                flat[f"{where}/preferences_received"] = preferences["received"]
                _put_votes(flat, f"{where}/preferences", preferences["votes"])
    return +flat


def of_precincts(precincts: Iterable[PrecinctDocument], forms: Mapping[str, FormSums]) -> Flat:
    """The same numbers counted from precinct rows, protocols by their form."""
    flat: Flat = Counter()
    for precinct in precincts:
        kind = precinct["kind"]
        flat[f"precincts/{kind}"] += 1
        flat["voters"] += precinct["voters"] or 0
        for count in _COUNTS:
            flat[f"{count}/{kind}/expected"] += 1
            flat[f"{count}/{kind}/voters"] += precinct["voters"] or 0
            if _everything_in(precinct, count):
                flat[f"{count}/{kind}/received"] += 1
                flat[f"{count}/voters_covered"] += precinct["voters"] or 0
                flat[f"{count}/{kind}/voters_covered"] += precinct["voters"] or 0
        for flag in _FLAGS:
            flat[f"numbers/{flag}"] += flag in precinct["status"]["flags"]
        flat["numbers/findings"] += len(precinct["findings"]) > 0
        flat["numbers/differences"] += any(len(result["differences"]) > 0 for result in precinct["results"])
        flat["numbers/no_machine_result"] += precinct["no_machine_result"] is not None
        if final := precinct["final"]:
            flat["final/identified"] += final["identified"]
            flat["final/remote"] += final["remote"] or 0
            flat["final/reported"] += 1
        for result in precinct["results"]:
            _count_result(flat, result, forms)
    return +flat


def _everything_in(precinct: PrecinctDocument, count: str) -> bool:
    own = [r for r in precinct["results"] if r["contest"] in precinct["contests"]]
    looked_at = own if own else precinct["results"]
    return len(looked_at) > 0 and not any(_missing(result, count) for result in looked_at)


def _missing(result: ResultDocument, count: str) -> bool:
    return result["scanner"] is None if count == "scanner" else result["protocol"] is None


def _count_result(flat: Flat, result: ResultDocument, forms: Mapping[str, FormSums]) -> None:
    place = "remote" if result["remote"] else "home"
    for count in _COUNTS:
        where = f"contests/{result['contest']}/{count}"
        flat[f"{where}/expected"] += 0 if result["remote"] else 1
        if _missing(result, count):
            continue
        flat[f"{where}/{'remote_received' if result['remote'] else 'received'}"] += 1
        if not result["counted"]:
            flat[f"{where}/invalidated"] += 1
    if not result["counted"]:
        return
    if scanner := result["scanner"]:
        where = f"contests/{result['contest']}/scanner"
        flat[f"{where}/ballots"] += scanner["ballots_processed"] or 0
        _add_votes(flat, f"{where}/{place}", scanner["votes"])
    if protocol := result["protocol"]:
        where = f"contests/{result['contest']}/protocol"
        _add_votes(flat, f"{where}/{place}", protocol["votes"])
        if "preferences" in protocol:
            flat[f"{where}/preferences_received"] += 1
            _add_votes(flat, f"{where}/preferences", protocol["preferences"])
        form = forms.get(protocol["form"])
        flat[f"{where}/ballots"] += ballots_found(protocol, form) or 0
        for line, value in protocol["lines"].items():
            if form and line in form.keys:
                flat[f"{where}/lines/{form.keys[line]}"] += value
                if result["remote"]:
                    flat[f"{where}/remote_lines/{form.keys[line]}"] += value


def _put_votes(flat: Flat, where: str, votes: Sequence[int]) -> None:
    for index, number in enumerate(votes):
        flat[f"{where}/{index}"] = number


def _add_votes(flat: Flat, where: str, votes: Sequence[int]) -> None:
    for index, number in enumerate(votes):
        flat[f"{where}/{index}"] += number
