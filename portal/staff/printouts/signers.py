"""Who signs a consolidated protocol, and what was entered of the signed one (R139 ¶69, X7)."""

from sqlalchemy.orm import Session

from portal.domain.facts import Consolidated
from portal.domain.names import Language
from portal.entry.commission import CommissionView
from portal.entry.consolidated import ConsolidatedTable
from portal.entry.signed import COUNTS, differences, signed_versions
from portal.print.consolidated import People, SignedPaper
from portal.print.words import word
from portal.store.queries.entry import members_of


def signing_people(session: Session, mine: CommissionView, table: ConsolidatedTable, language: Language) -> People:
    """Chair and members of the commission as the campaign names them, and the newest signed protocol."""
    known = members_of(session, mine.campaign, commission=mine.commission.code)
    chair = next((member.name for member in known if member.role == "chair"), "")
    others = tuple(member.name for member in known if member.role in ("secretary", "member"))
    versions = signed_versions(session, table)
    return People(chair, others, _paper(table, versions[-1].protocol, language) if versions else None)


def _paper(table: ConsolidatedTable, signed: Consolidated, language: Language) -> SignedPaper:
    names = {line.key: f"{line.id} {line.names.document()[language]}" for line in table.lines}
    names |= {name: word(name, language) for name in COUNTS}
    options = {option.position: f"№ {option.position} {option.names.document()[language]}" for option in table.options}
    rows = tuple(
        (
            options[each.values["position"]] if "position" in each.values else names[each.lines[0]],
            str(each.values["signed"]),
            str(each.values["computed"]),
        )
        for each in differences(table, signed)
    )
    return SignedPaper(signed.signed_at, signed.members, signed.signed, signed.opinions, rows)
