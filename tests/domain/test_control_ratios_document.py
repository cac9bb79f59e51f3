"""docs/control-ratios.md lists what the forms and the code hold; a table that differs is printed as it should be."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from portal.domain.control_ratios import catalogue
from portal.domain.protocol_form import ProtocolForm, shipped_form, shipped_form_ids
from portal.domain.rules import Rule

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "control-ratios.md"


def table(header: str, rows: Sequence[tuple[str, ...]]) -> str:
    columns = header.split(" | ")
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (columns, ["---"] * len(columns), *rows))


def lines_table(form: ProtocolForm) -> str:
    rows = [(x.id, f"`{x.key}`", x.scope.value, x.names.ky, x.names.ru, x.names.en) for x in form.lines]
    return table("line | key | scope | ky | ru | en", rows)


def rules_table(rules: list[Rule]) -> str:
    rows = [(x.code, f"`{x.relation}`", x.severity.value, x.scope, x.source or "ours", x.messages.en) for x in rules]
    return table("code | rule | severity | scope | source | what is said", rows)


@pytest.mark.parametrize("id", shipped_form_ids())
def test_the_document_lists_every_line_of_a_shipped_form(id: str) -> None:
    assert lines_table(shipped_form(id)) in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize("id", ["", *shipped_form_ids()])
def test_the_document_lists_every_rule_of_the_catalogue(id: str) -> None:
    rules = [rule for rule in catalogue(map(shipped_form, shipped_form_ids())) if rule.form == id]
    assert rules_table(rules) in DOCUMENT.read_text(encoding="utf-8")


def test_the_document_has_no_rule_that_the_catalogue_does_not_have() -> None:
    rows = [
        line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if "| refuse |" in line or "| warn |" in line
    ]
    assert len(rows) == len(catalogue(map(shipped_form, shipped_form_ids())))
