"""Signed notes: the examples of the specification and of Go's implementation, and every way to spoil them."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.transparency.checkpoint import Checkpoint
from portal.publication.transparency.errors import NoteError
from portal.publication.transparency.signed_note import Note, Verifier, strict_base64
from portal.publication.transparency.signer import Signer, add_signatures

# Keys and signatures of the tests of golang.org/x/mod/sumdb/note.
PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
NOTE = f"{TEXT}\n{PETER_LINE}{ENOCH_LINE}".encode()


def test_a_signature_is_that_of_the_reference_implementation() -> None:
    assert add_signatures(TEXT.encode(), Signer.parse(PETER_SECRET)).decode() == f"{TEXT}\n{PETER_LINE}"


def test_both_signatures_of_the_reference_note_verify() -> None:
    assert [each.name for each in Note.parse(NOTE).signed_by(map(Verifier.parse, (PETER, ENOCH)))] == [
        "PeterNeumann",
        "EnochRoot",
    ]


def test_a_signature_of_an_unknown_key_is_passed_over() -> None:
    assert Note.parse(NOTE).signed_by([Verifier.parse(ENOCH)]) == [Verifier.parse(ENOCH)]
    assert Note.parse(NOTE).signed_by([]) == []


def test_the_note_of_the_specification_is_read_and_written_alike() -> None:
    poem = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n"
    mark = "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc="
    given_note = f"{poem}\n— quasimodo.example/salvatore {mark}\n".encode()
    assert Note.parse(given_note).text == poem.encode()
    assert Note.parse(given_note).encode() == given_note


def test_the_checkpoint_of_the_specification_is_read() -> None:
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    checkpoint = Checkpoint.parse(text.encode())
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.text() == text.encode()


@pytest.mark.parametrize(
    "text",
    [
        "origin\n1\n",
        "origin\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n1\nAAAA\n",
        "origin\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        Checkpoint.parse(text.encode())


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        f"{TEXT}\n".encode(),
        NOTE[:-1],
        b"\x01" + NOTE,
        b"\xff" + NOTE,
        NOTE + b"Unexpected line.\n",
        NOTE.replace(b"PeterNeumann", b"Peter Neumann"),
        NOTE.replace(b"PeterNeumann", b"Peter+Neumann"),
        f"{TEXT}\n{PETER_LINE}{PETER_LINE}".encode(),
        f"{TEXT}\n{PETER_LINE * 101}".encode(),
    ],
)
def test_a_malformed_note_is_refused(data: bytes) -> None:
    with pytest.raises(NoteError):
        Note.parse(data)


def test_every_mangled_public_key_is_refused() -> None:
    for start in range(len(PETER)):
        for end in range(start + 1, len(PETER) + 1):
            if (start, end) != (0, len(PETER)):
                with pytest.raises(NoteError):
                    Verifier.parse(PETER[start:end])
    for index, letter in enumerate(PETER):
        with pytest.raises(NoteError):
            Verifier.parse(PETER[:index] + chr(ord(letter) + 1) + PETER[index + 1 :])


@given(st.integers(0, len(NOTE) - 1), st.integers(1, 255))
def test_no_changed_byte_of_a_note_goes_unnoticed(index: int, change: int) -> None:
    changed = NOTE[:index] + bytes([NOTE[index] ^ change]) + NOTE[index + 1 :]
    try:
        signers = Note.parse(changed).signed_by([Verifier.parse(PETER), Verifier.parse(ENOCH)])
    except NoteError:
        return
    assert len(signers) < 2


def test_base64_has_one_spelling_only() -> None:
    assert strict_base64("AAA=") == b"\0\0"
    for other in ("AAB=", "AAA", "AA A=", "AAA=\n", "AAA==", "-_8="):
        with pytest.raises(NoteError):
            strict_base64(other)


def test_a_private_key_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "publisher"
    signer = Signer.generate("results.example.org/log")
    signer.save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Signer.load(path).verifier == signer.verifier
    with pytest.raises(FileExistsError):
        signer.save(path)
    os.chmod(path, 0o640)
    with pytest.raises(NoteError, match="chmod 600"):
        Signer.load(path)


def test_a_damaged_private_key_is_named_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "publisher"
    Signer.generate("results.example.org/log").save(path)
    path.write_text(path.read_text().replace("results", "resultz"))
    with pytest.raises(NoteError, match="publisher"):
        Signer.load(path)
    assert "PRIVATE" not in repr(Signer.generate("x"))


def test_the_order_of_signing_leaves_no_trace() -> None:
    one, two = Signer("a", bytes(32)), Signer("b", bytes([1]) * 32)
    both = add_signatures(b"text\n", one, two)
    assert add_signatures(add_signatures(b"text\n", two), one) == both
    assert add_signatures(both, one) == both
