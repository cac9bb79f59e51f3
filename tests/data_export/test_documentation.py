import runpy
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from data_export.part import write_data_part
from scripts import data_dictionary, document_schemas
from tests.data_export.factories import (
    contest_document,
    contest_entry,
    precinct,
    protocol,
    release_document,
    result,
    scanner,
    small_view,
)


def test_the_schemas_in_docs_are_those_of_the_documents() -> None:
    written = {path.stem: path.read_text(encoding="utf-8") for path in document_schemas.FOLDER.glob("*.json")}
    assert written == {name: document_schemas.text(document) for name, document in document_schemas.PUBLISHED.items()}


def test_the_data_dictionary_in_docs_is_that_of_the_tables() -> None:
    page = data_dictionary.PAGE.read_text(encoding="utf-8")
    assert data_dictionary.with_generated_parts(page) == page


@pytest.mark.parametrize("name", document_schemas.PUBLISHED)
def test_every_schema_is_one_itself(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(document_schemas.schema(document_schemas.PUBLISHED[name]))


def problems(name: str, document: Any, definition: str = "") -> list[str]:
    schema = document_schemas.schema(document_schemas.PUBLISHED[name])
    if definition:
        schema = {"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]}
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(document)]


def test_valid_documents_fit_their_schema() -> None:
    assert problems("release", release_document()) == []
    assert problems("contest", contest_document(contest_entry())) == []
    place = precinct("1001", results=[result("1", scanner(1, 2, 3), protocol(1, 2, 3))])
    assert problems("territory", place, "PrecinctDocument") == []
    assert problems("latest", {"release": 7, "data": None, "as_of": "2025-11-30T21:00:00+06:00"}) == []


def test_a_missing_an_unknown_and_a_mistyped_field_do_not_fit() -> None:
    assert problems("latest", {"release": 7, "data": None}) == ["'as_of' is a required property"]
    assert problems("release", release_document(n="7")) == ["'7' is not of type 'integer'"]
    assert len(problems("release", release_document(colour="red"))) == 1


def test_the_recipe_on_the_page_adds_the_votes_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_data_part(small_view(), tmp_path / "data")
    recipe = data_dictionary.PAGE.read_text(encoding="utf-8").partition("```python\n")[2].partition("```")[0]
    script = tmp_path / "recipe.py"
    script.write_text(recipe, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "data")
    runpy.run_path(str(script))
    assert capsys.readouterr().out == "[('Өмүрбек Үсөнов', 61)]\n"


def test_a_type_without_a_schema_is_named() -> None:
    with pytest.raises(TypeError, match="float"):
        document_schemas._value(float, {})
