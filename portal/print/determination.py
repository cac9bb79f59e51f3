"""The printable protocol of determination (R139 ¶77): a draft for the commission's decision, made of one document.

The figures are those of the document, the words those of the pages; typst only sets them.
"""

import json
from pathlib import Path
from typing import Any

import typst

from portal.errors import InputError
from portal.languages import Language
from portal.published.determinations import (
    CampaignDetermination,
    DeterminationDocument,
    DeterminationWords,
    Line,
)
from portal.published.shapes import CampaignDocument, ConfigurationDocument, ContestDocument

TEMPLATE = Path(__file__).with_name("determination.typ")
NOTHING = "—"


def determination_pdf(
    document: ContestDocument,
    configuration: ConfigurationDocument,
    language: Language,
    voting_date: str = "",
    published: str = "",
    campaign: CampaignDocument | None = None,
) -> bytes:
    """The protocol of one contest as PDF; the same document gives the same bytes.

    `published` stands at the foot of every page: release, time, and the root of the log that holds it.
    `campaign` gives the tests of one third over the whole country (R139 ¶81).
    Raises InputError for a contest without a determination: a release older than determinations.
    """
    found = document.get("determination")
    if found is None:
        problem = f"contest {document['code']}: its document holds no determination; publish a new release first"
        raise InputError([problem])
    national = campaign.get("determination") if campaign else None
    content = content_of(document, found, national, configuration, language, voting_date)
    content["footer"] += f" · {published}" if published else ""
    pdf: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"document": json.dumps(content, ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=0,
    )
    return pdf


def content_of(
    document: ContestDocument,
    found: DeterminationDocument,
    national: CampaignDetermination | None,
    configuration: ConfigurationDocument,
    language: Language,
    voting_date: str,
) -> dict[str, Any]:
    """Every text of the protocol in the order in which it is printed."""
    words = DeterminationWords(language, document["options"])
    label = words.label
    count = document["protocol"] if found["count"] == "protocol" else document["scanner"]
    return {
        "language": language,
        "title": label("protocol_title"),
        "commission": label("cec"),
        "campaign": configuration["name"][language],
        "contest": document["name"][language],
        "voting_day": f"{label('voting_day')}: {voting_date}" if voting_date else "",
        "force": words.label_of(found),
        "count": label(found["count"]),
        "outcome": words.heading(found) if words.act_stands(found) else words.outcome(found["outcome"]),
        "remarks": _remarks(found, national, words),
        "seats_title": label("seats_certain" if found["outcome"] == "open" else "seats_elected"),
        "seats_header": [label(key) for key in ("seat", "name", "sex", "votes", "share")],
        "seats": _seats(found, words, language),
        "lists": [[row["name"][language], str(row["seats"])] for row in found["lists"]],
        **_bounds(found, words, language),
        "why_title": label("why"),
        "why": _printed(words.lines(found["steps"])),
        "sections": _sections(found, national, words),
        "votes_title": label("all_votes"),
        "votes": [
            [str(option["position"]), words.name(option["position"]), str(votes)]
            for option, votes in zip(document["options"], count["votes"], strict=True)
        ],
        "facts": _facts(found, words),
        "preferences_title": label("preferences"),
        "preferences_header": [label(key) for key in ("number_on_list", "name", "preferences", "seats_elected")],
        "preferences": [
            {
                "party": row.party,
                "persons": [[str(n), name, str(v), "✓" if yes else ""] for n, name, v, yes in row.persons],
            }
            for row in words.preferences(document, found)
        ],
        "signed_title": label("signed"),
        "signed_header": [label(key) for key in ("option", "as_signed", "as_computed", "difference")],
        "signed": _signed(document, found, words),
        "decision_line": label("decision_line"),
        "chair": label("chair"),
        "members": label("members"),
        "footer": f"{configuration['name'][language]} · {document['name'][language]}",
    }


def _remarks(
    found: DeterminationDocument, national: CampaignDetermination | None, words: DeterminationWords
) -> list[str]:
    """What stands between the outcome and its seats: repeat elections, suspension, open seats, who stands next."""
    exceeded = words.third_exceeded(found, national)
    remarks = [exceeded] if exceeded else []
    if found["suspended"]:
        remarks.append(words.label("suspended"))
    if found["repeat_election_set"] or found["repeat_election"]:
        remarks.append(words.label("repeat_set" if found["repeat_election_set"] else "repeat"))
    if found["open_seats"] and not words.act_stands(found):
        between = f". {words.label('possible')}: {words.names(found['possible'])}" if found["possible"] else ""
        remarks.append(f"{words.label('open_seats')}: {found['open_seats']}{between}")
    if found["vacancies"]:
        remarks.append(f"{words.label('vacancies')}: {found['vacancies']}")
    if found["second_round"]:
        remarks.append(f"{words.label('second_round')}: {words.names(found['second_round'])}")
    return remarks


def _seats(found: DeterminationDocument, words: DeterminationWords, language: Language) -> list[list[str]]:
    return [
        [
            str(seat["seat"]),
            ", ".join(part for part in (seat["name"][language], seat["party"]) if part),
            words.sex(seat["sex"]) if seat["sex"] else "",
            str(seat["votes"]),
            f"{seat['share']} %" if seat["share"] else NOTHING,
        ]
        for seat in found["seats"]
    ]


def _bounds(found: DeterminationDocument, words: DeterminationWords, language: Language) -> dict[str, Any]:
    """What the lists have at least and at most while votes are missing, and whether that is exact."""
    rows = found["bounds"]["lists"] if found["bounds"] and found["outcome"] == "open" else []
    return {
        "bounds_title": words.label("lists_so_far"),
        "bounds_header": [words.label(key) for key in ("party", "at_least", "at_most")],
        "bounds": [[row["name"][language], str(row["at_least"]), str(row["at_most"])] for row in rows],
        "bounds_note": words.exactness(found),
    }


def _sections(
    found: DeterminationDocument, national: CampaignDetermination | None, words: DeterminationWords
) -> list[dict[str, Any]]:
    parts = (
        ("notices", words.notices(found, national)),
        ("computed_steps", words.lines(found["computed_steps"])),
        ("third", words.third(found, national)),
        ("re_votes", words.lines([row["step"] for row in found["re_votes"]])),
    )
    return [{"title": words.label(key), "lines": _printed(lines)} for key, lines in parts if lines]


def _facts(found: DeterminationDocument, words: DeterminationWords) -> list[list[str]]:
    numbers = {
        words.label("voters"): found["voters"],
        words.took_part(found): found["participation"]["counted"],
        words.label("valid_votes"): found["valid_votes"],
        words.label("ballots_invalid"): found["ballots_invalid"],
    }
    if found["made_invalid"]:
        numbers[words.label("made_invalid")] = found["made_invalid"]
    return [[label, NOTHING if value is None else str(value)] for label, value in numbers.items()]


def _signed(document: ContestDocument, found: DeterminationDocument, words: DeterminationWords) -> list[list[str]]:
    if found["signed"] is None:
        return []
    positions = [option["position"] for option in document["options"]]
    columns = (found["signed"][key] for key in ("votes", "computed", "difference"))
    rows = zip(positions, *columns, strict=True)
    return [[words.name(position), *(str(number) for number in numbers)] for position, *numbers in rows]


def _printed(lines: list[Line]) -> list[dict[str, str]]:
    return [{"text": line.text, "source": line.source} for line in lines]
