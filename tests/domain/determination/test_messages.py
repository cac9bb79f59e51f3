"""Every rule has a source and a sentence in three languages; every step that an outcome holds can be said."""

import ast
import random
from fractions import Fraction
from pathlib import Path

import pytest

from portal.domain.determination import (
    apportionment,
    list_persons,
    local_aiyl,
    local_city,
    parameters,
    parliament,
    president,
    referendum,
)
from portal.domain.determination.inputs import Participation, ParticipationBasis, Totals
from portal.domain.determination.invalidation import InvalidityScope
from portal.domain.determination.messages import placeholders, sentence
from portal.domain.determination.outcome import step
from portal.domain.determination.parameter_words import CHOICES, PARAMETERS
from portal.domain.determination.rule_messages import MESSAGES, WORDS
from portal.domain.determination.rules import RULES, Basis, Rule
from portal.domain.names import LANGUAGES
from tests.depth import depth
from tests.domain.determination.builders import against, answer, candidate, party

ROOT = Path(__file__).resolve().parents[3]
CHOSEN = (
    *(local_aiyl.ReservedUnfilled, local_city.PartyTie, local_city.ThresholdOf, apportionment.Method),
    *(list_persons.ListOrder, list_persons.PreferenceTies, parameters.AgainstAll, parameters.Comparison),
    *(parameters.Ties, president.RoundTwoRule, president.RoundTwoTie, referendum.MajorityOf),
    *(InvalidityScope, ParticipationBasis),
)
READERS = ("choice", "count", "optional_share", "share")
SOURCES = [ROOT / "portal/domain/decisions.py", *(ROOT / "portal/domain/determination").glob("*.py")]


def test_every_rule_has_a_source_and_a_sentence():
    assert set(RULES) == set(Rule) == set(MESSAGES)
    for rule, source in RULES.items():
        assert source.text, rule
        assert source.basis is not Basis.PARAGRAPH or "¶" in source.text, rule


@pytest.mark.parametrize("rule", list(Rule))
def test_sentences_of_a_rule_use_the_same_numbers_in_every_language(rule):
    texts = [MESSAGES[rule].ky, MESSAGES[rule].ru, MESSAGES[rule].en]
    assert all(texts)
    assert len({placeholders(text) for text in texts}) == 1


def test_words_exist_in_every_language():
    assert all(word.ky and word.ru and word.en for word in WORDS.values())


def test_what_a_parameter_may_be_is_said_in_every_language():
    calls = [node for path in SOURCES for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "ParameterError"]
    phrases = {ast.literal_eval(call.args[2]) for call in named if isinstance(call.args[2], ast.Constant)}
    sentences = {phrase for phrase in phrases if " | " not in phrase}
    assert len(sentences) > 4 and sentences <= set(WORDS)


def test_every_parameter_that_a_contest_reads_has_words_and_so_have_its_choices():
    calls = [node for path in SOURCES for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    read = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in READERS and call.args]
    keys = {ast.literal_eval(call.args[0]) for call in read if isinstance(call.args[0], ast.Constant)}
    assert len(keys) > 20 and keys <= set(PARAMETERS)
    assert {choice.value for kind in CHOSEN for choice in kind} <= {*CHOICES, *WORDS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_parameter_that_is_missing_is_told_in_words_and_not_by_its_key(language):
    for key in PARAMETERS:
        text = sentence(step(Rule.PARAMETER_MISSING, key=key, allowed="documents | undetermined"), language)
        assert PARAMETERS[key].document()[language] in text and "_" not in text and "|" not in text
        assert {"ky": "Портал", "ru": "Портал", "en": "The portal"}[language] in text
    assert "мандатов, ответ" in sentence(missing_seats(), "ru") and "больше нуля" in sentence(missing_seats(), "ru")


def missing_seats():
    return step(Rule.PARAMETER_MISSING, key="seats, adopted_position", allowed="> 0")


def outcomes(rng):
    """Outcomes of every kind of campaign on random figures, with rare cases made frequent."""
    n = rng.randint(1, 5)
    people = [
        candidate(at, rng.randint(0, 9), rng.choice("fm"), rng.choice((None, 1, 2)), withdrawn=rng.random() < 0.2)
        for at in range(1, n + 1)
    ]
    refused = [against(rng.randint(0, 9))]
    took_part = rng.choice((None, 0, 20, 50))
    values = {"second_round_against_all": rng.choice(("repeat", "ignored", "undetermined"))}
    values["second_round_tie"] = rng.choice(("repeat", "undetermined"))
    rules = president.PresidentParameters.parse(values)
    yield president.determine_first_round([*people, *refused], Participation(took_part, 30), rules)
    yield president.determine_second_round([*people[:2], *refused], rules)
    yield parliament.determine([*people, *refused], parliament.ParliamentParameters())
    parties = [party(at, rng.randint(0, 30), invalidated=rng.random() < 0.1) for at in range(1, n + 1)]
    values = {"method": rng.choice(("hare", "droop", "dhondt")), "threshold": "20%", "party_cap": rng.choice("359")}
    values |= {"turnout_minimum": rng.choice(("none", "30%")), "party_ties": rng.choice(("votes", "undetermined"))}
    totals = Totals(rng.choice((None, 100)), took_part)
    yield local_city.determine(parties, {}, local_city.CityParameters.parse(values), 9, totals)
    stated = {"majority": "1/2", "majority_of": rng.choice(("voters", "took_part")), "turnout_minimum": "30%"}
    question = referendum.ReferendumParameters.parse(stated)
    yield referendum.determine([answer(1, rng.randint(0, 30)), answer(2, 5)], question, totals)


def test_every_step_of_every_outcome_can_be_said_in_every_language():
    rng, said = random.Random(7), set()
    for _ in range(depth(5_000)):
        for outcome in outcomes(rng):
            for one in (*outcome.steps, *outcome.notices):
                said.add(one.rule)
                for language in LANGUAGES:
                    text = sentence(one, language)
                    assert "{" not in text and text, (one, language)
    assert len(said) >= 30


def test_every_step_stands_in_the_document_with_its_source():
    rng = random.Random(8)
    for outcome in outcomes(rng):
        document = outcome.document()
        assert len(document["steps"]) == len(outcome.steps)
        assert all(set(row) == {"rule", "basis", "source", "numbers"} for row in document["steps"])


def test_names_take_the_place_of_ballot_positions():
    one = step(Rule.TIE_UNDECIDED, positions=(2, 5), seats=1)
    assert "№ 2, № 5" in sentence(one, "en")
    assert "Асанов, № 5" in sentence(one, "ru", {2: "Асанов"})


def test_exact_shares_are_said_as_fractions_and_whole_ones_as_numbers():
    whole = step(Rule.LIST_QUOTA, method="hare", votes=100, seats=10, quota=Fraction(10))
    exact = step(Rule.LIST_QUOTA, method="hare", votes=100, seats=7, quota=Fraction(100, 7))
    assert sentence(whole, "en") == "Quota (Hare): 100 votes, 10 seats, quota 10."
    assert sentence(exact, "ru") == "Квота (Хэра): голосов 100, мандатов 7, квота 100/7."
    assert exact.document()["numbers"]["quota"] == {"numerator": 100, "denominator": 7}


def test_number_that_is_missing_leaves_its_place_visible():
    assert "{votes}" in sentence(step(Rule.MOST_VOTES, position=1, rank=1), "ky")


def test_the_determination_has_no_float_and_no_rounding_division():
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path
            assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)), path
            assert not (isinstance(node, ast.Name) and node.id in ("float", "round")), path
