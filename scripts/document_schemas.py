"""JSON Schemas of the published documents, made from their typed dictionaries.

`python -m scripts.document_schemas` writes docs/schemas/*.json. The texts are the docstrings of the dictionaries.
"""

import inspect
import json
import types
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from geo import documents as maps
from portal.domain import documents
from scripts.repository import ROOT

FOLDER = ROOT / "docs" / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
PUBLISHED: dict[str, type] = {
    "abroad": documents.AbroadDocument,
    "campaign": documents.CampaignDocument,
    "configuration": documents.ConfigurationDocument,
    "contest": documents.ContestDocument,
    "decisions": documents.RegisterDocument,
    "find": documents.FindDocument,
    "geo-drawn": maps.DrawnDocument,
    "geo-locate": maps.LocateDocument,
    "geo-shapes": maps.ShapesDocument,
    "geo-values": maps.MapIndexDocument,
    "geo-values-territory": maps.MapValuesDocument,
    "index": documents.IndexDocument,
    "latest": documents.LatestDocument,
    "lists": documents.ListsDocument,
    "notices": documents.NoticesDocument,
    "parts": documents.PartsDocument,
    "precincts-index": documents.PrecinctsIndexDocument,
    "release": documents.ReleaseDocument,
    "territory": documents.TerritoryDocument,
    "territory-list": documents.TerritoryListDocument,
}
SIMPLE: dict[type, str] = {str: "string", int: "integer", bool: "boolean", types.NoneType: "null"}


def schema(document: type) -> dict[str, Any]:
    """The JSON Schema of a document with the definitions of everything in it; raises TypeError for an unknown type."""
    definitions: dict[str, Any] = {}
    root = _object(document, definitions)
    known = {name: definitions[name] for name in sorted(definitions)}
    return {"$schema": DIALECT, "title": document.__name__, **root, "$defs": known}


def text(document: type) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema(document), ensure_ascii=False, indent=2) + "\n"


def _object(document: type, definitions: dict[str, Any]) -> dict[str, Any]:
    fields = get_type_hints(document)
    return {
        "description": inspect.cleandoc(document.__doc__ or ""),
        "type": "object",
        "properties": {name: _value(kind, definitions) for name, kind in fields.items()},
        "required": [name for name in fields if name in document.__required_keys__],  # type: ignore[attr-defined]
        "additionalProperties": False,
    }


def _value(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind in SIMPLE:
        return {"type": SIMPLE[kind]}
    if is_typeddict(kind):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            definitions[kind.__name__] = _object(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    origin, inner = get_origin(kind), get_args(kind)
    if origin is list:
        return {"type": "array", "items": _value(inner[0], definitions)}
    if origin is dict and inner[0] is str:
        return {"type": "object", "additionalProperties": _value(inner[1], definitions)}
    if origin in (types.UnionType, Union):
        return {"anyOf": [_value(choice, definitions) for choice in inner]}
    raise TypeError(f"{kind}: no JSON Schema is known for this type; add it to scripts/document_schemas.py")


def write(folder: Path = FOLDER) -> None:
    """Write one file for each published document."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in PUBLISHED.items():
        (folder / f"{name}.json").write_text(text(document), encoding="utf-8")


if __name__ == "__main__":
    write()
