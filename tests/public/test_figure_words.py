"""What the figures of a comparison are called."""

import pytest
from flask_babel import force_locale

from portal.public.figure_words import FigureWords
from portal.public.formats import formats
from portal.public.lookups import Lookups
from tests.published import documents as d


@pytest.fixture
def said(app):
    """The words for a district of three options, with the lines of the usual form."""
    configuration = d.configuration("kg2025", [d.contest("1"), d.contest("2", options=d.options(2))])
    with app.test_request_context(), force_locale("en"):
        yield FigureWords(formats("en"), Lookups(configuration, "en"))


def test_a_line_and_a_candidate_are_named_so_that_nobody_needs_the_form(said):
    assert said.name("line.5", "1") == "Protocol, line 5: Spoiled (cancelled) ballots"
    assert said.name("votes.2", "1") == "Protocol: votes for No. 2, Candidate 2"
    assert said.name("scanner.votes.3", "1") == "ASU: votes for No. 3, Against all"


def test_the_same_number_is_another_option_in_another_contest(said):
    assert said.name("votes.2", "1") == "Protocol: votes for No. 2, Candidate 2"
    assert said.name("votes.2", "2") == "Protocol: votes for No. 2, Against all"


def test_what_the_configuration_does_not_know_keeps_its_number(said):
    assert said.name("line.99", "1") == "Line 99 of the protocol"
    assert said.name("votes.9", "1") == "Protocol: votes for No. 9"
    assert said.name("scanner.votes.1", "unknown") == "ASU: votes for No. 1"


def test_a_line_that_two_forms_call_differently_is_not_named():
    configuration = d.configuration()
    (form,) = configuration["forms"].values()
    other = {**form, "id": "other", "lines": [{**form["lines"][0], "name": d.names("", "", "Another line")}]}
    configuration["forms"]["other"] = other
    names = Lookups(configuration, "en").lines_by_id()
    assert names[form["lines"][0]["id"]] == ""
    assert names[form["lines"][1]["id"]] == form["lines"][1]["name"]["en"]


def test_voters_of_an_hour_and_of_the_final_number_are_named_apart(said):
    hour = "2025-11-30T20:00:00+06:00"
    assert said.name(f"turnout.{hour}") == "Identified on the home list up to 20:00"
    assert said.name(f"turnout.{hour}.remote") == "Remote voting up to 20:00"
    assert said.name("turnout.final") == "Final number by the ballot scanners (ASU), home list"
    assert said.name("turnout.final.remote") == "Final number by the ballot scanners (ASU), remote voting"
