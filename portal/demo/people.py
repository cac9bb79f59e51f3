"""Invented people: surnames made of words for trees, water and mountains, given names in common use.

A surname of this kind is plausible in form; no politician is meant. The Russian and English spellings follow from the
Kyrgyz one.
"""

from random import Random

from portal.domain.names import Names


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STEMS = _words("Арча Булак Чынар Карагай Кайың Өрүк Жийде Шамал Тулпар Бүркүт Шалбаа Күңгөй Тескей Жайлоо")
ENDINGS = _words("беков баев жанов кулов тоев матов")
MEN = _words("Азамат Бакыт Данияр Эрлан Канат Мирлан Нурбек Руслан Сыймык Тилек Улан Чыңгыз Эмил Адилет Бектур Үсөн")
WOMEN = _words(
    "Айгүл Айпери Бегимай Гүлзат Жылдыз Канышай Мээрим Назгүл "
    "Нуриза Перизат Салтанат Чынара Элина Алтынай Бермет Жаркынай"
)
STREETS = _words("Арча Булак Чынар Карагай Өрүк Шамал Тулпар Бүркүт Күңгөй Тескей Жайлоо Ынтымак Достук Бакчалуу")

_RUSSIAN = str.maketrans("ңөүҢӨҮ", "ноуНОУ")
_LATIN = _words("a b v g d e yo j z i y k l m n ng o o p r s t u u f kh ts ch sh shch y e yu ya")
_ENGLISH = dict(zip("абвгдеёжзийклмнңоөпрстуүфхцчшщыэюя", _LATIN, strict=True)) | {"ъ": "", "ь": ""}
_SURNAMES = len(STEMS) * len(ENDINGS)


def spelled(kyrgyz: str) -> Names:
    """A Kyrgyz name with its spelling in Russian and English letters."""
    return Names(kyrgyz, kyrgyz.translate(_RUSSIAN), "".join(map(_latin, kyrgyz.replace("ңг", "нг"))))


def person(sex: str, index: int) -> Names:
    """The invented person number `index` (0 … 1343) of sex "m" or "f"; different numbers have different names."""
    given, surname = divmod(index, _SURNAMES)
    stem, ending = divmod(surname, len(ENDINGS))
    family = STEMS[stem] + ENDINGS[ending] + ("а" if sex == "f" else "")
    return spelled(f"{family} {(WOMEN if sex == 'f' else MEN)[given]}")


def anybody(rng: Random) -> Names:
    """Some invented person; two calls may give the same name."""
    return person(rng.choice("mf"), rng.randrange(_SURNAMES * len(MEN)))


def several(rng: Random, sex: str, number: int) -> list[Names]:
    """`number` different invented people of one sex, at most 1,344."""
    return [person(sex, index) for index in rng.sample(range(_SURNAMES * len(MEN)), number)]


def _latin(letter: str) -> str:
    latin = _ENGLISH.get(letter.lower())
    if latin is None:
        return letter
    return latin.capitalize() if letter.isupper() else latin
