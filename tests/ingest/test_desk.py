"""What staff do: enrol, decide about quarantine, take in a medium, keep the register of failed scanners."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from portal.domain.configuration import Territory
from portal.domain.names import Names
from portal.errors import InputError, NotPermitted
from portal.ingest.asu import Receiver, configuration_zip
from portal.ingest.carried import split, submit_carried
from portal.ingest.desk import decide, note_failure, note_no_result
from portal.ingest.enrolment import confirm, enrol, fingerprint, revoke
from portal.ingest.expected import precinct_states
from portal.ingest.intake import Answer, Intake
from portal.ingest.receiving import Source
from portal.ingest.refusals import Reason, Refusal
from portal.store.engine import Store
from portal.store.models import DeviceKind, FailureStep, Outcome
from portal.store.queries.facts import facts_of
from portal.store.queries.intake_desk import carried_files, conflicts, failures, quarantine, received
from portal.store.queries.intake_devices import device_keys
from portal.store.values import Commission
from tests.ingest.devices import (
    NOW,
    actor,
    binding,
    enrolled,
    scanner_message,
    series,
    sha256,
    signer,
    turnout_message,
)
from tests.store.factories import TERRITORIES, configured

HERE = Source("192.0.2.7")
TOO_MANY = {"1": 61, "2": 0, "3": 0}


def test_a_key_counts_after_two_different_people_saw_the_same_fingerprint(store: Store) -> None:
    key = signer()
    with store.write() as session:
        seq = enrol(session, str(key.verifier), binding(), actor())
        confirm(session, seq, fingerprint(key.verifier).upper(), actor())
        with pytest.raises(NotPermitted, match="different person"):
            confirm(session, seq, fingerprint(key.verifier), actor())
        with pytest.raises(InputError, match="another fingerprint"):
            confirm(session, seq, fingerprint(signer("other").verifier), actor("Бекова"))
        assert not device_keys(session, "jk2025")[0].in_force
        confirm(session, seq, fingerprint(key.verifier), actor("Бекова"))
        assert device_keys(session, "jk2025")[0].in_force
        revoke(session, seq, "утеряно", actor())
        assert not device_keys(session, "jk2025")[0].in_force
        with pytest.raises(InputError, match="revoked"):
            confirm(session, seq, fingerprint(key.verifier), actor("Чолпонбаев"))


def test_an_enrolment_that_cannot_be_names_every_reason(store: Store) -> None:
    wrong = binding(precinct="9-9", mode="demo", valid_until=NOW - timedelta(days=9))
    with store.write() as session, pytest.raises(InputError) as refused:
        enrol(session, str(signer().verifier), wrong, actor())
    assert len(refused.value.problems) == 3
    with store.write() as session, pytest.raises(InputError, match="public key"):
        enrol(session, "nonsense", binding(), actor())


def test_a_person_turns_a_quarantined_message_into_facts_once(intake: Intake, store: Store) -> None:
    enrolled(store)
    intake.submit(scanner_message(votes=TOO_MANY), HERE)
    with store.read() as session:
        (waiting,) = quarantine(session, "jk2025")
    assert (waiting.reason, waiting.details["votes"], waiting.decided) == ("arithmetic", 61, None)
    with store.write() as session:
        decide(session, waiting.message, accept=True, reason="акт 7", actor=actor())
    with store.read() as session:
        assert facts_of(session, "jk2025", ["1-1"])["1-1"].scanner[0].votes[1] == 61
        assert quarantine(session, "jk2025") == []
        assert quarantine(session, "jk2025", open_only=False)[0].decided_by == "Асанов"
    with store.write() as session, pytest.raises(InputError, match="decided"):
        decide(session, waiting.message, accept=False, reason="акт 8", actor=actor())


def test_a_rejected_message_never_becomes_a_fact_and_nonsense_cannot_be_accepted(intake: Intake, store: Store) -> None:
    enrolled(store)
    odd = scanner_message(votes=TOO_MANY)
    intake.submit(odd, HERE)
    intake.submit(turnout_message(home=-1, seq=2, prev=sha256(odd)), HERE)
    with store.read() as session:
        first, second = (each.message for each in quarantine(session, "jk2025"))
    with store.write() as session:
        assert decide(session, first, accept=False, reason="акт 7", actor=actor()) == []
        with pytest.raises(InputError, match="no figures"):
            decide(session, second, accept=True, reason="акт 7", actor=actor())
        with pytest.raises(InputError, match="say why"):
            decide(session, second, accept=False, reason="", actor=actor())
    with store.read() as session:
        assert facts_of(session, "jk2025", ["1-1"]) == {}


def test_a_medium_comes_in_by_the_same_door_with_act_and_witnesses(intake: Intake, store: Store) -> None:
    enrolled(store)
    messages = series(signer(), 3)
    intake.submit(messages[1], HERE)
    data = b"".join([*messages, turnout_message(signer("asu-9"))])
    assert b"".join(split(data)) == data
    for act, witnesses in (("", ["Ким", "Ли"]), ("12", ["Ким"]), ("12", ["Ким", "Ким"])):
        with pytest.raises(InputError, match="witnesses"):
            submit_carried(intake, data, act, witnesses, actor())
    results = [each.result for each in submit_carried(intake, data, "12", ["Ким", "Ли"], actor())]
    assert [each.fresh if isinstance(each, Answer) else each.reason for each in results] == [
        True,
        False,
        True,
        Reason.UNKNOWN_KEY,
    ]
    with store.read() as session:
        assert sorted(each.identified for each in facts_of(session, "jk2025", ["1-1"])["1-1"].turnout) == [1, 2, 3]
        (brought,) = carried_files(session)
    assert (brought.act, brought.witnesses, brought.messages, brought.sha256) == ("12", ("Ким", "Ли"), 2, sha256(data))
    with pytest.raises(InputError, match="no signed message"):
        submit_carried(intake, b"\n", "12", ["Ким", "Ли"], actor())


def test_received_expected_and_missing_per_device_and_precinct(intake: Intake, store: Store) -> None:
    scanner, reader = signer("asu-1"), signer("id-1")
    keys = [enrolled(store, scanner), enrolled(store, reader, kind=DeviceKind.IDENTIFICATION)]
    first, _, third = series(reader, 3)
    for raw in (first, third, scanner_message(scanner)):
        intake.submit(raw, HERE)
    with pytest.raises(Refusal):
        intake.submit(turnout_message(reader, home=77), HERE)
    with store.read() as session:
        came = received(session, "jk2025")
        (conflict,) = conflicts(session, "jk2025")
        early, late = (precinct_states(session, "jk2025", NOW + timedelta(hours=hours)) for hours in (0, 4))
    assert (came[keys[1]].messages, came[keys[1]].highest, came[keys[1]].missing) == (2, 3, 1)
    assert (conflict.device, conflict.number) == ("id-1", 1)
    assert [state.precinct for state in early] == ["1-1", "1-2", "1-10", "2-1"]
    by_name = {device.key.name: device for device in late[0].devices}
    assert by_name["asu-1"].missing == ("zero",)
    assert len(by_name["id-1"].expected) == 11 and len(by_name["id-1"].missing) == 10
    assert early[0].devices[0].expected == ()
    assert late[1].without == (DeviceKind.SCANNER, DeviceKind.IDENTIFICATION) and not late[1].complete


def test_the_register_of_failed_scanners(store: Store) -> None:
    with store.write() as session:
        note_failure(session, "jk2025", "1-1", FailureStep.FAILURE, actor(), at=NOW, device="asu-1", act="3")
        with pytest.raises(InputError, match="act"):
            note_failure(session, "jk2025", "1-1", FailureStep.RESERVE, actor(), at=NOW, device="asu-2")
        note_no_result(session, "jk2025", "1-1", Names(ru="обе АСУ отказали"), NOW, actor())
        with pytest.raises(InputError, match="say why"):
            note_no_result(session, "jk2025", "1-1", Names(), NOW, actor())
    with store.read() as session:
        assert [(each.step, each.act) for each in failures(session, "jk2025")] == [(FailureStep.FAILURE, "3")]
        assert facts_of(session, "jk2025", ["1-1"])["1-1"].no_machine[0].reason.ru == "обе АСУ отказали"


def test_one_zip_per_commission_holds_a_checked_file_per_precinct(store: Store) -> None:
    receiver = Receiver(signer("natyija.ingest").verifier, "main")
    deeper = (*TERRITORIES, Territory("111", "11", 3, Names(ru="Айыл")))
    with store.write() as session:
        configured(
            session,
            digest="e" * 64,
            territories=deeper,
            commissions=(Commission("tik-11", "tik", "", "11", "", Names(ru="ТИК")),),
        )
    enrolled(store)
    with store.read() as session:
        data = configuration_zip(session, "jk2025", "tik-11", receiver)
        assert data == configuration_zip(session, "jk2025", "tik-11", receiver)
        with pytest.raises(InputError, match="no commission"):
            configuration_zip(session, "jk2025", "tik-99", receiver)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert [name for name in files if name.startswith("asu-")] == ["asu-1-1.json", "asu-1-2.json", "asu-1-10.json"]
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ")
        assert sha256(files[name]) == digest
    document = json.loads(files["asu-1-1.json"])
    checksum = document.pop("checksum")
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sha256(canonical.encode()) == checksum
    assert document["contests"][0]["options"][2] == {
        "position": 3,
        "kind": "candidate",
        "name": {"ky": "Кандидат 3", "ru": "Кандидат 3"},
    }
    assert document["device_keys"] == [{"device": "asu-1", "key_id": signer().verifier.key_id.hex()}]
    assert document["closes"] == "2025-11-30T20:00:00+06:00"
    assert files["handover.csv"].decode().splitlines()[1].startswith("1-1,asu-1-1.json,")


def test_a_quarantined_older_report_that_is_released_late_replaces_nothing(intake: Intake, store: Store) -> None:
    enrolled(store)
    older = scanner_message(votes=TOO_MANY)
    newer = scanner_message(seq=2, prev=sha256(older))
    assert [intake.submit(raw, HERE).outcome for raw in (older, newer)] == [Outcome.QUARANTINED, Outcome.ACCEPTED]
    with store.write() as session:
        (waiting,) = quarantine(session, "jk2025")
        assert decide(session, waiting.message, accept=True, reason="акт", actor=actor()) == []
