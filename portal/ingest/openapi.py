"""The description of /ingest/v1 in OpenAPI 3.1, served to those who build machines and tested against the code."""

from typing import Any

from portal.ingest.bodies import MAX_FILE
from portal.ingest.envelope import MAX_BYTES
from portal.ingest.refusals import STATUS, Reason

PROBLEM = "application/problem+json"
NOTE = "text/plain"
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def document() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Natyija machine intake",
            "version": "1",
            "description": "Signed messages of ballot scanners, of the identification system and of scan stations. "
            "A message is stored durably before it is answered; see docs/ingest.md for its form.",
        },
        "servers": [{"url": "/"}],
        "paths": {
            "/ingest/v1/messages": {"post": _post_message()},
            "/ingest/v1/scans/{sha256}": {"put": _put_scan()},
            "/ingest/v1/key": {"get": _get("The public key of receipts, as one line name+id+base64", NOTE, _text())},
            "/ingest/v1/openapi.json": {"get": _get("This document", "application/json", {"type": "object"})},
        },
        "components": {"schemas": {"Problem": _problem(), "Answer": _answer()}},
    }


def _post_message() -> dict[str, Any]:
    stored = _content("application/json", {"$ref": "#/components/schemas/Answer"})
    return {
        "summary": "Hand in one signed message",
        "operationId": "postMessage",
        "requestBody": {
            "required": True,
            "description": f"A C2SP signed note, at most {MAX_BYTES} bytes.",
            "content": {NOTE: {"schema": {"type": "string", "maxLength": MAX_BYTES}}},
        },
        "responses": {
            "200": {"description": "Stored before; the same receipt again", **stored},
            "201": {"description": "Stored and signed for", **stored},
            "202": {"description": "Stored and signed for, but quarantined: a person decides", **stored},
            **_problems(
                Reason.MALFORMED,
                Reason.UNKNOWN_KEY,
                Reason.CONFLICT,
                Reason.LENGTH_REQUIRED,
                Reason.TOO_LARGE,
                Reason.STORAGE,
            ),
        },
    }


def _put_scan() -> dict[str, Any]:
    stored = _content(NOTE, _text())
    return {
        "summary": "Hand in the file of a scan that a message announced",
        "operationId": "putScan",
        "parameters": [{"name": "sha256", "in": "path", "required": True, "schema": _SHA256}],
        "requestBody": {
            "required": True,
            "description": f"The file, at most {MAX_FILE} bytes.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
        "responses": {
            "200": {"description": "Stored before; the receipt again", **stored},
            "201": {"description": "Stored; the receipt", **stored},
            **_problems(
                Reason.NOT_ANNOUNCED, Reason.LENGTH_REQUIRED, Reason.TOO_LARGE, Reason.WRONG_FILE, Reason.STORAGE
            ),
        },
    }


def _get(summary: str, media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"summary": summary, "responses": {"200": {"description": summary, **_content(media_type, schema)}}}


def _problems(*reasons: Reason) -> dict[str, Any]:
    content = _content(PROBLEM, {"$ref": "#/components/schemas/Problem"})
    described = {
        str(STATUS[reason][0].value): {"description": STATUS[reason][0].phrase, **content} for reason in reasons
    }
    return {**described, "500": {"description": "Something went wrong; send it again", **content}}


def _content(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {media_type: {"schema": schema}}}


def _text() -> dict[str, Any]:
    return {"type": "string"}


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"enum": [f"/ingest/v1/problems/{reason}" for reason in Reason]},
            "title": _text(),
            "status": {"type": "integer"},
            "detail": _text(),
        },
        "additionalProperties": False,
    }


def _answer() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["outcome", "reason", "sha256", "receipt"],
        "properties": {
            "outcome": {"enum": ["accepted", "quarantined", "waiting"]},
            "reason": _text(),
            "sha256": _SHA256,
            "receipt": {"type": "string", "description": "A signed note; keep it."},
        },
        "additionalProperties": False,
    }
