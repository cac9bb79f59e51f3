"""Names in the order of the Kyrgyz alphabet."""

from portal.public.alphabet import alphabetical


def test_kyrgyz_letters_follow_the_letters_that_they_come_from() -> None:
    names = ["Өзгөн", "Ош", "Панфилов", "Ноокат", "Ңааламда", "Үч", "Узун", "Фрунзе"]
    expected = ["Ноокат", "Ңааламда", "Ош", "Өзгөн", "Панфилов", "Узун", "Үч", "Фрунзе"]
    assert sorted(names, key=alphabetical) == expected
