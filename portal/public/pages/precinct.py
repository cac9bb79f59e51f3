"""`…/precinct/{number}/`: one precinct, both counts side by side (template over its territory's document)."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any

from flask_babel import gettext

from portal import urls
from portal.languages import Language
from portal.public.lookups import Lookups
from portal.public.map_assets import viewer_urls
from portal.public.pages.page import CampaignPage, Cell, Table, is_preliminary
from portal.public.pages.preferences import by_list, changed, preferred
from portal.public.pages.territory import result_cells
from portal.public.reading import Reading
from portal.published.errors import NotPublished
from portal.published.sentences import Sentences
from portal.published.shapes import (
    FindingDocument,
    OtherVoteDocument,
    PrecinctDocument,
    ProtocolDocument,
    RatioDocument,
    ResultDocument,
    TurnoutSource,
)

PICTURES = (".jpg", ".png", ".webp")
"""Endings of scans that a browser can show beside the figures."""
CHAIN = ("ballots_issued", "ballots_found", "ballots_valid")


class PrecinctPage(CampaignPage):
    """One precinct under its lasting address; `contest` opens one of the contests with remote votes."""

    template = "precinct.html"
    query = ("contest",)
    tabular = True
    live = True

    def __init__(
        self, reading: Reading, language: Language, path: str, arguments: Mapping[str, str], campaign: str, number: str
    ) -> None:
        super().__init__(reading, language, path, arguments, campaign)
        self.territory, self.precinct = self.release.precinct(number)
        self.precinct_number = number
        self.lookups = Lookups(self.configuration, language)
        self.line_names = self.lookups.line_names()
        self.sentences = Sentences(self.configuration, language, self.line_names)

    def document(self) -> PrecinctDocument:
        return self.precinct

    def context(self) -> dict[str, Any]:
        precinct = self.precinct
        place = {"code": self.territory["code"], "name": self.territory["name"]}
        return {
            "precinct": precinct,
            "zoom": viewer_urls() if any(scan["url"].endswith(PICTURES) for scan in precinct["scans"]) else None,
            "pictures": PICTURES,
            "remote_count": self.configuration.get("remote_count", ""),
            "preliminary": is_preliminary(precinct["status"]),
            "above": self.trail(*self.territory["ancestors"], place),  # type: ignore[arg-type]
            "neighbours": self._neighbours(),
            "own": [self._result(result) for result in precinct["results"] if not result["remote"]],
            "remote": self._remote(),
            "opened": self._opened(),
            "remote_lines": [
                (id, self.line_names.get(id, ""), value) for id, value in precinct["remote_lines"].items()
            ],
            "findings": [self._finding(finding) for finding in precinct["findings"]],
            "own_contests": [self.lookups.contest_name(code) for code in precinct["contests"]],
            "contest_name": self.lookups.contest_name,
        }

    def table(self) -> Table:
        """One row per contest, count and option; where protocols state preferences, then one per person of a list."""
        columns = ("precinct", "contest", "remote", "counted", "count", "position", "option", "votes")
        results = self.precinct["results"]
        rows = [
            (self.precinct["number"], *cells)
            for result in results
            for cells in result_cells(result, self.lookups, self.language)
        ]
        persons = [row for result in results for row in self._preference_rows(result)]
        if not persons:
            return Table(columns, rows)
        return Table((*columns, "person"), [*((*row, None) for row in rows), *persons])

    def _preference_rows(self, result: ResultDocument) -> Iterator[tuple[Cell, ...]]:
        """Cells of the table for every person; the column of the option holds the person's name."""
        head = (self.precinct["number"], result["contest"], int(result["remote"]), int(result["counted"]))
        entry = self.lookups.contest(result["contest"])
        for each in preferred(entry["options"] if entry else [], result["protocol"], self.language):
            yield (*head, "preferences", each.position, each.name, each.votes, each.person)

    def _neighbours(self) -> tuple[str | None, str | None]:
        """Numbers of the precincts before and after this one in its territory."""
        numbers = self.release.precincts_of(self.territory["code"])
        index = numbers.index(self.precinct["number"])
        return numbers[index - 1] if index else None, numbers[index + 1] if index + 1 < len(numbers) else None

    def _chain(self, result: ResultDocument) -> list[tuple[str, int | None]]:
        """Identified → issued → found → valid, each as its source states it; turnout is never that of a re-vote.

        Ballots that the scanners took are no identified voters, though a final number may be made of them (R139 ¶35).
        """
        reports = [*self.precinct["turnout"], *([self.precinct["final"]] if self.precinct["final"] else [])]
        of_voters = [report for report in reports if report["source"] != TurnoutSource.SCANNER_FINAL]
        turnout = of_voters[-1] if of_voters else None
        identified = turnout["identified"] if turnout and not result.get("vote") else None
        protocol = result["protocol"]
        form = self.lookups.form(protocol["form"]) if protocol else None
        ids = {line["key"]: line["id"] for line in form["lines"]} if form else {}
        lines = protocol["lines"] if protocol else {}
        values = [(key, lines.get(ids.get(key, ""))) for key in CHAIN]
        return [("identified", identified), *values]

    def _history(self, result: ResultDocument, options: list[Any]) -> list[dict[str, Any]]:
        """Every version beside the one that it replaced, newest first, with the fields that differ."""
        protocol = result["protocol"]
        versions = ([protocol] if protocol else []) + result["versions"]
        return [
            {"newer": newer, "older": older, "fields": self._changed_fields(older, newer, options)}
            for newer, older in pairwise(versions)
        ]

    def _changed_fields(
        self, older: ProtocolDocument, newer: ProtocolDocument, options: list[Any]
    ) -> list[tuple[str, str, Any, Any]]:
        """Line id or ballot position, name, former and later value."""
        lines = [(id, name, older["lines"].get(id), value) for id, name, value in self._lines(newer)] + [
            (id, name, value, None) for id, name, value in self._lines(older) if id not in newer["lines"]
        ]
        votes = [
            (str(option["position"]), option["name"][self.language], before, after)
            for option, before, after in zip(options, older["votes"], newer["votes"], strict=False)
        ]
        people = [("", field, older[field], newer[field]) for field in ("members", "signed", "opinions")]
        persons = changed(options, older, newer, self.language)
        return [row for row in (*lines, *votes, *persons, *people) if row[2] != row[3]]

    def _remote(self) -> list[dict[str, Any]]:
        """The contests of other districts for which votes were cast here, each as one row."""
        return [
            {
                "result": result,
                "name": self.lookups.contest_name(result["contest"]),
                "address": urls.with_query(self.path, contest=result["contest"]) + "#opened",
                "scanner": result["scanner"]["base"] if result["scanner"] else None,
                "protocol": result["protocol"]["base"] if result["protocol"] else None,
            }
            for result in self.precinct["results"]
            if result["remote"]
        ]

    def _opened(self) -> dict[str, Any] | None:
        """The remote contest that was asked for. Raises NotPublished for one without votes here."""
        wanted = self.arguments.get("contest")
        if wanted is None:
            return None
        for result in self.precinct["results"]:
            if result["remote"] and result["contest"] == wanted:
                return self._result(result)
        raise NotPublished(f"remote votes for contest {wanted}")

    def _result(self, result: ResultDocument) -> dict[str, Any]:
        entry = self.lookups.contest(result["contest"])
        differences = {difference["position"]: difference for difference in result["differences"]}
        scanner, protocol, others = result["scanner"], result["protocol"], result.get("other_votes", [])
        return {
            "result": result,
            "name": self.lookups.contest_name(result["contest"]),
            "options": [
                {
                    "option": option,
                    "scanner": scanner["votes"][index] if scanner else None,
                    "scanner_share": scanner["shares"][index] if scanner else None,
                    "protocol": protocol["votes"][index] if protocol else None,
                    "protocol_share": protocol["shares"][index] if protocol else None,
                    "difference": differences.get(option["position"]),
                    "both": bool(scanner and protocol),
                }
                for index, option in enumerate(entry["options"] if entry else [])
            ],
            "chain": [] if result["remote"] else self._chain(result),
            "history": self._history(result, entry["options"] if entry else []),
            "lists": by_list(entry, protocol, self.language),
            "ballots": differences.get(None),
            "protocol": self._protocol(protocol) if protocol else None,
            "versions": [self._version(version, entry["options"] if entry else []) for version in result["versions"]],
            "other_votes": [self._other(other, entry["options"] if entry else []) for other in others],
        }

    def _protocol(self, protocol: ProtocolDocument) -> dict[str, Any]:
        lines = self._lines(protocol)
        terms = self._terms(lines, protocol["base"])
        return {
            "document": protocol,
            "lines": lines,
            "ratios": [self._ratio(ratio, protocol, terms) for ratio in protocol["ratios"]],
        }

    def _version(self, version: ProtocolDocument, options: list[Any]) -> dict[str, Any]:
        votes = list(zip(options, version["votes"], strict=False))
        persons = preferred(options, version, self.language)
        return {"document": version, "lines": self._lines(version), "votes": votes, "persons": persons}

    def _other(self, other: OtherVoteDocument, options: list[Any]) -> dict[str, Any]:
        """A vote of the precinct that no sum holds: its machine count and every protocol."""
        machine = other["scanner"]
        return {
            "vote": other["vote"],
            "scanner": list(zip(options, machine["votes"], strict=False)) if machine else [],
            "versions": [self._version(version, options) for version in other["versions"]],
        }

    def _lines(self, protocol: ProtocolDocument) -> list[tuple[str, str, int | None]]:
        """Lines in the order of the form; lines that the form does not know follow."""
        form = self.lookups.form(protocol["form"])
        known = [line for line in form["lines"] if line["scope"] == "contest"] if form else []
        rows: list[tuple[str, str, int | None]] = [
            (line["id"], line["name"][self.language], protocol["lines"].get(line["id"])) for line in known
        ]
        ids = {line["id"] for line in known}
        return rows + [(id, "", value) for id, value in protocol["lines"].items() if id not in ids]

    def _ratio(self, ratio: RatioDocument, protocol: ProtocolDocument, terms: dict[str, str]) -> dict[str, Any]:
        return {
            "ratio": ratio,
            "relation": self._named(self.sentences.relation(ratio["code"])),
            "in_words": self.sentences.in_words(ratio["code"], terms) if ratio["holds"] else "",
            "sentence": "" if ratio["holds"] else self.sentences.ratio(ratio, _values(protocol)),
            "reason": protocol["reasons"].get(ratio["code"], ""),
        }

    def _terms(self, lines: list[tuple[str, str, int | None]], votes: int) -> dict[str, str]:
        """Lines of the protocol by the name that its form gives them, with their numbers; the votes as "options"."""
        named = [(id, name, value) for id, name, value in lines if name]
        named.append(("options", self._words["options"], votes))
        return {id: f"{name} ({self.formats.number(value)})" for id, name, value in named}

    def _named(self, relation: str) -> str:
        """The formula with a word of the reader's language for what is no line."""
        return " ".join(self._words.get(term, term) for term in relation.split(" "))

    @cached_property
    def _words(self) -> dict[str, str]:
        return {
            "options": gettext("Votes for all options"),
            "signed": gettext("Signatures"),
            "members": gettext("Members of the commission"),
        }

    def _finding(self, finding: FindingDocument) -> dict[str, Any]:
        contest = finding["contest"]
        return {
            "finding": finding,
            "sentence": self.sentences.finding(finding),
            "contest": self.lookups.contest_name(contest) if contest and len(self.precinct["results"]) > 1 else "",
        }


def _values(protocol: ProtocolDocument) -> dict[str, int]:
    """What the terms of a ratio stand for in a protocol."""
    people = {"members": protocol["members"], "signed": protocol["signed"], "options": protocol["base"]}
    return protocol["lines"] | {name: value for name, value in people.items() if value is not None}
