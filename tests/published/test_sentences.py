"""Control ratios in words: names and numbers of lines instead of the numbers of lines."""

from portal.published.sentences import Sentences

RULES = (("C1", "10 + 11 = 9 + 8"), ("C5", "7 − 8 <= 6"), ("C10", "2 × signed > members"))
TERMS = {"8": "eight (0)", "9": "nine (5)", "10": "ten (2)", "11": "eleven (3)", "7": "seven (4)"}


def sentences():
    names = {"ky": "", "ru": "", "en": ""}
    rules = [
        {"code": code, "form": "f", "relation": text, "severity": "warn", "source": "", "message": names}
        for code, text in RULES
    ]
    return Sentences({"rules": rules}, "en", {})


def test_a_ratio_is_written_out_with_the_names_and_numbers_of_its_lines():
    assert sentences().in_words("C1", TERMS) == "ten (2) + eleven (3) = nine (5) + eight (0)"
    assert sentences().in_words("C5", {**TERMS, "6": "six (4)"}) == "seven (4) − eight (0) ≤ six (4)"


def test_a_ratio_with_a_line_that_has_no_name_or_that_is_code_has_only_its_formula():
    assert sentences().in_words("C5", TERMS) == "" and sentences().relation("C5") == "7 − 8 ≤ 6"
    assert sentences().in_words("C10", TERMS) == "" and sentences().relation("C10") == "2 × signed > members"
    assert sentences().in_words("X", TERMS) == sentences().relation("X") == ""
