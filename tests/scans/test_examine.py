"""What a scan may hold: whole pictures of paper in four kinds of file, and nothing that acts, hides or explodes."""

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from portal.scans.examine import PREVIEWS, Examined, cleaned, examine, preview
from portal.scans.refusals import MESSAGES, ScanRefused, Unfit
from tests.scans import papers

SEED = 20251130


def looked_at(home: Path, content: bytes, file_name: str = "") -> Examined:
    file = home / "file"
    file.write_bytes(content)
    return examine(home, file, hashlib.sha256(content).hexdigest(), file_name)


def refusal(home: Path, content: bytes, file_name: str = "") -> Unfit:
    with pytest.raises(ScanRefused) as refused:
        looked_at(home, content, file_name)
    assert refused.value.problems == (MESSAGES[refused.value.reason],)
    return refused.value.reason


@pytest.mark.parametrize(
    ("make", "name", "kind", "pages"),
    [
        (papers.jpeg, "a.JPG", "jpg", 1),
        (papers.jpeg, "a.jpeg", "jpg", 1),
        (papers.png, "протокол Ңү.png", "png", 1),
        (papers.tiff, "a.tif", "tiff", 2),
        (papers.pdf, "a.pdf", "pdf", 2),
    ],
)
def test_a_scan_of_each_kind_is_taken_and_every_page_drawn(
    tmp_path: Path, make: Callable[[], bytes], name: str, kind: str, pages: int
) -> None:
    content = make()
    assert looked_at(tmp_path, content, name) == Examined(kind, pages)
    sha256 = hashlib.sha256(content).hexdigest()
    for page in range(1, pages + 1):
        with Image.open(preview(tmp_path, sha256, page)) as drawn:
            assert drawn.format == "WEBP" and max(drawn.size) <= 1800
    assert looked_at(tmp_path, content, name) == Examined(kind, pages)


@pytest.mark.parametrize(
    ("make", "name", "reason"),
    [
        (lambda: b"", "a.pdf", Unfit.EMPTY),
        (lambda: papers.png() + b" " * (25 * 1024 * 1024), "a.png", Unfit.TOO_LARGE),
        (lambda: b"GIF89a" + b"\x00" * 50, "a.gif", Unfit.UNKNOWN_KIND),
        (lambda: b"MZ" + b"\x00" * 50, "a.pdf", Unfit.UNKNOWN_KIND),
        (papers.zipped, "a.pdf", Unfit.UNKNOWN_KIND),
        (papers.pdf, "a.png", Unfit.WRONG_EXTENSION),
        (papers.jpeg, "a.pdf", Unfit.WRONG_EXTENSION),
        (papers.jpeg, "jpeg", Unfit.WRONG_EXTENSION),
        (papers.bomb, "a.png", Unfit.TOO_MANY_PIXELS),
        (papers.bomb_in_pdf, "a.pdf", Unfit.TOO_MANY_PIXELS),
        (papers.encrypted, "a.pdf", Unfit.ENCRYPTED),
        (papers.protected, "a.pdf", Unfit.ENCRYPTED),
        (papers.with_action("JavaScript", JS="app.alert(1)"), "a.pdf", Unfit.ACTIVE),
        (papers.with_action("Launch", F="cmd.exe"), "a.pdf", Unfit.ACTIVE),
        (papers.with_action("URI", URI="https://example.org"), "a.pdf", Unfit.ACTIVE),
        (papers.with_action("SubmitForm", F="x"), "a.pdf", Unfit.ACTIVE),
        (papers.with_hidden_script, "a.pdf", Unfit.ACTIVE),
        (papers.with_form, "a.pdf", Unfit.ACTIVE),
        (papers.with_file, "a.pdf", Unfit.EMBEDDED),
        (lambda: papers.pdf(61), "a.pdf", Unfit.TOO_MANY_PAGES),
        (lambda: papers.pdf(0), "a.pdf", Unfit.NO_PAGES),
        (lambda: papers.tiff(61), "a.tif", Unfit.TOO_MANY_PAGES),
        (papers.moving_png, "a.png", Unfit.MOVING),
        (lambda: papers.pdf() + papers.zipped(), "a.pdf", Unfit.TWO_KINDS),
        (lambda: papers.jpeg() + papers.zipped(), "a.jpg", Unfit.TWO_KINDS),
        (lambda: papers.tiff() + papers.zipped(), "a.tiff", Unfit.TWO_KINDS),
        (lambda: papers.jpeg(comment=b"%PDF-1.7 "), "a.jpg", Unfit.TWO_KINDS),
        (lambda: papers.jpeg(comment=b"<script>alert(1)</script>"), "a.jpg", Unfit.TWO_KINDS),
        (lambda: papers.png() + b"more", "a.png", Unfit.TRAILING),
        (lambda: papers.jpeg() + b"more", "a.jpg", Unfit.TRAILING),
        (lambda: papers.pdf() + b"\nmore", "a.pdf", Unfit.TRAILING),
    ],
)
def test_a_hostile_file_is_refused_with_its_reason(
    tmp_path: Path, make: Callable[[], bytes], name: str, reason: Unfit
) -> None:
    assert refusal(tmp_path, make(), name) is reason


@pytest.mark.parametrize("make", [papers.jpeg, papers.png, papers.tiff, papers.pdf])
def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path, make: Callable[[], bytes]) -> None:
    content = make()
    chance = random.Random(SEED)
    for length in sorted(chance.randrange(1, len(content) - 8) for _ in range(6)):
        assert refusal(tmp_path, content[:length]) in {Unfit.DAMAGED, Unfit.UNKNOWN_KIND, Unfit.NO_PAGES}, length


def test_what_was_found_is_kept_and_asked_only_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = papers.with_file()
    assert refusal(tmp_path, content, "a.pdf") is Unfit.EMBEDDED

    def never(task: object) -> dict[str, object]:
        raise AssertionError(task)

    monkeypatch.setattr("portal.scans.examine._ask", never)
    assert refusal(tmp_path, content, "a.pdf") is Unfit.EMBEDDED


def test_a_wrong_name_says_nothing_against_the_file_itself(tmp_path: Path) -> None:
    content = papers.png()
    assert refusal(tmp_path, content, "a.pdf") is Unfit.WRONG_EXTENSION
    assert looked_at(tmp_path, content, "a.png").kind == "png"
    assert refusal(tmp_path, content, "a.pdf") is Unfit.WRONG_EXTENSION


def test_a_process_that_dies_has_refused_the_file_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.scans.examine.sys.executable", "/bin/false")
    assert refusal(tmp_path, papers.png(), "a.png") is Unfit.TOO_MUCH_WORK
    assert list((tmp_path / PREVIEWS).iterdir()) == []


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (papers.with_gps, ("device", "gps", "xmp")),
        (lambda: papers.pdf(change=papers.told), ("author",)),
    ],
)
def test_a_cleaned_copy_shows_the_same_and_tells_nothing(
    tmp_path: Path, make: Callable[[], bytes], told: tuple[str, ...]
) -> None:
    original, copy = tmp_path / "original", tmp_path / "copy"
    original.write_bytes(make())
    before = looked_at(tmp_path, original.read_bytes())
    assert before.told == told
    cleaned(original, before.kind, copy)
    after = looked_at(tmp_path, copy.read_bytes())
    assert after == Examined(before.kind, before.pages)
    first, second = (hashlib.sha256(file.read_bytes()).hexdigest() for file in (original, copy))
    for page in range(1, before.pages + 1):
        with Image.open(preview(tmp_path, first, page)) as one, Image.open(preview(tmp_path, second, page)) as other:
            assert one.tobytes() == other.tobytes()


def test_the_same_file_gives_the_same_copy(tmp_path: Path) -> None:
    original = tmp_path / "original"
    for make in (papers.with_gps, lambda: papers.pdf(change=papers.told), papers.png, papers.tiff):
        original.write_bytes(make())
        kind = looked_at(tmp_path, original.read_bytes()).kind
        copies = []
        for name in ("one", "two"):
            cleaned(original, kind, tmp_path / name)
            copies.append((tmp_path / name).read_bytes())
        assert copies[0] == copies[1]
