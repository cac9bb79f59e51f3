from portal.countries import country_name, country_names, is_country
from portal.domain.names import LANGUAGES


def test_countries_are_those_abroad_by_their_two_letters() -> None:
    assert all(is_country(code) for code in ("TR", "RU", "US", "KR", "AE"))
    assert not any(is_country(code) for code in ("", "tr", "TUR", "KG", "EU", "ZZ", "001", "T1"))


def test_countries_have_a_name_in_every_language() -> None:
    assert country_names("TR") == {"ky": "Түркия", "ru": "Турция", "en": "Türkiye"}
    assert country_name("QQ", "ru") == "QQ"
    assert set(country_names("KZ")) == set(LANGUAGES)
