"""Words of the printed papers, in the languages in which they are printed: Kyrgyz and Russian (and English for
those who check them).
"""

from collections.abc import Mapping
from types import MappingProxyType

from portal.domain.names import Language, Names

_WORDS: Mapping[str, Names] = MappingProxyType(
    {
        "cec": Names(
            "Кыргыз Республикасынын Шайлоо жана референдум өткөрүү боюнча борбордук комиссиясы",
            "Центральная комиссия по выборам и проведению референдумов Кыргызской Республики",
            "Central Commission for Elections and Referendums of the Kyrgyz Republic",
        ),
        "control_printout": Names("Контролдук басып чыгаруу", "Контрольная распечатка", "Control printout"),
        "source": Names("R53, 46–48-пункттар", "R53, пп. 46–48", "R53 ¶46–48"),
        "copy_administrator": Names(
            "3 нусканын 1-нускасы: ОШК/АШКнын системдик администраторуна",
            "Экземпляр 1 из 3: системному администратору ОИК/ТИК",
            "Copy 1 of 3: for the system administrator of the ОИК/ТИК",
        ),
        "copy_chair": Names(
            "3 нусканын 2-нускасы: УШКнын төрагасына",
            "Экземпляр 2 из 3: председателю УИК",
            "Copy 2 of 3: for the chair of the УИК",
        ),
        "copy_protocol": Names(
            "3 нусканын 3-нускасы: протоколдун оригиналына тиркелип, ОШК/АШКга берилет",
            "Экземпляр 3 из 3: к оригиналу протокола, в ОИК/ТИК",
            "Copy 3 of 3: with the original of the protocol, to the ОИК/ТИК",
        ),
        "reprint": Names("Кайра басып чыгаруу № {number}", "Повторная распечатка № {number}", "Reprint No. {number}"),
        "printed": Names("Басылып чыкты", "Распечатано", "Printed"),
        "precinct": Names("Шайлоо участкасы", "Избирательный участок", "Precinct"),
        "commission": Names("Шайлоо комиссиясы", "Избирательная комиссия", "Commission"),
        "contest": Names("Шайлоо округу", "Избирательный округ", "District"),
        "version": Names("ШМТга киргизүүнүн версиясы", "Версия ввода", "Version of the entry"),
        "signed_at": Names("Протоколго кол коюлган убакыт", "Время подписания протокола", "Protocol signed at"),
        "entered_at": Names(
            "ШМТга киргизилген күнү жана убактысы", "Дата и время ввода в ИИС", "Date and time of entry"
        ),
        "members": Names("Комиссиянын мүчөлөрүнүн саны", "Членов комиссии", "Members of the commission"),
        "signed": Names("Протоколго кол койгондор", "Подписали протокол", "Signed the protocol"),
        "opinions": Names("Өзгөчө пикирлер", "Особых мнений", "Separate opinions"),
        "line": Names("Сап", "Строка", "Line"),
        "name": Names("Аталышы", "Наименование", "Name"),
        "value": Names("Саны", "Число", "Number"),
        "option": Names("Добуш берүү варианты", "Позиция бюллетеня", "Option"),
        "votes": Names("Добуштар", "Голоса", "Votes"),
        "position": Names("№", "№", "No."),
        "preferences": Names("Артыкчылык добуштары", "Преференции", "Preference votes"),
        "person": Names("Тизмедеги талапкер", "Кандидат списка", "Person of the list"),
        "reasons": Names(
            "Контролдук салыштыруулар боюнча себептер",
            "Причины по контрольным соотношениям",
            "Reasons given for control ratios",
        ),
        "identical": Names(
            "Бул маалыматтар протоколдун кагаз түрүндөгү оригиналы менен дал келиши керек.",
            "Эти данные должны быть идентичны данным оригинала протокола на бумажном носителе.",
            "These figures have to be identical with the original of the protocol on paper.",
        ),
        "hash": Names(
            "Сакталган версиянын SHA-256 суммасы", "SHA-256 сохраненной версии", "SHA-256 of the stored version"
        ),
        "administrator": Names(
            "ОШК/АШКнын системдик администратору", "Системный администратор ОИК/ТИК", "System administrator, ОИК/ТИК"
        ),
        "member": Names("ОШК/АШКнын жооптуу мүчөсү", "Ответственный член ОИК/ТИК", "Responsible member of the ОИК/ТИК"),
        "chair": Names("УШКнын төрагасы", "Председатель УИК", "Chair of the УИК"),
        "signature": Names("колу", "подпись", "signature"),
        "test": Names(
            "Тестирлөө: чыныгы натыйжалар эмес", "Тестирование: не является результатом", "Test: not a real result"
        ),
        "precinct_lines": Names(
            "Бүтүндөй участка боюнча саптар", "Строки по участку в целом", "Lines of the whole precinct"
        ),
        "enlarged": Names("Чоңойтулган форма", "Увеличенная форма", "Enlarged form"),
        "poster_hint": Names(
            "Маалыматтар аныкталган сайын этап-этабы менен толтурулат",
            "Данные вносятся поэтапно по мере их установления",
            "Filled in stage by stage as the figures are established",
        ),
        "consolidated": Names("Кыска протокол", "Сводный протокол", "Consolidated protocol"),
        "consolidated_table": Names("Кыска таблица", "Сводная таблица", "Consolidated table"),
        "ordinary": Names("Добуш берүү", "Голосование", "Ordinary voting"),
        "remote": Names("Аралыктан добуш берүү", "Дистанционное голосование", "Remote voting"),
        "recount": Names("Добуштарды кайра эсептөө", "Повторный подсчет голосов", "Ordered recount"),
        "draft": Names(
            "ТОЛУК ЭМЕС ДОЛБООР: бардык протоколдор киргизиле элек",
            "НЕПОЛНЫЙ ПРОЕКТ: введены не все протоколы",
            "INCOMPLETE DRAFT: not every protocol has been entered",
        ),
        "uik_count": Names("УШКлардын саны", "Число УИК", "Number of УИК"),
        "ordinary_count": Names(
            "Келип түшкөн добуш берүү протоколдорунун саны",
            "Число поступивших протоколов об итогах голосования",
            "Ordinary protocols received",
        ),
        "remote_count": Names(
            "Келип түшкөн аралыктан добуш берүү протоколдорунун саны",
            "Число поступивших протоколов об итогах дистанционного голосования",
            "Remote protocols received",
        ),
        "missing": Names("ШМТга киргизиле элек протоколдор", "Не введены протоколы", "Protocols not entered"),
        "invalidated": Names(
            "жараксыз деп табылган, суммага кирбейт",
            "признаны недействительными, в сумму не входят",
            "invalidated, not in the sum",
        ),
        "sum": Names("Жыйынтыгы", "Итого", "Sum"),
        "computed_at": Names("Эсептелген убакыт", "Вычислено", "Computed at"),
        "as_signed": Names("Кол коюлгандай", "Как подписано", "As signed"),
        "as_computed": Names("Эсептелгендей", "Как вычислено", "As computed"),
        "differences": Names(
            "Кол коюлган сандар менен эсептелгендердин айырмалары",
            "Расхождения подписанных чисел с вычисленными",
            "Differences between signed and computed figures",
        ),
        "no_differences": Names(
            "Бардык сандар эсептелгендер менен дал келет.",
            "Все числа совпадают с вычисленными.",
            "Every figure is as computed.",
        ),
        "commission_chair": Names("ОШК/АШКнын төрагасы", "Председатель ОИК/ТИК", "Chair of the ОИК/ТИК"),
        "commission_members": Names("ОШК/АШКнын мүчөлөрү", "Члены ОИК/ТИК", "Members of the ОИК/ТИК"),
        "test_report": Names(
            "Тестирлөөнүн жыйынтыктары тууралуу отчет",
            "Отчет о результатах тестирования",
            "Report on the results of testing",
        ),
        "plan": Names("Тестирлөө планы", "План тестирования", "Test plan"),
        "dates": Names("Мөөнөтү", "Сроки", "Dates"),
        "stages": Names("Этаптары", "Этапы", "Stages"),
        "prepared": Names("Түзгөн", "Составил", "Prepared by"),
        "approved": Names("Бекиткен", "Утвердил", "Approved by"),
        "not_approved": Names("бекитиле элек", "не утвержден", "not approved"),
        "round": Names("{number}-тестирлөө", "Тестирование № {number}", "Round {number}"),
        "begun": Names("Башталышы", "Начало", "Begun"),
        "ended": Names("Аякташы", "Окончание", "Ended"),
        "not_ended": Names("аяктай элек", "не окончено", "not ended"),
        "came": Names("Келип түшкөн жана киргизилген", "Поступило и введено", "Received and entered"),
        "objections": Names("Аныкталган эскертүүлөр", "Выявленные замечания", "Objections found"),
        "objection": Names("Эскертүү", "Замечание", "Objection"),
        "mended": Names("Оңдолгон", "Устранено", "Mended"),
        "not_mended": Names("оңдоло элек", "не устранено", "not mended"),
        "no_objections": Names("Эскертүүлөр жок.", "Замечаний нет.", "No objections."),
        "conclusion": Names("Корутунду", "Заключение", "Conclusion"),
        "passed": Names("Тестирлөө ийгиликтүү өттү.", "Тестирование пройдено.", "The test is passed."),
        "not_passed": Names(
            "Тестирлөө өткөн жок: кайталанат.",
            "Тестирование не пройдено: проводится повторно.",
            "The test is not passed and will be repeated.",
        ),
        "uikt": Names("МКТБ", "УИКТ", "УИКТ"),
        "no_report": Names("Корутунду бериле элек.", "Заключение еще не дано.", "No conclusion yet."),
        "total": Names("Бардыгы", "Всего", "Total"),
    }
)


def word(key: str, language: Language, **values: object) -> str:
    """A word of the papers in a language. Raises KeyError for one that is not in the table."""
    text: str = _WORDS[key].document()[language]
    return text.format(**values) if values else text


def keys() -> frozenset[str]:
    """Every word of the table."""
    return frozenset(_WORDS)
