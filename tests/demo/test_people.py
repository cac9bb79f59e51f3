from portal.demo.people import person, spelled


def test_names_are_spelled_in_three_languages() -> None:
    names = spelled("Күңгөйбеков Чыңгыз")
    assert (names.ky, names.ru, names.en) == ("Күңгөйбеков Чыңгыз", "Кунгойбеков Чынгыз", "Kungoybekov Chyngyz")


def test_every_number_is_another_person() -> None:
    for sex in "mf":
        assert len({person(sex, index).ky for index in range(1_344)}) == 1_344


def test_surnames_follow_the_sex() -> None:
    assert person("f", 0).ky.startswith("Арчабекова ")
    assert person("m", 0).ky.startswith("Арчабеков ")
