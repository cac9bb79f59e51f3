"""docs/determination.md lists what the code holds; a table that differs is printed as it should be."""

import re
from pathlib import Path

from portal.domain.decisions import RESTS_ON
from portal.domain.determination.rule_messages import MESSAGES
from portal.domain.determination.rules import RULES

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs" / "determination.md").read_text(encoding="utf-8")
READS = re.compile(r'reader\.(?:choice|share|optional_share|count|text)\(\s*"([a-z_]+)"')
READS_SCOPE = re.compile(r'Reader\(values, contest\)\.choice\("([a-z_]+)"')


def table(header, rows):
    columns = header.split(" | ")
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (columns, ["---"] * len(columns), *rows))


def documented(kind):
    rows = [row.split(" | ") for row in TEXT.splitlines() if re.match(rf"\| (?:\w+, )*{kind}(?:, \w+)* \| `", row)]
    return {key for row in rows for key in re.findall(r"`([a-z_]+)`", row[1])}


def test_the_document_lists_every_rule_with_its_source():
    rows = [(f"`{r.value}`", source.basis.value, source.text, MESSAGES[r].en) for r, source in RULES.items()]
    assert table("code | rests on | source | what is said", rows) in TEXT


def test_the_document_lists_what_lapses_with_what():
    rows = [(f"`{k.value}`", ", ".join(sorted(f"`{g.value}`" for g in grounds))) for k, grounds in RESTS_ON.items()]
    assert table("kind | rests on", rows) in TEXT


def test_the_document_lists_every_parameter_that_a_kind_reads():
    for kind in ("president", "parliament", "local_aiyl", "local_city", "referendum"):
        names = (kind, "list_persons") if kind == "local_city" else (kind,)
        module = "".join(
            (ROOT / f"portal/domain/determination/{name}.py").read_text(encoding="utf-8") for name in names
        )
        assert documented(kind) - {"invalidity_scope"} == set(READS.findall(module)), kind
    invalidation = (ROOT / "portal/domain/determination/invalidation.py").read_text(encoding="utf-8")
    assert set(READS_SCOPE.findall(invalidation)) == {"invalidity_scope"} <= documented("parliament")
