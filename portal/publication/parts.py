"""Of which parts a territory's document consists: readers of one precinct of a capital need not read its hundreds."""

import hashlib

from portal.domain.documents import HeadPart, PartsDocument, PrecinctPart, TerritoryDocument
from portal.publication.archive import encode

_EMPTY = b"[]}\n"


def parts_path(code: str) -> str:
    """Where the parts of a territory's document stand within a release."""
    return f"parts/{code}.json"


def in_parts(document: TerritoryDocument) -> tuple[bytes, PartsDocument]:
    """The bytes of a territory's document, those that `encode` gives, and the parts that they are joined of.

    Raises ValueError for a document in which anything follows its precincts.
    """
    empty = encode({**document, "precincts": []})
    if not empty.endswith(b'"precincts":' + _EMPTY):
        raise ValueError(f"territory {document['code']}: its precincts are not what stands last in its document")
    head = empty.removesuffix(b"]}\n")
    pieces = [encode(precinct).removesuffix(b"\n") for precinct in document["precincts"]]
    rows = [
        PrecinctPart(number=precinct["number"], **_part(piece))
        for precinct, piece in zip(document["precincts"], pieces, strict=True)
    ]
    content = head + b",".join(pieces) + b"]}\n"
    return content, PartsDocument(code=document["code"], sha256=_sha256(content), head=_part(head), precincts=rows)


def _part(piece: bytes) -> HeadPart:
    return {"bytes": len(piece), "sha256": _sha256(piece)}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
