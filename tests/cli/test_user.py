"""Accounts from a file: all of them with printed codes, or none and every reason."""

import pytest

from portal.cli.user import add_many
from portal.errors import InputError
from portal.ingest.enrolment import Actor
from portal.staff.bulk_accounts import COLUMNS
from portal.store.engine import open_store
from portal.store.queries.accounts import all_people, pending_requests
from tests.store.factories import EVENING, configured

ACTOR = Actor("aibek", EVENING, "it", "terminal")


@pytest.fixture
def store(sqlite_url):
    opened = open_store(sqlite_url)
    with opened.write() as session:
        configured(session)
    yield opened
    opened.close()


def write(tmp_path, *rows):
    path = tmp_path / "people.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return path


def test_a_file_of_people_gives_codes_and_functions_that_wait_for_a_second_person(store, tmp_path):
    path = write(tmp_path, "nurlan,Нурлан,ouiis,,", "meerim,Мээрим,approver,jk2025,")
    with store.write() as session:
        slips = add_many(session, path, ACTOR)
        assert [slip.split(":")[0] for slip in slips] == ["nurlan", "meerim"]
        assert len(set(slips)) == 2 == len(pending_requests(session))


def test_one_wrong_line_adds_nobody_and_every_wrong_line_is_named(store, tmp_path):
    path = write(tmp_path, "nurlan,Нурлан,ouiis,,", "x y,X,,,", "meerim,Мээрим,king,,")
    with pytest.raises(InputError) as refused, store.write() as session:
        add_many(session, path, ACTOR)
    assert [problem.split(": ")[0].rsplit(":", 1)[1] for problem in refused.value.problems] == ["3", "4"]
    with store.read() as session:
        assert all_people(session) == []
