"""Statements and keys.json: what can be written is read back, and what is impossible is refused with its field."""

from typing import Any

import pytest

from portal.publication.transparency.canonical import canonical_line
from portal.publication.transparency.errors import KeysError, NoteError, StatementError
from portal.publication.transparency.keys import APPROVER, LOG, PUBLISHER, Keys, PublicKey, keys_document
from portal.publication.transparency.leaf import read_statement, release_statement, sign_statement
from portal.publication.transparency.signed_note import Note
from portal.publication.transparency.signer import Signer

ORIGIN = "results.example.org/log"
TIME = "2025-11-30T20:00:00+06:00"
SIGNER = Signer(ORIGIN, bytes(32))


def statement(**changes: Any) -> bytes:
    values: dict[str, Any] = {
        "campaign": "e2025",
        "release": 7,
        "kind": "correction",
        "supersedes": 6,
        "published": TIME,
        "sha256sums": "0" * 64,
        "code": "1.0",
        "reason": {"ky": "Чечим", "ru": "Решение", "en": "Decision"},
        "schedule": 3,
        "approvals": ("A", "B"),
    }
    return release_statement(**(values | changes))


def key(seed: int, *roles: str, **changes: Any) -> PublicKey:
    signer = Signer(f"key{seed}.example.org", bytes([seed]) * 32)
    values: dict[str, Any] = {
        "verifier": signer.verifier,
        "roles": frozenset(roles),
        "holder": f"h{seed}",
        "since": TIME,
    }
    return PublicKey(**(values | changes))


def test_a_statement_says_what_was_given() -> None:
    found = read_statement(statement())
    assert (found.campaign, found.release, found.kind, found.supersedes) == ("e2025", 7, "correction", 6)
    assert found.schedule == {"version": 3, "approvals": ["A", "B"]}
    assert found.reason == {"ky": "Чечим", "ru": "Решение", "en": "Decision"}
    assert statement().count(b"\n") == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("campaign", "e/2025"),
        ("release", 0),
        ("release", True),
        ("kind", "final"),
        ("supersedes", 0),
        ("published", "2025-11-30T20:00:00"),
        ("not_before", "soon"),
        ("sha256sums", "A" * 64),
        ("index", "1"),
        ("redacted", ["1"]),
        ("reason", {"ru": 1}),
    ],
)
def test_an_impossible_statement_is_refused_with_its_field(field: str, value: object) -> None:
    with pytest.raises(StatementError, match=field):
        statement(**{field: value})


@pytest.mark.parametrize(
    "line",
    [
        b"{}\n",
        b"[]\n",
        b"no json\n",
        statement()[:-1],
        statement().replace(b'":', b'": '),
        statement().replace(b'"v":1', b'"v":2'),
        canonical_line({"v": 1, "campaign": "e2025"}),
    ],
)
def test_a_line_that_is_not_a_canonical_statement_is_refused(line: bytes) -> None:
    with pytest.raises(StatementError):
        read_statement(line)


def test_approvers_sign_anywhere_and_in_any_order() -> None:
    first, second = (Signer(f"approver{each}", bytes([each]) * 32) for each in (1, 2))
    leaf = sign_statement(sign_statement(statement(), SIGNER), second, first)
    assert leaf == sign_statement(sign_statement(statement(), first), SIGNER, second)
    verifiers = [SIGNER.verifier, first.verifier, second.verifier]
    assert set(Note.parse(leaf).signed_by(verifiers)) == set(verifiers)


def test_nothing_but_a_statement_is_signed() -> None:
    with pytest.raises(StatementError):
        sign_statement(b"results.example.org/log\n1\nAAAA\n", SIGNER)


def test_keys_are_valid_from_one_leaf_to_another() -> None:
    old, new = key(1, LOG, PUBLISHER, until_leaf=5), key(2, LOG, PUBLISHER, from_leaf=4)
    keys = Keys.parse(keys_document(ORIGIN, [old, new, key(3, APPROVER)]))
    assert [list(keys.valid(PUBLISHER, leaf).values()) for leaf in (0, 4, 5)] == [["h1"], ["h1", "h2"], ["h2"]]
    assert list(keys.valid(APPROVER, 9).values()) == ["h3"]


def test_a_policy_may_ask_for_more_and_never_for_less() -> None:
    keys = Keys.parse(keys_document(ORIGIN, [key(1, LOG)], {"default": {"pause": 2}, "e2025": {"official": 3}}))
    assert keys.approvals_needed("e2025", "official", 1) == 3
    assert keys.approvals_needed("e2025", "pause", 1) == 0
    assert keys.approvals_needed("e2026", "pause", 1) == 2
    assert keys.approvals_needed("e2026", "correction", 1) == 2
    assert keys.approvals_needed("site", "keys", 0) == 0
    assert keys.approvals_needed("site", "keys", 1) == 2
    with pytest.raises(KeysError, match="fewer"):
        keys_document(ORIGIN, [], {"default": {"official": 1}})


@pytest.mark.parametrize(
    "wrong",
    [
        [key(1, "king")],
        [key(1, APPROVER, PUBLISHER)],
        [key(1, LOG), key(1, PUBLISHER)],
        [key(1, LOG, from_leaf=-1)],
        [key(1, LOG, from_leaf=3, until_leaf=3)],
        [key(1, LOG, until_leaf=0)],
    ],
)
def test_impossible_keys_are_refused(wrong: list[PublicKey]) -> None:
    with pytest.raises(KeysError):
        keys_document(ORIGIN, wrong)


@pytest.mark.parametrize("data", [b"", b"{}\n", b"[]\n", b'{"v":2}\n'])
def test_a_document_that_is_not_keys_json_is_refused(data: bytes) -> None:
    with pytest.raises(KeysError, match=r"keys\.json"):
        Keys.parse(data)


def test_a_bad_signature_is_an_error_not_a_stranger() -> None:
    leaf = sign_statement(statement(), SIGNER).replace(b"e2025", b"e2026")
    with pytest.raises(NoteError, match="wrong"):
        Note.parse(leaf).signed_by([SIGNER.verifier])
