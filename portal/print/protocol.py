"""The control printout of a stored protocol (R53 ¶46-48): three addressed copies of the same figures.

It prints what is stored and nothing else: all lines and options in the order of the paper, when it was entered, by whom
and before whom, and the SHA-256 of the stored version, so that three papers and the store can be held against each
other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.domain.configuration import Campaign, Contest, Option
from portal.domain.facts import Protocol
from portal.domain.form_parts import Line, LineScope
from portal.domain.names import Language, Names
from portal.domain.protocol_form import ProtocolForm
from portal.domain.statuses import ProtocolKind
from portal.print.canonical import digest, in_fours
from portal.print.typesetting import clock, number, qr_code, typeset
from portal.print.words import word

COPIES = ("copy_administrator", "copy_chair", "copy_protocol")


@dataclass(frozen=True, slots=True)
class Section:
    """The stored version of one contest; `contest` None for the lines that a remote paper fills once per precinct."""

    protocol: Protocol
    contest: Contest | None


@dataclass(frozen=True, slots=True)
class PrintedProtocol:
    """A stored paper with the people of its entry; `printing` is 1 for the first printout, more for a reprint."""

    campaign: Campaign
    precinct: str
    precinct_names: Names
    commission: Names
    kind: ProtocolKind
    form: ProtocolForm
    sections: tuple[Section, ...]
    administrator: str
    member: str
    chair: str
    printed_at: datetime
    printing: int = 1
    test: bool = False

    @property
    def sha256(self) -> str:
        """SHA-256 of the canonical text of the stored version."""
        return digest(self.campaign.id, [section.protocol for section in self.sections])


def protocol_pdf(paper: PrintedProtocol, language: Language) -> bytes:
    """The three copies as one PDF, each on pages of its own."""
    return typeset("protocol.typ", content_of(paper, language))


def qr_text(paper: PrintedProtocol) -> str:
    """What the QR code says: natyija:protocol:1:CAMPAIGN:PRECINCT:CONTEST:KIND:VERSION:SHA256."""
    last = max(paper.sections, key=lambda section: section.protocol.seq).protocol
    contest = "" if paper.kind is ProtocolKind.REMOTE else last.contest
    parts = (paper.campaign.id, paper.precinct, contest, paper.kind.value, str(last.version), paper.sha256)
    return ":".join(("natyija:protocol:1", *parts))


def content_of(paper: PrintedProtocol, language: Language) -> dict[str, Any]:
    """Every text of the printout in the order in which it is printed."""
    campaign_name = paper.campaign.names.document()[language]
    reprint = word("reprint", language, number=paper.printing - 1) if paper.printing > 1 else ""
    zone = paper.campaign.timezone
    return {
        "language": language,
        "title": word("control_printout", language),
        "form": paper.form.names.document()[language],
        "recount": word("recount", language) if paper.kind is ProtocolKind.RECOUNT else "",
        "source": word("source", language),
        "test": word("test", language) if paper.test else "",
        "campaign": campaign_name,
        "reprint": reprint,
        "copies": [word(copy, language) for copy in COPIES],
        "facts": _facts(paper, language),
        "sections": [_section(paper, section, language) for section in ordered(paper.sections)],
        "identical": word("identical", language),
        "hash_label": word("hash", language),
        "hash": in_fours(paper.sha256),
        "qr": qr_code(qr_text(paper)),
        "signature": word("signature", language),
        "signatures": [
            [word("administrator", language), paper.administrator],
            [word("member", language), paper.member],
            [word("chair", language), paper.chair],
        ],
        "footer": f"{campaign_name} · № {paper.precinct} · {paper.sha256[:16]} · "
        f"{word('printed', language)} {clock(paper.printed_at, zone)}",
    }


def ordered(sections: Sequence[Section]) -> list[Section]:
    """Lines filled once per precinct first, then the contests in the order given."""
    return sorted(sections, key=lambda section: section.contest is not None)


def _facts(paper: PrintedProtocol, language: Language) -> list[list[str]]:
    name = paper.precinct_names.document()[language]
    stored = max((section.protocol for section in paper.sections), key=lambda protocol: protocol.received_at)
    zone = paper.campaign.timezone
    return [
        [word("precinct", language), f"№ {paper.precinct}" + (f", {name}" if name else "")],
        [word("commission", language), paper.commission.document()[language]],
        [word("signed_at", language), clock(stored.signed_at, zone)],
        [word("entered_at", language), clock(stored.received_at, zone)],
        [word("members", language), number(stored.members)],
        [word("signed", language), number(stored.signed)],
        [word("opinions", language), number(stored.opinions)],
    ]


def _section(paper: PrintedProtocol, section: Section, language: Language) -> dict[str, Any]:
    protocol, contest = section.protocol, section.contest
    scope = LineScope.CONTEST if contest else LineScope.PRECINCT
    remote = paper.kind is ProtocolKind.REMOTE
    lines = [line for line in paper.form.lines if not remote or line.scope is scope]
    title = contest.names.document()[language] if contest else word("precinct_lines", language)
    return {
        "title": f"{word('contest', language)}: {title}" if contest else title,
        "version": f"{word('version', language)}: {protocol.version}",
        "header": [word("line", language), word("name", language), word("value", language)],
        "lines": [_line(line, protocol, language) for line in lines],
        "options_header": [word("position", language), word("option", language), word("votes", language)],
        "options": [
            [str(option.position), option.names.document()[language], number(protocol.votes.get(option.position))]
            for option in (contest.options if contest else ())
        ],
        "lists": [
            _list(option, protocol, language) for option in (contest.options if contest else ()) if option.persons
        ]
        if protocol.preferences
        else [],
        "reasons_title": word("reasons", language),
        "reasons": [f"{code}: {text}" for code, text in sorted(protocol.reasons.items()) if text],
    }


def _list(option: Option, protocol: Protocol, language: Language) -> dict[str, Any]:
    """The preference votes of one party's persons."""
    names = option.names.document()
    return {
        "title": f"{word('preferences', language)}: {option.position} {names[language]}",
        "header": [word("position", language), word("person", language), word("votes", language)],
        "persons": [
            [
                str(person.number),
                person.names.document()[language],
                number(protocol.preferences.get((option.position, person.number))),
            ]
            for person in option.persons
        ],
    }


def _line(line: Line, protocol: Protocol, language: Language) -> list[str]:
    return [line.id, line.names.document()[language], number(protocol.lines.get(line.id))]
