"""The read interface described by OpenAPI 3.1, made from the routes themselves so that none is forgotten."""

import re
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from portal import __version__
from portal.access import Access

ADDRESS = "/data/openapi.json"
TITLE = "Open data of the election results"
DESCRIPTION = (
    "Everything that the pages show, for programs. No key is needed. Addresses with a release number never change and "
    "may be kept for ever. Poll /data/index.json or /data/{campaign}/latest.json, at most once in five seconds and "
    "with If-None-Match; everything else is fetched when they name a newer release. All answers may be read by the "
    "pages of other sites (CORS), and files are sent in ranges."
)
_MACHINE = ("/data/", "/log/", "/scans/")
_ENDINGS = {
    ".json": "application/json",
    ".csv": "text/csv",
    ".jsonl": "application/jsonl",
    ".atom": "application/atom+xml",
    ".jsonld": "application/ld+json",
}
_PART = re.compile(r"<(?:(?P<kind>[a-z]+)(?:\((?P<args>.*?)\))?:)?(?P<name>[a-z0-9_]+)>")
_KINDS: dict[str, dict[str, Any]] = {
    "language": {"type": "string", "enum": ["ky", "ru", "en"]},
    "code": {"type": "string", "pattern": "^[0-9A-Za-z-]{1,64}$"},
    "campaign": {"type": "string", "pattern": "^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$"},
    "number": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
    "path": {"type": "string", "minLength": 1},
}
_POINTER = {
    "type": "object",
    "properties": {
        "release": {"type": "integer", "minimum": 1, "description": "number of the newest release"},
        "data": {"type": ["integer", "null"], "description": "number of the newest release with bulk files"},
        "as_of": {"type": "string", "description": "ISO 8601 with offset"},
    },
    "required": ["release", "data", "as_of"],
}
_TWIN = {
    "type": "object",
    "properties": {"release": {"type": ["integer", "null"]}, "document": {"type": ["object", "null"]}},
    "required": ["release", "document"],
}
_PROBLEM = {
    "type": "object",
    "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}},
    "required": ["type", "title", "status"],
}
_INDEX = {
    "type": "object",
    "properties": {"v": {"type": "integer"}, "campaigns": {"type": "array", "items": {"type": "object"}}},
    "required": ["v", "campaigns"],
}


def describe(app: Flask) -> dict[str, Any]:
    """The whole document; paths in alphabetical order."""
    paths: dict[str, Any] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view = app.view_functions[rule.endpoint]
        if "GET" in (rule.methods or ()) and getattr(view, "access", None) is Access.PUBLIC and _is_machine(rule.rule):
            paths[_path(rule)] = {"get": _operation(rule, view.__doc__ or "")}
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": __version__, "description": DESCRIPTION},
        "paths": paths,
        "components": {"schemas": {"Pointer": _POINTER, "Index": _INDEX, "Twin": _TWIN, "Problem": _PROBLEM}},
    }


def _is_machine(rule: str) -> bool:
    return rule.startswith(_MACHINE) or any(rule.endswith(ending) for ending in _ENDINGS)


def _path(rule: Rule) -> str:
    return _PART.sub(lambda found: "{" + found["name"] + "}", rule.rule)


def _operation(rule: Rule, doc: str) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": "get_" + re.sub(r"[^0-9A-Za-z]+", "_", _path(rule)).strip("_"),
        "summary": doc.strip().partition("\n")[0] or "The data of a page",
        "responses": _responses(rule.rule),
    }
    parameters = [_parameter(found) for found in _PART.finditer(rule.rule)]
    return operation | ({"parameters": parameters} if parameters else {})


def _parameter(found: "re.Match[str]") -> dict[str, Any]:
    if found["kind"] == "regex":
        schema: dict[str, Any] = {"type": "string", "pattern": f"^{found['args'][1:-1]}$"}
    else:
        schema = _KINDS.get(found["kind"] or "", {"type": "string"})
    return {"name": found["name"], "in": "path", "required": True, "schema": schema}


def _responses(rule: str) -> dict[str, Any]:
    # A scan is looked at by people, so they get a page when there is none.
    problem: dict[str, Any] = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    if rule.startswith("/scans/"):
        problem = {"text/html": {}}
    return {
        "200": {"description": "What was asked for", "content": _content(rule)},
        "206": {"description": "A range of the file"},
        "301": {"description": "The lasting address"},
        "302": {"description": "The newest address"},
        "304": {"description": "Not changed"},
        "308": {"description": "The address with the slash at its end"},
        "404": {"description": "Not published", "content": problem},
        "410": {"description": "Redacted; the log says so", "content": problem},
        "413": {"description": "Too many bulk parts in between; load the newest part", "content": problem},
        "416": {"description": "The range lies outside the file", "content": problem},
        "503": {"description": "The file is damaged and not sent", "content": problem},
    }


def _content(rule: str) -> dict[str, Any]:
    if rule.endswith("/latest.json"):
        return {"application/json": {"schema": {"$ref": "#/components/schemas/Pointer"}}}
    if rule == "/data/index.json":
        return {"application/json": {"schema": {"$ref": "#/components/schemas/Index"}}}
    if rule.startswith("/<language") and rule.endswith(".json"):
        return {"application/json": {"schema": {"$ref": "#/components/schemas/Twin"}}}
    kind = next((kind for ending, kind in _ENDINGS.items() if rule.endswith(ending)), "*/*")
    return {kind: {}}
