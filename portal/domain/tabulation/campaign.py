"""The campaign document (totals, regions, contests) and the documents that change only with the configuration."""

from collections.abc import Iterable, Mapping, Sequence

from portal.domain.configuration import StatedTotals
from portal.domain.control_ratios import catalogue
from portal.domain.documents import (
    CampaignDocument,
    ChildDocument,
    ConfigurationDocument,
    ContestDocument,
    ContestSummary,
    FormDocument,
    ScheduleItemDocument,
    StatedDocument,
    StatusDocument,
    TotalsDocument,
)
from portal.domain.facts import ScheduleItem
from portal.domain.names import NamesDocument
from portal.domain.protocol_form import ProtocolForm
from portal.domain.statuses import Count, Flag, Progress
from portal.domain.tabulation.contest import option_documents
from portal.domain.tabulation.precinct import combined_progress, decision_documents
from portal.domain.tabulation.scheme import Scheme
from portal.domain.tabulation.seats import campaign_determination, contest_determination
from portal.domain.tabulation.totals import sum_totals, without_contests
from portal.domain.tabulation.turnout import share_of

MOST_LEADING = 10
"""Leading options of a contest in the campaign document at the most."""


def campaign_document(
    scheme: Scheme,
    regions: Sequence[ChildDocument],
    contests: Sequence[ContestSummary],
    schedule: Iterable[ScheduleItem],
) -> CampaignDocument:
    """The campaign from the rows of its regions and contests."""
    campaign = scheme.campaign
    slim = [_slim(region) for region in regions]
    totals = without_contests(sum_totals(scheme, [region["totals"] for region in slim]))
    document: CampaignDocument = {
        "campaign": campaign.id,
        "kind": campaign.kind,
        "name": campaign.names.document(),
        "notice": campaign.notice.document() if campaign.notice else None,
        "test": scheme.test,
        "archive": campaign.archive,
        "voting_date": campaign.voting_date.isoformat(),
        "opens": f"{campaign.opens:%H:%M}",
        "closes": f"{campaign.closes:%H:%M}",
        "timezone": campaign.timezone,
        "parameters": dict(sorted(campaign.parameters.items())),
        "continues": campaign.continues,
        "continues_as": campaign.continues_as,
        "stated": _stated(campaign.stated) if campaign.stated else None,
        "status": _status(totals, contests),
        "schedule": schedule_documents(scheme, schedule),
        "totals": totals,
        "regions": slim,
        "contests": list(contests),
        "decisions": decision_documents(scheme, ""),
    }
    if any("determination" in contest for contest in contests):
        document["determination"] = campaign_determination(scheme, contests)
    return document


def contest_summary(document: ContestDocument) -> ContestSummary:
    """The contest as a row of the campaign: its leading options by the hand count, once that covers every precinct."""
    protocol, scanner = document["protocol"], document["scanner"]
    by_hand = protocol["received"] == protocol["expected"] or protocol["base"] >= scanner["base"]
    count = protocol if by_hand and protocol["base"] else scanner
    ranked = sorted(
        zip(document["options"], count["votes"], count["shares"], strict=True),
        key=lambda row: (-row[1], row[0]["position"]),
    )
    shown = min(MOST_LEADING, max(document["seats"], 1) + 1) if count["base"] else 0
    summary: ContestSummary = {
        "code": document["code"],
        "kind": document["kind"],
        "seats": document["seats"],
        "name": document["name"],
        "territory": document["territory"],
        "status": document["status"],
        "count": "protocol" if count is protocol else "scanner",
        "base": count["base"],
        "expected": count["expected"],
        "received": count["received"],
        "leading": [
            {
                "position": option["position"],
                "kind": option["kind"],
                "name": option["name"],
                "votes": votes,
                "share": share,
            }
            for option, votes, share in ranked[:shown]
        ],
    }
    if count["invalidated"]:
        summary["invalidated"] = count["invalidated"]
    if "determination" in document:
        summary["determination"] = contest_determination(document, document["determination"])
    return summary


def configuration_document(scheme: Scheme, precincts: Mapping[str, int]) -> ConfigurationDocument:
    """Names, options, hierarchy and forms; `precincts` is the number attached to each territory."""
    campaign = scheme.campaign
    forms = {"ordinary": campaign.ordinary_form, "remote": campaign.remote_form}
    document: ConfigurationDocument = {
        "campaign": campaign.id,
        "kind": campaign.kind,
        "name": campaign.names.document(),
        "notice": campaign.notice.document() if campaign.notice else None,
        "test": scheme.test,
        "timezone": campaign.timezone,
        "territories": [
            {
                "code": territory.code,
                "parent": territory.parent,
                "level": territory.level,
                "kind": territory.kind,
                "name": territory.names.document(),
                "precincts": precincts.get(territory.code, 0),
            }
            for territory in scheme.hierarchy.territories.values()
        ],
        "contests": [
            {
                "code": contest.code,
                "kind": contest.kind,
                "seats": contest.seats,
                "territory": contest.territory,
                "name": contest.names.document(),
                "options": option_documents(contest),
            }
            for contest in scheme.contests.values()
        ],
        "forms": {kind: _form(form) for kind, form in forms.items() if form},
        "rules": [
            {
                "code": rule.code,
                "form": rule.form,
                "relation": rule.relation,
                "severity": rule.severity,
                "source": rule.source,
                "message": rule.messages.document(),
            }
            for rule in catalogue(form for form in forms.values() if form)
        ],
    }
    if campaign.remote_form:
        document["remote_count"] = campaign.parameters.get("remote_count", Count.PROTOCOL)
    return document


def schedule_documents(scheme: Scheme, items: Iterable[ScheduleItem]) -> list[ScheduleItemDocument]:
    """The lines of the approved schedule in order of time."""
    ordered = sorted(items, key=lambda item: (item.at, item.what))
    return [{"what": item.what, "at": scheme.time(item.at), "decision": item.decision} for item in ordered]


def _stated(stated: StatedTotals) -> StatedDocument:
    both = stated.participated is not None and stated.voters
    return {
        "voters": stated.voters,
        "participated": stated.participated,
        "percent": share_of(stated.participated or 0, stated.voters) if both else None,
        "turnout_percent_stated": stated.turnout_percent_stated,
        "source": stated.source,
    }


def _status(totals: TotalsDocument, contests: Sequence[ContestSummary]) -> StatusDocument:
    """Progress of the contests together; never complete before every precinct's protocols are in."""
    progress = combined_progress(Progress(contest["status"]["progress"]) for contest in contests)
    if progress is Progress.COMPLETE and totals["protocol"]["received"] < totals["protocol"]["expected"]:
        progress = Progress.PARTIAL
    return {"progress": progress, "flags": [str(flag) for flag in Flag if totals["numbers"][flag.value]]}


def _slim(region: ChildDocument) -> ChildDocument:
    return {**region, "totals": without_contests(region["totals"])}


def _form(form: ProtocolForm) -> FormDocument:
    return {
        "id": form.id,
        "legal": form.legal,
        "name": _names(form.names.document(), form.id),
        "lines": [
            {"id": line.id, "key": line.key, "name": _names(line.names.document(), line.id), "scope": line.scope}
            for line in form.lines
        ],
    }


def _names(name: NamesDocument, instead: str) -> NamesDocument:
    return name if name["ky"] else {"ky": instead, "ru": instead, "en": instead}
