"""What does not agree on a paper, as the page says it: broken rules and differences between sources."""

from typing import Any

from portal.domain.form_parts import Severity
from portal.domain.rules import Rule, sentence
from portal.entry.checks import Broken, source_findings
from portal.entry.protocol import Became
from portal.staff.commissions import said
from portal.staff.entry.paper_standing import Standing
from portal.staff.entry.words import every_rule, finding_text
from portal.staff.pages import language


def disagreements(standing: Standing) -> dict[str, Any]:
    """Broken rules, findings, and whether reasons are wanted now."""
    outcome = standing.outcome
    campaign = standing.case.scheme.campaign
    rules = every_rule(campaign.ordinary_form, campaign.remote_form)
    return {
        "broken": [_broken(standing, each, rules) for each in outcome.broken] if outcome else [],
        "wanted": outcome is not None and outcome.became is Became.REASONS_WANTED,
        "findings": _findings(standing, rules),
        "seen": " ".join(sorted({finding["code"] for finding in outcome.findings})) if outcome else "",
    }


def _broken(standing: Standing, each: Broken, rules: dict[str, Rule]) -> dict[str, Any]:
    result = each.result
    values = {**result.values, "left": result.left, "right": result.right}
    return {
        "code": result.code,
        "contest": each.contest,
        "refuses": result.severity is Severity.REFUSE,
        "text": sentence(rules[result.code], values, language()),
        "source": result.source,
        "lines": ", ".join(result.lines),
        "key": each.key,
        "reason": standing.typed.text(each.key),
    }


def _findings(standing: Standing, rules: dict[str, Rule]) -> list[dict[str, str]]:
    """Those of the paper just typed, else those of the precinct; the field for an explanation stands once per code."""
    case, outcome = standing.case, standing.outcome
    found = outcome.findings if outcome else source_findings(case.scheme, case.precinct, case.facts)
    names = {line.key: said(line.names) for line in case.sheet.form.lines}
    shown = []
    for place, finding in enumerate(found):
        key = f"reason..{finding['code']}"
        first = finding["code"] not in {other["code"] for other in found[:place]}
        shown.append(
            {
                "code": finding["code"],
                "text": finding_text(finding, language(), rules, names),
                "key": key if first else "",
                "reason": standing.typed.text(key) or finding["explanation"],
            }
        )
    return shown
