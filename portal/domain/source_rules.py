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
        ky="Табылган бюллетендер: {found}, аралыктан добуш берүүдө: {remote_found}; АЭУ иштеткени: {processed}.",
        ru="Обнаружено бюллетеней: {found}, дистанционных: {remote_found}; обработано АСУ: {processed}.",
        en="Ballots found: {found}, remote: {remote_found}; processed by the ASU: {processed}.",
    ),
    _rule(
        "X2",
        "protocol = scanner",
        "R139 ¶58, 68",
        ky="{position}-позиция, добуштар: кол менен эсептегенде {protocol}, АЭУнун отчетунда {scanner}.",
        ru="Позиция {position}, голоса: при ручном подсчете {protocol}, в отчете АСУ {scanner}.",
        en="Position {position}, votes: {protocol} in the hand count, {scanner} in the ASU report.",
    ),
    _rule(
        "X3",
        "participated + remote_participated = identified + identified_outside",
        "R139 ¶47, 61, 67",
        ky="Койгон колдору боюнча катышкандар: {participated}, аралыктан: {remote_participated}; "
        "идентификациядан өткөндөр: {identified}, имараттан тышкары: {identified_outside}.",
        ru="Приняли участие по подписям: {participated}, дистанционно: {remote_participated}; "
        "прошли идентификацию: {identified}, вне помещения: {identified_outside}.",
        en="Took part by signatures: {participated}, remotely: {remote_participated}; "
        "identified: {identified}, outside the room: {identified_outside}.",
    ),
    _rule(
        "X4",
        "turnout = found",
        "R139 ¶35, 51",
        ky="Добуш берүү аяктагандан кийинки акыркы катышуу: {turnout}; табылган бюллетендер: {found}.",
        ru="Итоговая явка после окончания голосования: {turnout}; обнаружено бюллетеней: {found}.",
        en="Final turnout after closing: {turnout}; ballots found: {found}.",
    ),
    _rule(
        "X5",
        "remote_participated = scanner_remote",
        "R139 ¶50",
        ky="Аралыктан добуш бергендер: койгон колдору боюнча {remote_participated}, АЭУнун отчетунда {scanner_remote}.",
        ru="Участники дистанционного голосования: по подписям {remote_participated}, в отчете АСУ {scanner_remote}.",
        en="Remote voters: {remote_participated} by signatures, {scanner_remote} in the ASU report.",
    ),
    _rule(
        "X6",
        "processed = 0, votes = 0",
        "R53 ¶31",
        ky="Баштапкы (нөлдүк) отчет нөл эмес: бюллетендер {processed}, добуштар {votes}.",
        ru="Начальный (нулевой) отчет не нулевой: бюллетеней {processed}, голосов {votes}.",
        en="The zero report is not zero: ballots {processed}, votes {votes}.",
    ),
    _rule(
        "X7",
        "signed = computed",
        "R139 ¶67-70",
        ky="Кыска протокол, {lines}: кол коюлганы {signed}, эсептелгени {computed}.",
        ru="Сводный протокол, {lines}: подписано {signed}, вычислено {computed}.",
        en="Consolidated protocol, {lines}: {signed} as signed, {computed} as computed.",
    ),
    _rule(
        "T1",
        "after >= before",
        "",
        ky="Катышкандардын жалпы саны {report}-отчетто төмөндөгөн: мурда {before}, кийин {after}.",
        ru="Явка нарастающим итогом снизилась в отчете № {report}: было {before}, стало {after}.",
        en="Cumulative turnout fell in report {report}: it was {before}, then {after}.",
    ),
    _rule(
        "T2",
        "identified <= voters",
        "",
        ky="Тизме боюнча идентификациядан өткөндөр: {identified}; тизмедеги шайлоочулар: {voters}.",
        ru="Прошли идентификацию по списку участка: {identified}; избирателей в списке: {voters}.",
        en="Identified voters of the home list: {identified}; voters on the list: {voters}.",
    ),
)

SOURCE_RULES: Mapping[str, Rule] = {rule.code: rule for rule in _RULES}
"""The rules by code, in the order of the catalogue."""
