import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.errors import InputError
from portal.package.importing import Occasion
from portal.preparation.adopting import adopt, check
from portal.preparation.draft import changes_to, draft_of
from portal.preparation.editing import begin, take_out, take_package, write_row
from portal.preparation.folder import write_folder
from portal.preparation.package_rows import rows_of_folder
from portal.preparation.zip_files import pack, unpack
from portal.store.engine import Store
from portal.store.queries.configuration import configuration, precincts
from tests.preparation.factories import CAMPAIGN, NOW, actor, cells, desk, drafted, rows

OCCASION = Occasion(NOW, NOW, "omurova")


def test_a_good_draft_becomes_a_configuration_version(store: Store, tmp_path: Path) -> None:
    drafted(store)
    with store.read() as session:
        draft = draft_of(session, CAMPAIGN)
        checked = check(session, draft, tmp_path, NOW)
    assert checked.good and draft.pending
    assert adopt(store, draft, tmp_path, OCCASION).version == 1
    with store.read() as session:
        assert not draft_of(session, CAMPAIGN).pending
        stored = configuration(session, CAMPAIGN)
        assert [item.number for item in precincts(session, CAMPAIGN, 1)] == ["11-1", "11-2", "12-1"]
    assert stored.campaign.ordinary_form is not None and stored.campaign.ordinary_form.id == "kg-2025"


def test_persons_of_a_list_that_were_typed_become_part_of_the_version(store: Store, tmp_path: Path) -> None:
    party = {"contest": "1", "position": "3", "kind": "party", "name_ru": "Партия"}
    drafted(store, options=[*rows()["options"], party])
    for number, position in (("2", "3"), ("1", "3"), ("1", "1")):
        person = {"contest": "1", "position": position, "person": number, "name_ru": f"Кандидат {number}"}
        with store.write() as session:
            write_row(session, desk(), "list_persons", person)
    with store.read() as session:
        checked = check(session, draft_of(session, CAMPAIGN), tmp_path, NOW)
    (wrong,) = checked.problems
    assert (wrong.sheet, wrong.key, wrong.column) == ("list_persons", '["1", "1", "1"]', "position")
    with store.write() as session:
        draft = draft_of(session, CAMPAIGN)
        take_out(session, desk(), "list_persons", wrong.key, draft.sheets["list_persons"][wrong.key].seq)
    with store.read() as session:
        draft = draft_of(session, CAMPAIGN)
    adopt(store, draft, tmp_path, OCCASION)
    with store.read() as session:
        contest = next(each for each in configuration(session, CAMPAIGN).contests if each.code == "1")
    assert contest.listed == ((3, 1), (3, 2))


def test_a_problem_of_the_reader_is_led_back_to_its_row(store: Store, tmp_path: Path) -> None:
    drafted(store, precincts=[*rows()["precincts"], cells("precincts", "12-9|99|ordinary|2|1|дом")])
    with store.read() as session:
        checked = check(session, draft_of(session, CAMPAIGN), tmp_path, NOW)
    assert [(each.sheet, each.key, each.column) for each in checked.problems] == [
        ("precincts", '["12-9"]', "territory")
    ]
    with store.read() as session, pytest.raises(InputError, match="territory 99 is unknown"):
        adopt(store, draft_of(session, CAMPAIGN), tmp_path, OCCASION)


def test_wrong_values_of_the_campaign_and_its_parameters_are_led_back_too(store: Store, tmp_path: Path) -> None:
    own = {**rows()["campaign"][0], "form_ordinary": "no-such-form"}
    drafted(store, campaign=[own], parameters=[{"key": "remote_count", "value": "abacus"}])
    with store.read() as session:
        checked = check(session, draft_of(session, CAMPAIGN), tmp_path, NOW)
    assert [(each.sheet, each.key, each.column) for each in checked.problems] == [
        ("campaign", '["kenesh2026"]', "form_ordinary"),
        ("parameters", '["remote_count"]', "value"),
    ]


def test_a_draft_changed_after_the_check_is_not_adopted(store: Store, tmp_path: Path) -> None:
    drafted(store)
    with store.read() as session:
        draft = draft_of(session, CAMPAIGN)
    with store.write() as session:
        write_row(session, desk(), "precincts", cells("precincts", "11-3|11|ordinary|1|500|клуб"))
    with pytest.raises(InputError, match="changed since"):
        adopt(store, draft, tmp_path, OCCASION)


def test_the_configuration_in_force_and_its_draft_are_the_same_package(store: Store, tmp_path: Path) -> None:
    drafted(store)
    with store.read() as session:
        adopt(store, draft_of(session, CAMPAIGN), tmp_path, OCCASION)
    with store.write() as session:
        changed = begin(session, CAMPAIGN, actor())
        draft = draft_of(session, CAMPAIGN)
        checked = check(session, draft, tmp_path, NOW)
    assert changed == 0
    assert checked.good and checked.changes == ()


def test_an_uploaded_package_makes_the_draft_equal_to_it(store: Store, tmp_path: Path) -> None:
    drafted(store)
    with store.read() as session:
        draft = draft_of(session, CAMPAIGN)
        write_folder(draft, tmp_path / "out", tmp_path)
    file = tmp_path / "out" / "precincts.csv"
    file.write_text(file.read_text().replace("12-1,12,ordinary,2,700", "12-1,12,ordinary,2,701"))
    folder = unpack(pack(tmp_path / "out"), tmp_path / "in")
    read = rows_of_folder(folder, NOW, tmp_path)
    assert len(changes_to(draft, read.rows)) == 1
    with store.write() as session:
        assert take_package(session, desk(), read.rows, draft.head) == 1
    with store.read() as session:
        assert draft_of(session, CAMPAIGN).cells("precincts")[2]["voters"] == "701"


def test_a_package_with_facts_is_no_package_to_prepare(store: Store, tmp_path: Path) -> None:
    drafted(store)
    with store.read() as session:
        write_folder(draft_of(session, CAMPAIGN), tmp_path / "out", tmp_path)
    (tmp_path / "out" / "turnout.csv").write_text(
        "precinct,as_of,identified,source\n11-1,2026-11-29T09:00:00+06:00,5,online\n"
    )
    with pytest.raises(InputError, match=r"turnout\.csv: holds 1 facts"):
        rows_of_folder(tmp_path / "out", datetime(2026, 12, 1, tzinfo=UTC), tmp_path)


def zipped(*files: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def linked() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("campaign.toml")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"not a zip", "not a zip"),
        (zipped(("../campaign.toml", b"x")), "leads out"),
        (zipped(("/campaign.toml", b"x")), "leads out"),
        (zipped(("a\\..\\campaign.toml", b"x")), "leads out"),
        (zipped(("C:/campaign.toml", b"x")), "leads out"),
        (zipped(("run.sh", b"x")), "no file of a package"),
        (zipped(("precincts.csv", b"0" * 50_000_000)), "grows too much"),
        (zipped(("a.csv", b"x"), ("A.csv", b"y")), "stands twice"),
        (linked(), "is a link"),
    ],
)
def test_a_zip_that_could_harm_is_refused_and_nothing_is_written(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        unpack(data, tmp_path / "in")
    assert not (tmp_path / "in").exists()
