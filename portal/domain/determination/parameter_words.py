"""What a campaign's parameters and their choices are called where a reader is told that one of them is missing."""

from portal.domain.names import Names

PARAMETERS: dict[str, Names] = {
    "adopted_position": Names(
        ky="кабыл алууну билдирген жооп", ru="ответ, означающий принятие", en="the answer that means adoption"
    ),
    "against_all": Names(
        ky="«баарына каршы» көп добуш алганда эмне болору",
        ru="последствия большинства голосов «против всех»",
        en="what a majority “against all” means",
    ),
    "invalidity_scope": Names(
        ky="үчтөн бир бөлүгү боюнча текшерүүнүн аймагы",
        ru="территория проверки на одну треть",
        en="the territory of the tests of one third",
    ),
    "list_order": Names(
        ky="партиянын тизмесинен шайлоонун тартиби",
        ru="порядок избрания по списку партии",
        en="the order in which a list's persons take seats",
    ),
    "list_sex_cap": Names(
        ky="партиянын мандаттарындагы бир жыныстын эң чоң үлүшү",
        ru="наибольшая доля одного пола среди мандатов партии",
        en="the largest share of one sex among a party's seats",
    ),
    "majority": Names(
        ky="кабыл алуу үчүн керектүү үлүш", ru="доля, нужная для принятия", en="the share needed for adoption"
    ),
    "majority_comparison": Names(
        ky="кабыл алуу үлүшү кандай салыштырылары", ru="как сравнивается доля для принятия", en="how that share is met"
    ),
    "majority_of": Names(
        ky="кабыл алуу үлүшү эмнеден эсептелери",
        ru="от чего считается доля для принятия",
        en="what the share for adoption is a share of",
    ),
    "marks_per_ballot": Names(
        ky="бюллетендеги белгилердин саны", ru="число отметок в бюллетене", en="marks that a ballot may bear"
    ),
    "max_one_sex": Names(
        ky="бир жыныстагы шайлангандардын эң көп саны",
        ru="наибольшее число избранных одного пола",
        en="the largest number of seats for one sex",
    ),
    "method": Names(
        ky="мандаттарды бөлүштүрүү ыкмасы", ru="способ распределения мандатов", en="how seats are apportioned"
    ),
    "participation_basis": Names(
        ky="катышкандар кандай эсептелери",
        ru="как считаются принявшие участие",
        en="how those who took part are counted",
    ),
    "party_cap": Names(
        ky="бир партиянын эң көп мандаты", ru="наибольшее число мандатов одной партии", en="the most seats of one party"
    ),
    "party_ties": Names(
        ky="партиялар тең чыкканда эмне чечери",
        ru="что решает при равенстве партий",
        en="what decides between equal parties",
    ),
    "preference_marks": Names(
        ky="бюллетендеги артыкчылык белгилеринин саны",
        ru="число преференций в бюллетене",
        en="preference marks that a ballot may bear",
    ),
    "preference_threshold": Names(
        ky="тизмеде алдыга жылдырган артыкчылыктардын үлүшү",
        ru="доля преференций, продвигающая в списке",
        en="the share of preferences that moves a person up the list",
    ),
    "preference_ties": Names(
        ky="артыкчылыктар тең болгондо эмне чечери",
        ru="что решает при равных преференциях",
        en="what decides between equal preferences",
    ),
    "reserved_seats": Names(ky="сакталган орундардын саны", ru="число зарезервированных мест", en="the reserved seats"),
    "reserved_sex": Names(
        ky="сакталган орундардын жынысы", ru="пол для зарезервированных мест", en="the sex of the reserved seats"
    ),
    "reserved_unfilled": Names(
        ky="толбогон сакталган орундар эмне болору",
        ru="что делать с незанятыми зарезервированными местами",
        en="what becomes of reserved seats that stay empty",
    ),
    "seats": Names(ky="мандаттардын саны", ru="число мандатов", en="the number of seats"),
    "second_round_against_all": Names(
        ky="экинчи турда «баарына каршы» көп болгондо эмне болору",
        ru="последствия большинства «против всех» при повторном голосовании",
        en="what a majority “against all” means in the second round",
    ),
    "second_round_tie": Names(
        ky="экинчи турда добуштар тең болгондо эмне болору",
        ru="последствия равенства голосов при повторном голосовании",
        en="what equal votes mean in the second round",
    ),
    "threshold": Names(ky="тизмелер үчүн босого", ru="порог для списков", en="the threshold for lists"),
    "threshold_comparison": Names(
        ky="босого кандай салыштырылары", ru="как сравнивается порог", en="how the threshold is met"
    ),
    "threshold_of": Names(
        ky="босого эмнеден эсептелери", ru="от чего считается порог", en="what the threshold is a share of"
    ),
    "ties": Names(
        ky="добуштар тең болгондо эмне чечери",
        ru="что решает при равенстве голосов",
        en="what decides between equal votes",
    ),
    "turnout_minimum": Names(
        ky="эң аз катышуунун шарты", ru="условие о наименьшей явке", en="the condition of a smallest turnout"
    ),
}
"""By key of `[parameters]` in a campaign package."""

CHOICES: dict[str, Names] = {
    "> 0": Names(ky="нөлдөн чоң", ru="больше нуля", en="above zero"),
    "best_remaining": Names(
        ky="калгандардын эң көп добуш алганына", ru="лучшим из остальных", en="to the best of the others"
    ),
    "dhondt": Names(ky="д’Ондт", ru="д’Ондта", en="D’Hondt"),
    "documents": Names(
        ky="документтер мурда бүткөнү", ru="кто раньше сдал документы", en="whoever completed the documents earlier"
    ),
    "documents,votes": Names(
        ky="документтер, андан кийин добуштар", ru="документы, затем голоса", en="documents, then votes"
    ),
    "ignored": Names(ky="эске алынбайт", ru="не учитывается", en="ignored"),
    "invalidates": Names(ky="шайлоо жараксыз болот", ru="выборы недействительны", en="the election is invalid"),
    "list": Names(ky="тизмедеги орду боюнча", ru="по месту в списке", en="by the place on the list"),
    "party_votes": Names(ky="партиялардын добуштары", ru="голоса за партии", en="votes of the parties"),
    "preferences": Names(ky="артыкчылыктар боюнча", ru="по преференциям", en="by preferences"),
    "repeat": Names(ky="кайталап шайлоо", ru="повторные выборы", en="repeat elections"),
    "sainte_lague": Names(ky="Сент-Лагю", ru="Сент-Лагю", en="Sainte-Laguë"),
    "undetermined": Names(ky="аныкталбайт", ru="не определяется", en="stays undetermined"),
    "vacancy": Names(ky="бош калат", ru="остаются вакантными", en="stay vacant"),
    "votes": Names(ky="көп добуш алганы", ru="у кого больше голосов", en="whoever has more votes"),
    "votes,documents": Names(
        ky="добуштар, андан кийин документтер", ru="голоса, затем документы", en="votes, then documents"
    ),
}
"""Choices of parameters that the words of steps do not name."""
