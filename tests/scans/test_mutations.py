"""Files changed at random, and files that explode: always an answer, never another error than a refusal."""

import json
import random
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from portal.scans.examine import examine
from portal.scans.outside import kind_of
from portal.scans.refusals import ScanRefused, Unfit
from portal.scans.worker.__main__ import answer
from tests.depth import depth
from tests.scans import papers

SEED = 75


def changed(content: bytes, chance: random.Random) -> bytes:
    """A copy with a few bytes changed, put in, taken out or moved."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(8, len(made))
        what = chance.randrange(4)
        if what == 0:
            made[at] = chance.randrange(256)
        elif what == 1:
            made[at:at] = chance.randbytes(chance.randint(1, 9))
        elif what == 2:
            del made[at : at + chance.randint(1, 40)]
        else:
            piece = made[at : at + chance.randint(1, 60)]
            made[8:8] = piece
    return bytes(made)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("make", [papers.jpeg, papers.png, papers.tiff, papers.pdf, papers.with_gps, papers.encrypted])
def test_a_file_changed_at_random_is_taken_whole_or_refused(tmp_path: Path, make: Callable[[], bytes]) -> None:
    content, chance = make(), random.Random(SEED)
    file, folder = tmp_path / "file", tmp_path / "pages"
    folder.mkdir()
    for number in range(depth(1000)):
        broken = changed(content, chance)
        file.write_bytes(broken)
        try:
            kind = kind_of(broken)
        except ScanRefused:
            continue
        said = answer({"verb": "examine", "file": str(file), "kind": kind, "folder": str(folder)})
        json.dumps(said)
        assert ("unfit" in said and said["unfit"] in set(Unfit)) or 1 <= said["pages"] <= 60, number


def exploding_content() -> bytes:
    """A page whose 1 GB of drawing commands lie in a megabyte."""
    squeezed = zlib.compressobj(9)
    body = b"".join(squeezed.compress(b"0 0 m 9 9 l S " * 100_000) for _ in range(700)) + squeezed.flush()

    def add(document: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(document, body)
        stream.stream_dict.Filter = pikepdf.Name.FlateDecode
        document.pages[0].Contents = stream

    made: Any = papers.pdf(change=add, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return bytes(made)


@pytest.mark.deep
def test_a_page_that_explodes_ends_its_process_and_nothing_else(tmp_path: Path) -> None:
    content = exploding_content()
    assert len(content) < 8 * 1024 * 1024
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(ScanRefused) as refused:
        examine(tmp_path, file, "e" * 64)
    assert refused.value.reason in {Unfit.TOO_MUCH_WORK, Unfit.DAMAGED}
