"""Names, reasons and notes are kept whole or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.entry.protocol import Became
from portal.entry.texts import flaw_of
from portal.store.engine import Store
from tests.entry.papers import enter, handed_over, key, typed
from tests.entry.test_protocol import stored, tried


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=300), st.integers(0, 300))
def test_only_length_and_control_characters_are_flaws(text: str, limit: int) -> None:
    assert flaw_of(text, limit) == ("too_long" if len(text.strip()) > limit else "")
    assert flaw_of(f"{text}\n\tа", 400) == ""
    assert flaw_of(f"{text}\x00а", 400) == "not_a_text"


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"chair": "А" * 201}, "chair", "too_long"),
        ({"member": "Бекова\x00Б."}, "member", "not_a_text"),
        ({"present": "x" * 4001}, "present", "too_long"),
        ({"signed_date": "0001-01-01", "signed_time": "01:00"}, "signed_date", "not_a_time"),
        ({"line.1.9": "6" * 5000}, "line.1.9", "not_a_count"),
    ],
)
def test_what_cannot_be_kept_whole_is_named_and_never_cut_off(
    store: Store, values: dict[str, str], field: str, code: str
) -> None:
    handed_over(store, key())
    outcome = enter(store, key(), typed(**values))
    assert (field, code) in [(each.field, each.code) for each in outcome.problems]
    assert (tried(store), stored(store)) == ([], [])


def test_a_reason_that_cannot_be_kept_is_asked_for_again(store: Store) -> None:
    handed_over(store, key())
    outcome = enter(store, key(), typed({"4": 61}, **{"reason.1.C6": "x" * 4001}))
    assert outcome.became is Became.REASONS_WANTED
    assert [(each.field, each.code) for each in outcome.problems] == [("reason.1.C6", "too_long")]
    assert stored(store) == []
