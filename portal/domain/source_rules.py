"""The rules that compare sources, with their messages: X1-X7, T1, T2. All are recorded, none refuses.

T1, T2 and the comparison of X7 are rules of this product; the others follow from the regulations named as source.
"""

from collections.abc import Mapping

from portal.domain.form_parts import Severity
from portal.domain.names import Names
from portal.domain.rules import Rule

SOURCE_SCOPE = "sources"


def _rule(code: str, relation: str, source: str, *, ky: str, ru: str, en: str) -> Rule:
    return Rule(code, "", relation, SOURCE_SCOPE, Severity.WARN, source, Names(ky=ky, ru=ru, en=en))


_RULES = (
    _rule(
        "X1",
        "found + remote_found = processed",
        "R139 ¶58, 68",
        ky="Табылган бюллетендер: {found}, аралыктан добуш берүүдө {remote_found}; АЭУ {processed} бюллетень иштеткен.",
        ru="По протоколам обнаружено {found} бюллетеней и {remote_found} дистанционных, а АСУ обработала {processed}.",
        en="The protocols found {found} ballots and {remote_found} remote ones, but the ASU processed {processed}.",
    ),
    _rule(
        "X2",
        "protocol = scanner",
        "R139 ¶58, 68",
        ky="{position}-позиция: кол менен эсептегенде {protocol} добуш, АЭУнун отчетунда {scanner}.",
        ru="Позиция {position}: при ручном подсчете {protocol} голосов, в отчете АСУ {scanner}.",
        en="Position {position}: {protocol} votes in the hand count, {scanner} in the ASU report.",
    ),
    _rule(
        "X3",
        "participated + remote_participated = identified + identified_outside",
        "R139 ¶47, 61, 67",
        ky="Койгон колдору боюнча {participated} жана аралыктан {remote_participated} шайлоочу катышкан; "
        "идентификациядан ошол күнү {identified}, имараттан тышкары {identified_outside} шайлоочу өткөн.",
        ru="По подписям участвовали {participated} и дистанционно {remote_participated}; "
        "идентификацию прошли {identified} в день голосования и {identified_outside} вне помещения.",
        en="By signatures {participated} voters took part and {remote_participated} remotely; "
        "{identified} were identified on the day and {identified_outside} outside the room.",
    ),
    _rule(
        "X4",
        "turnout = found",
        "R139 ¶35, 51",
        ky="Жабылгандан кийин катышуу боюнча акыркы маалымат {turnout}, урналардан табылган бюллетендер {found}.",
        ru="Итоговая явка после закрытия {turnout}, а бюллетеней обнаружено {found}.",
        en="Final turnout after closing was {turnout}, but {found} ballots were found.",
    ),
    _rule(
        "X5",
        "remote_participated = scanner_remote",
        "R139 ¶50",
        ky="Аралыктан добуш бергендер протокол боюнча {remote_participated}, АЭУнун отчету боюнча {scanner_remote}.",
        ru="Участников дистанционного голосования по протоколу {remote_participated}, по отчету АСУ {scanner_remote}.",
        en="There are {remote_participated} remote voters by the protocol and {scanner_remote} by the ASU report.",
    ),
    _rule(
        "X6",
        "processed = 0, votes = 0",
        "R53 ¶31",
        ky="Баштапкы (нөлдүк) отчет нөл эмес: {processed} бюллетень, {votes} добуш.",
        ru="Начальный (нулевой) отчет не нулевой: бюллетеней {processed}, голосов {votes}.",
        en="The zero report is not zero: {processed} ballots, {votes} votes.",
    ),
    _rule(
        "X7",
        "signed = computed",
        "R139 ¶67-70",
        ky="Кыска протокол, {lines}: кол коюлган сан {signed}, эсептелген сан {computed}.",
        ru="Сводный протокол, {lines}: подписано {signed}, вычислено {computed}.",
        en="Consolidated protocol, {lines}: {signed} as signed, {computed} as computed.",
    ),
    _rule(
        "T1",
        "after >= before",
        "",
        ky="Катышуу боюнча топтолгон сан {report}-отчетто {before} санынан {after} санына төмөндөгөн.",
        ru="Накопленная явка в отчете {report} снизилась с {before} до {after}.",
        en="Cumulative turnout fell from {before} to {after} in report {report}.",
    ),
    _rule(
        "T2",
        "identified <= voters",
        "",
        ky="Тизмеси боюнча идентификациядан өткөндөр {identified}, тизмедеги шайлоочулар {voters}.",
        ru="Прошедших идентификацию по списку участка {identified}, а избирателей в списке {voters}.",
        en="{identified} voters of the home list were identified, but the list holds {voters}.",
    ),
)

SOURCE_RULES: Mapping[str, Rule] = {rule.code: rule for rule in _RULES}
"""The rules by code, in the order of the catalogue."""
