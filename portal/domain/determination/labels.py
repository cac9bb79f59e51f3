"""What the parts of a determination are called, in three languages: on pages and in the printed protocol alike."""

from portal.domain.names import Names

OUTCOMES: dict[str, Names] = {
    "open": Names(
        ky="Натыйжа али ачык: эсептелбеген шайлоочулардын добуштары аны өзгөртүшү мүмкүн",
        ru="Результат еще открыт: голоса неучтенных избирателей могут его изменить",
        en="The result is still open: votes not counted yet can change it",
    ),
    "elected": Names(ky="Шайланды", ru="Избраны", en="Elected"),
    "second_round": Names(
        ky="Экинчи тур өткөрүлөт", ru="Проводится повторное голосование", en="A second round is held"
    ),
    "repeat_election": Names(
        ky="Кайталап шайлоо өткөрүлөт", ru="Проводятся повторные выборы", en="Repeat elections are held"
    ),
    "invalid": Names(ky="Шайлоо жараксыз", ru="Выборы недействительны", en="The election is invalid"),
    "not_held": Names(ky="Шайлоо өткөн жок", ru="Выборы не состоялись", en="The election is not held"),
    "adopted": Names(ky="Кабыл алынды", ru="Решение принято", en="Adopted"),
    "not_adopted": Names(ky="Кабыл алынган жок", ru="Решение не принято", en="Not adopted"),
    "undetermined": Names(ky="Аныкталган жок", ru="Не определено", en="Undetermined"),
}
"""What follows from the votes by the commission's act, as a heading."""

BY_FIGURES: dict[str, Names] = {
    "elected": Names(
        ky="Бул сандар боюнча шайланмак", ru="По этим данным были бы избраны", en="By these figures would be elected"
    ),
    "second_round": Names(
        ky="Бул сандар боюнча экинчи тур өткөрүлмөк",
        ru="По этим данным проводилось бы повторное голосование",
        en="By these figures a second round would be held",
    ),
    "repeat_election": Names(
        ky="Бул сандар боюнча кайталап шайлоо өткөрүлмөк",
        ru="По этим данным проводились бы повторные выборы",
        en="By these figures repeat elections would be held",
    ),
    "invalid": Names(
        ky="Бул сандар боюнча шайлоо жараксыз болмок",
        ru="По этим данным выборы были бы недействительными",
        en="By these figures the election would be invalid",
    ),
    "not_held": Names(
        ky="Бул сандар боюнча шайлоо өткөн жок деп эсептелмек",
        ru="По этим данным выборы были бы несостоявшимися",
        en="By these figures the election would count as not held",
    ),
    "adopted": Names(
        ky="Бул сандар боюнча кабыл алынмак",
        ru="По этим данным решение было бы принято",
        en="By these figures it would be adopted",
    ),
    "not_adopted": Names(
        ky="Бул сандар боюнча кабыл алынмак эмес",
        ru="По этим данным решение не было бы принято",
        en="By these figures it would not be adopted",
    ),
}
"""The same before the act: what the rules give from the figures at hand, which decides nothing (R139 ¶77, ¶82)."""

ONE_ELECTED: dict[str, tuple[Names, Names]] = {
    **dict.fromkeys(
        ("f", "female", "ж"),
        (
            Names(ky="Шайланды", ru="Избрана", en="Elected"),
            Names(
                ky="Бул сандар боюнча шайланмак",
                ru="По этим данным была бы избрана",
                en="By these figures would be elected",
            ),
        ),
    ),
    **dict.fromkeys(
        ("m", "male", "м"),
        (
            Names(ky="Шайланды", ru="Избран", en="Elected"),
            Names(
                ky="Бул сандар боюнча шайланмак",
                ru="По этим данным был бы избран",
                en="By these figures would be elected",
            ),
        ),
    ),
}
"""The heading where one person is elected, by the act and before it, by sex as packages write it."""

LABELS: dict[str, Names] = {
    "title": Names(ky="Натыйжаларды аныктоо", ru="Определение результатов", en="Determination of results"),
    "computed": Names(
        ky="Портал алдын ала маалыматтар боюнча эсептеди, юридикалык күчү жок (R139 ¶77, ¶82).",
        ru="Вычислено порталом по предварительным данным, не имеет юридической силы (R139 ¶77, ¶82).",
        en="Computed by the portal from preliminary data, without legal force (R139 ¶77, ¶82).",
    ),
    "official": Names(
        ky="Комиссиянын чечими менен расмий жарыяланган (R139 ¶84); сандарды портал эсептеген.",
        ru="Официально опубликовано решением комиссии (R139 ¶84); числа вычислены порталом.",
        en="Officially published by decision of the commission (R139 ¶84); the figures are computed by the portal.",
    ),
    "determined": Names(
        ky="Комиссия натыйжаларды чечим менен аныктаган (R139 ¶77); төмөндөгү сандарды портал эсептеген.",
        ru="Комиссия определила результаты решением (R139 ¶77); числа ниже вычислены порталом.",
        en="The commission has determined the results by decision (R139 ¶77); the figures below are the portal's.",
    ),
    "by_decision": Names(
        ky="Чечим боюнча көрсөтүлөт; порталдын эсеби төмөндө.",
        ru="Показано по решению; вычисление портала ниже.",
        en="Shown by decision; what the portal computes stands below.",
    ),
    "act_stands": Names(
        ky="Комиссиянын чечими күчүндө; портал натыйжаны эсептей алган жок",
        ru="Действует решение комиссии; портал не смог вычислить результат",
        en="The commission's decision stands; the portal could not compute the result",
    ),
    "suspended": Names(
        ky="Даттануу боюнча токтотулган (R139 ¶78).",
        ru="Приостановлено из-за обжалования (R139 ¶78).",
        en="Suspended by an appeal (R139 ¶78).",
    ),
    "scanner": Names(
        ky="АЭУнун отчеттору боюнча: протоколдор али жок.",
        ru="По отчетам АСУ: протоколов еще нет.",
        en="From ballot-scanner (ASU) reports: there are no protocols yet.",
    ),
    "protocol": Names(
        ky="Протоколдор (кол менен эсептөө) боюнча.",
        ru="По протоколам (ручной подсчет).",
        en="From protocols (hand count).",
    ),
    "repeat": Names(ky="Кайталап шайлоо керек.", ru="Нужны повторные выборы.", en="A repeat election is needed."),
    "repeat_set": Names(
        ky="Кайталап шайлоо дайындалган.", ru="Повторные выборы назначены.", en="A repeat election is called."
    ),
    "seat": Names(ky="№", ru="№", en="No."),
    "name": Names(ky="Аталышы", ru="Имя", en="Name"),
    "sex": Names(ky="Жынысы", ru="Пол", en="Sex"),
    "party": Names(ky="Партия", ru="Партия", en="Party"),
    "votes": Names(ky="Добуштар", ru="Голоса", en="Votes"),
    "share": Names(ky="Үлүшү", ru="Доля", en="Share"),
    "seats": Names(ky="Мандаттар", ru="Мандаты", en="Seats"),
    "seats_elected": Names(ky="Шайлангандар", ru="Избранные", en="Who is elected"),
    "mandate": Names(ky="Мандат", ru="Мандат", en="Seat"),
    "questions": Names(ky="Суроолор (мандатсыз)", ru="Вопросы (без мандатов)", en="Questions (no seats)"),
    "seats_certain": Names(
        ky="Так мандаттар: калган добуштар кандай болсо да",
        ru="Определенные мандаты: при любых оставшихся голосах",
        en="Certain seats: however the remaining votes fall",
    ),
    "open_seats": Names(ky="Ачык мандаттар", ru="Открытые мандаты", en="Open seats"),
    "lists_so_far": Names(
        ky="Партиялардын мандаттары: калган добуштар кандай болсо да",
        ru="Мандаты партий: при любых оставшихся голосах",
        en="Seats of the parties: however the remaining votes fall",
    ),
    "bounds_exact": Names(
        ky="Так чектер: ар бири калган добуштардын кандайдыр бир бөлүнүшүндө келип чыгат.",
        ru="Точные границы: каждая достигается при некотором распределении оставшихся голосов.",
        en="Exact bounds: some way of voting by those not counted yet reaches each of them.",
    ),
    "bounds_not_exact": Names(
        ky="Так чектер эмес: натыйжа алардан чыга албайт, бирок айрымдарына жетпеши мүмкүн.",
        ru="Границы не точные: результат за них не выйдет, но некоторых может и не достичь.",
        en="Bounds, not exact ones: the result cannot leave them, but may be unable to reach some.",
    ),
    "preferences": Names(
        ky="Артыкчылык добуштары",
        ru="Преференции",
        en="Preference votes",
    ),
    "preferences_received": Names(
        ky="Артыкчылык добуштары бар протоколдор",
        ru="Протоколов с преференциями",
        en="Protocols that state preferences",
    ),
    "number_on_list": Names(ky="Тизмедеги №", ru="№ в списке", en="No. on the list"),
    "third_exceeded": Names(
        ky="Колдонулуучу текшерүү боюнча үчтөн бирден көбү жараксыз: комиссия натыйжаларды жараксыз деп табат "
        "(R139 ¶81).",
        ru="По применяемой проверке недействительно более одной трети: комиссия признает результаты недействительными "
        "(R139 ¶81).",
        en="By the test in force more than one third is invalidated: the commission declares the results invalid "
        "(R139 ¶81).",
    ),
    "third_in_force": Names(
        ky="Бул кампанияда колдонулуучу текшерүү",
        ru="В этой кампании применяется проверка",
        en="The campaign follows the test of",
    ),
    "at_least": Names(ky="Кеминде", ru="Не менее", en="At least"),
    "at_most": Names(ky="Эң көп", ru="Не более", en="At most"),
    "participants": Names(
        ky="Катышкандардын баарынан алган үлүшү",
        ru="Доли от всех принявших участие",
        en="Shares of all who took part",
    ),
    "vacancies": Names(ky="Бош мандаттар", ru="Вакантные мандаты", en="Vacant seats"),
    "possible": Names(ky="Булардын ичинен", ru="Между ними", en="Between"),
    "second_round": Names(
        ky="Экинчи турга чыгат", ru="Участвуют в повторном голосовании", en="They stand in the second round"
    ),
    "why": Names(ky="Эмне үчүн", ru="Почему", en="Why"),
    "notices": Names(ky="Белгилей кетүүчү", ru="Обратите внимание", en="Take note"),
    "computed_steps": Names(ky="Порталдын эсеби", ru="Что вычисляет портал", en="What the portal computes"),
    "third": Names(ky="Үчтөн бир бөлүгү боюнча текшерүү", ru="Проверка на одну треть", en="The tests of one third"),
    "re_votes": Names(
        ky="Кайра добуш берүү эмнени өзгөртө алат",
        ru="Что может изменить переголосование",
        en="What a re-vote could change",
    ),
    "signed": Names(
        ky="Кол коюлган протоколдор жана участкалардын суммасы",
        ru="Подписанные протоколы и сумма по участкам",
        en="Signed protocols and the sum of precincts",
    ),
    "option": Names(ky="Позиция", ru="Позиция", en="Option"),
    "as_signed": Names(ky="Кол коюлгандай", ru="Как подписано", en="As signed"),
    "as_computed": Names(ky="Эсептелгендей", ru="Как вычислено", en="As computed"),
    "difference": Names(ky="Айырма", ru="Разница", en="Difference"),
    "no_difference": Names(ky="Айырма жок.", ru="Расхождений нет.", en="There is no difference."),
    "not_whole": Names(
        ky="Бардык комиссиялардын протоколдору келе элек.",
        ru="Протоколы поступили не от всех комиссий.",
        en="Protocols of some commissions are still to come.",
    ),
    "voters": Names(
        ky="Добуш берүүгө чейинки тизмелердеги шайлоочулар, бардык участкалар",
        ru="Избирателей в списках до голосования, все участки",
        en="Voters on the lists before voting, all precincts",
    ),
    "took_part": Names(ky="Катышкандар", ru="Приняли участие", en="Voters who took part"),
    "counted_so_far": Names(
        ky="Азырынча эсепке алынган шайлоочулар",
        ru="Учтено избирателей на данный момент",
        en="Voters counted so far",
    ),
    "valid_votes": Names(ky="Жарактуу добуштар", ru="Действительных голосов", en="Valid votes"),
    "ballots_invalid": Names(ky="Жараксыз бюллетендер", ru="Недействительных бюллетеней", en="Invalid ballots"),
    "made_invalid": Names(
        ky="алардын ичинде талапкерлердин жараксыз деп табылган добуштары",
        ru="из них голоса кандидатов, признанные недействительными",
        en="of these votes of invalidated candidates",
    ),
    "by_sex": Names(ky="Жынысы боюнча", ru="По полу", en="By sex"),
    "by_party": Names(ky="Партиялар боюнча", ru="По партиям", en="By party"),
    "by_region": Names(ky="Аймактар боюнча", ru="По регионам", en="By region"),
    "filled": Names(ky="Ээлерин тапты", ru="Заполнено", en="Filled"),
    "filled_by_figures": Names(
        ky="Бул сандар боюнча ээлерин тапмак",
        ru="Было бы заполнено по этим данным",
        en="Would be filled by these figures",
    ),
    "contests": Names(ky="Округдар натыйжасы боюнча", ru="Округа по результату", en="Contests by outcome"),
    "mandates": Names(
        ky="Ар бир жыныстын мандаттары (R139 ¶79)",
        ru="Мандаты каждого пола (R139 ¶79)",
        en="Seats of each sex (R139 ¶79)",
    ),
    "mandates_broken": Names(
        ky="Эреже бузулган: портал катаны издейт.",
        ru="Правило нарушено: портал ищет ошибку.",
        en="The rule is broken: the portal looks for the fault.",
    ),
    "parameter": Names(ky="кампаниянын параметри", ru="параметр кампании", en="parameter of the campaign"),
    "inference": Names(ky="порталдын тыянагы", ru="вывод портала", en="the portal's reading"),
    "no_party": Names(ky="партиясыз", ru="без партии", en="no party"),
    "whole_country": Names(ky="республика боюнча", ru="вся страна", en="whole country"),
    "protocol_title": Names(
        ky="Шайлоонун натыйжаларын аныктоо жөнүндө протокол (долбоор)",
        ru="Протокол об определении результатов выборов (проект)",
        en="Protocol of the determination of election results (draft)",
    ),
    "cec": Names(
        ky="Кыргыз Республикасынын Борбордук шайлоо комиссиясы",
        ru="Центральная избирательная комиссия Кыргызской Республики",
        en="Central Election Commission of the Kyrgyz Republic",
    ),
    "decision_line": Names(
        ky="Чечим № ____________, «____» ______________ 20___-ж.",
        ru="Решение № ____________ от «____» ______________ 20___ г.",
        en="Decision No. ____________ of ____ ______________ 20___",
    ),
    "chair": Names(ky="Төрага", ru="Председатель", en="Chair"),
    "members": Names(ky="Мүчөлөр", ru="Члены комиссии", en="Members"),
    "voting_day": Names(ky="Добуш берүү күнү", ru="День голосования", en="Voting day"),
    "all_votes": Names(ky="Бардык позициялар боюнча добуштар", ru="Голоса по всем позициям", en="Votes of all options"),
    "against_all": Names(ky="Баарына каршы", ru="Против всех", en="Against all"),
    "source": Names(ky="Булагы", ru="Источник", en="Source"),
}
"""Headings, labels and sentences around an explanation."""

SEXES: dict[str, Names] = {
    **dict.fromkeys(("f", "female", "ж"), Names(ky="аял", ru="женский", en="female")),
    **dict.fromkeys(("m", "male", "м"), Names(ky="эркек", ru="мужской", en="male")),
    "": Names(ky="көрсөтүлгөн эмес", ru="не указан", en="not given"),
}
"""Words for the sexes that packages write; another word stands as it is."""
