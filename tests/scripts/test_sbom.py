"""Everything that is pinned is in the list of components, in its version, under a licence that is allowed."""

from pathlib import Path

import pytest

from scripts.sbom import allowed, complaints, licences, make, pinned
from tests.depth import DEPTH


def component(name: str, version: str, *said: dict[str, object]) -> dict[str, object]:
    return {"name": name, "version": version, "licenses": list(said)}


@pytest.mark.deep
def test_every_pinned_dependency_is_listed_under_an_allowed_licence(tmp_path: Path) -> None:
    document = make(tmp_path / "sbom.json", validate=DEPTH >= 1)
    assert document["bomFormat"] == "CycloneDX"
    assert document["metadata"]["component"]["name"] == "natyija"
    assert list(complaints(document, pinned())) == []


def test_pins_are_read_with_their_extras_and_from_both_files() -> None:
    pins = pinned()
    assert pins["psycopg"] and pins["flask"] and pins["pytest"]
    assert not [name for name in pins if "[" in name or name.startswith("#")]


@pytest.mark.parametrize(
    ("expression", "good"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("Apache-2.0 OR GPL-2.0-only", True),
        ("MIT AND GPL-2.0-only", False),
        ("MPL-2.0 AND (Apache-2.0 OR GPL-2.0-only)", True),
        ("(MIT OR Apache-2.0) AND AGPL-3.0-only", False),
        ("", False),
    ],
)
def test_an_expression_is_met_when_one_of_its_choices_is(expression: str, good: bool) -> None:
    assert allowed(expression) is good


def test_missing_other_unlicensed_and_forbidden_components_are_named() -> None:
    document = {
        "components": [
            component("Some_Thing", "1", {"license": {"id": "GPL-3.0-only"}}),
            component("other", "2", {"license": {"id": "MIT"}}),
            component("silent", "1"),
        ]
    }
    found = list(complaints(document, {"some-thing": "1", "other": "3", "silent": "1", "gone": "1"}))
    assert [line.partition(":")[0] for line in found] == ["gone", "other", "silent", "some-thing"]
    assert "GPL-3.0-only" in found[-1] and "names no licence" in found[2] and "2 is installed" in found[1]


def test_a_classifier_counts_as_the_licence_that_it_names() -> None:
    said = {"license": {"name": "License :: OSI Approved :: Apache Software License"}}
    assert licences(component("janus", "2", said)) == ["Apache-2.0"]
