"""The message table: one sentence of every rule in Kyrgyz, Russian and English, and the words that steps use."""

from portal.domain.determination.rules import Rule
from portal.domain.names import Names

MESSAGES: dict[Rule, Names] = {
    Rule.TOOK_PART: Names(
        ky="Катышкан шайлоочулар: {took_part} ({basis}).",
        ru="Приняли участие избирателей: {took_part} ({basis}).",
        en="Voters who took part: {took_part} ({basis}).",
    ),
    Rule.TOOK_PART_UNKNOWN: Names(
        ky="Катышкан шайлоочулардын саны жок ({basis}), ошондуктан портал натыйжаны эсептей албайт.",
        ru="Нет числа принявших участие ({basis}), поэтому портал не может вычислить результат.",
        en="The number of voters is missing ({basis}), so the portal cannot compute the result.",
    ),
    Rule.BASIS_DIFFERS: Names(
        ky="Башкача эсептегенде ({basis}: {took_part}) натыйжа башка болмок: {outcome}.",
        ru="При другом способе подсчета участия ({basis}: {took_part}) результат был бы иным: {outcome}.",
        en="Counted the other way ({basis}: {took_part}) the result would be another: {outcome}.",
    ),
    Rule.MORE_VOTES_THAN_VOTERS: Names(
        ky="Сандар бири-бирине каршы: добуштар {votes}, катышкандар {took_part}.",
        ru="Данные противоречат друг другу: голосов {votes}, приняли участие {took_part}.",
        en="The figures contradict each other: {votes} votes, {took_part} voters who took part.",
    ),
    Rule.NO_VOTES: Names(
        ky="Эсептелген добуш жок.",
        ru="Подсчитанных голосов нет.",
        en="No votes have been counted.",
    ),
    Rule.PARAMETER_MISSING: Names(
        ky="Портал эсебин аягына чыгара алган жок: кампаниянын эрежелеринде көрсөтүлгөн эмес же окулбайт: {key} "
        "(мүмкүн: {allowed}).",
        ru="Портал не смог завершить вычисление: в правилах кампании не задано или не читается: {key} (возможно: "
        "{allowed}).",
        en="The portal could not complete its computation: the campaign's rules do not state, or not readably: {key} "
        "(possible: {allowed}).",
    ),
    Rule.CANDIDATE_INVALIDATED: Names(
        ky="{position}: {votes} добуш жараксыз деп табылган, бюллетендер жараксыздарга кошулду; кайталап шайлоого "
        "киргизилбейт.",
        ru="{position}: голоса ({votes}) признаны недействительными, бюллетени отнесены к недействительным; к "
        "повторным выборам не допускается.",
        en="{position}: {votes} votes are invalidated, the ballots count as invalid; not admitted to repeat elections.",
    ),
    Rule.CANDIDATE_WITHDRAWN: Names(
        ky="{position} чыгып калган ({votes} добуш), шайлана албайт.",
        ru="{position} — выбытие (голосов {votes}), избрание невозможно.",
        en="{position} withdrew ({votes} votes) and cannot be elected.",
    ),
    Rule.TURNOUT_TOO_LOW: Names(
        ky="{voters} шайлоочунун {took_part} катышты, {minimum} үлүшүнөн аз: шайлоо өткөн жок деп эсептелет.",
        ru="Из {voters} избирателей приняли участие {took_part}, меньше доли {minimum}: выборы не состоялись.",
        en="{took_part} of {voters} voters took part, less than {minimum} of them: not held.",
    ),
    Rule.TURNOUT_REACHED: Names(
        ky="{voters} шайлоочунун {took_part} катышты, {minimum} үлүшүнөн кем эмес.",
        ru="Из {voters} избирателей приняли участие {took_part}, не меньше доли {minimum}.",
        en="{took_part} of {voters} voters took part, at least {minimum} of them.",
    ),
    Rule.TURNOUT_UNKNOWN: Names(
        ky="Катышуу белгисиз, {minimum} үлүшү боюнча шартты текшерүүгө болбойт.",
        ru="Явка неизвестна, условие о доле {minimum} проверить нельзя.",
        en="Turnout is unknown, so the condition of {minimum} cannot be checked.",
    ),
    Rule.PRESIDENT_MAJORITY: Names(
        ky="{position} биринчи турда: {votes} добуш, {took_part} катышкан шайлоочунун жарымынан көп.",
        ru="{position} в первом туре: голосов {votes}, больше половины из {took_part} принявших участие.",
        en="{position} in the first round: {votes} votes, more than half of {took_part} who took part.",
    ),
    Rule.PRESIDENT_NO_MAJORITY: Names(
        ky="Эң көп добуш {leader}; {took_part} катышкандын жарымынан көбү үчүн {needed} керек.",
        ru="Наибольшее число голосов {leader}; чтобы получить больше половины из {took_part}, нужно {needed}.",
        en="The most votes are {leader}; more than half of {took_part} who took part is {needed}.",
    ),
    Rule.PRESIDENT_SECOND_ROUND: Names(
        ky="Экинчи турга эң көп добуш алган экөө чыгат: {position} ({votes}) жана {other} ({other_votes}).",
        ru="Повторное голосование по двум получившим наибольшее число голосов: {position} ({votes}) и {other} "
        "({other_votes}).",
        en="The second round is between the two with most votes: {position} ({votes}) and {other} ({other_votes}).",
    ),
    Rule.PRESIDENT_NEXT_STANDS: Names(
        ky="{withdrawn} чыгып калды, анын ордуна кийинки {position} катышат.",
        ru="{withdrawn} — выбытие; участвует следующий по числу голосов: {position}.",
        en="{withdrawn} withdrew; the next by votes stands instead: {position}.",
    ),
    Rule.PRESIDENT_ONE_STANDS: Names(
        ky="Башка талапкер калган жок, экинчи тур бир талапкер боюнча өтөт: {position} ({votes}).",
        ru="Других кандидатов не осталось, голосование проводится по одному: {position} ({votes}).",
        en="No other candidate is left; the second round is held with one: {position} ({votes}).",
    ),
    Rule.PRESIDENT_TWO_NONE_ELECTED: Names(
        ky="Бюллетенде {candidates} талапкер болгон, эч ким жарымынан көп добуш алган жок: кайталап шайлоо.",
        ru="В бюллетене было кандидатов: {candidates}, ни у одного нет больше половины: повторные выборы.",
        en="The ballot had {candidates} candidates and none has more than half: repeat elections.",
    ),
    Rule.PRESIDENT_ONE_NONE_ELECTED: Names(
        ky="Бюллетенде {candidates} талапкер болгон, жарымынан көп добуш алган жок; мындай учур жөнүндө эреже жок.",
        ru="В бюллетене было кандидатов: {candidates}, больше половины голосов нет; правила для этого случая нет.",
        en="The ballot had {candidates} candidates, without more than half; no rule covers this case.",
    ),
    Rule.PRESIDENT_NOBODY_LEFT: Names(
        ky="Экинчи тур үчүн бир да талапкер калган жок; мындай учур жөнүндө эреже жок.",
        ru="Для повторного голосования не осталось кандидатов; правила для этого случая нет.",
        en="No candidate is left for the second round; no rule covers this case.",
    ),
    Rule.PRESIDENT_WINNER_WITHDREW: Names(
        ky="{position} жарымынан көп добуш алган ({votes}/{took_part}), бирок чыгып калган; эреже жок.",
        ru="{position}: больше половины голосов ({votes} из {took_part}), но кандидат выбыл; правила нет.",
        en="{position} has more than half ({votes} of {took_part}) but withdrew; no rule covers this case.",
    ),
    Rule.PRESIDENT_SECOND_PLACE_TIE: Names(
        ky="Экинчи турга чыгуу үчүн добуштар бирдей ({votes}): {positions}; эреже жок.",
        ru="Равное число голосов ({votes}) за место в повторном голосовании: {positions}; правила нет.",
        en="Equal votes ({votes}) for a place in the second round: {positions}; no rule covers this case.",
    ),
    Rule.PRESIDENT_PLURALITY: Names(
        ky="{position} экинчи турда эң көп добуш алды: {votes}.",
        ru="{position} — наибольшее число голосов в повторном голосовании: {votes}.",
        en="{position} has the most votes in the second round: {votes}.",
    ),
    Rule.PRESIDENT_ROUND_TWO_TIE: Names(
        ky="Экинчи турда добуштар бирдей ({votes}): {positions}.",
        ru="Равное число голосов ({votes}) в повторном голосовании: {positions}.",
        en="Equal votes ({votes}) in the second round: {positions}.",
    ),
    Rule.PRESIDENT_ROUND_TWO_AGAINST_ALL: Names(
        ky="Экинчи турда «Баарына каршы» {against} добуш, эң көп добуш алган талапкер {leader}.",
        ru="В повторном голосовании «Против всех»: голосов {against}, у лидера {leader}.",
        en="In the second round “against all” has {against} votes, the leader {leader}.",
    ),
    Rule.PRESIDENT_ROUND_TWO_NONE: Names(
        ky="Экинчи турдун шартын эч ким аткарган жок: кайталап шайлоо.",
        ru="Условие повторного голосования не выполнил никто: повторные выборы.",
        en="Nobody meets the condition of the second round: repeat elections.",
    ),
    Rule.AGAINST_ALL_ABOVE: Names(
        ky="«Баарына каршы» {against} добуш, эң көп добуш алгандан ({leader}) көп: шайлоо жараксыз, кайталап шайлоо.",
        ru="«Против всех»: голосов {against}, больше, чем у лидера ({leader}): недействительны, повторные выборы.",
        en="“Against all” has {against} votes, more than the leader ({leader}): invalid, repeat election.",
    ),
    Rule.AGAINST_ALL_NOT_ABOVE: Names(
        ky="«Баарына каршы» {against} добуш, эң көп добуш алгандан ({leader}) көп эмес.",
        ru="«Против всех»: голосов {against}, не больше, чем у лидера ({leader}).",
        en="“Against all” has {against} votes, not more than the leader ({leader}).",
    ),
    Rule.MOST_VOTES: Names(
        ky="{position} мандат алат: {votes} добуш, {rank}-орун.",
        ru="{position} получает мандат: голосов {votes}, место {rank}.",
        en="{position} takes a seat: {votes} votes, place {rank}.",
    ),
    Rule.MOST_VOTES_LOCAL: Names(
        ky="{position} мандат алат: {votes} добуш, {rank}-орун.",
        ru="{position} получает мандат: голосов {votes}, место {rank}.",
        en="{position} takes a seat: {votes} votes, place {rank}.",
    ),
    Rule.SEX_CAP: Names(
        ky="{position} ({votes} добуш) мандат албайт: бир жыныстагыларга эң көп {cap} мандат.",
        ru="{position} (голосов {votes}) не получает мандат: не более {cap} мандатов представителям одного пола.",
        en="{position} ({votes} votes) takes no seat: one sex may hold at most {cap}.",
    ),
    Rule.SEX_CAP_LOCAL: Names(
        ky="{position} ({votes} добуш) мандат албайт: бул жыныстагыларга эң көп {cap} мандат.",
        ru="{position} (голосов {votes}) не получает мандат: представителям этого пола не более {cap}.",
        en="{position} ({votes} votes) takes no seat: this sex may hold at most {cap}.",
    ),
    Rule.OTHER_SEX_TAKES_SEAT: Names(
        ky="{position} мандат алат: {votes} добуш, {rank}-орун, башка жыныстагы эң мыктысы катары.",
        ru="{position} получает мандат: голосов {votes}, место {rank}, как лучший результат среди другого пола.",
        en="{position} takes a seat: {votes} votes, place {rank}, as the best of the other sex.",
    ),
    Rule.TIE_BY_DOCUMENTS: Names(
        ky="{position} жана {other} {votes} добуштан алышты; {position} документтерин мурда толук тапшырган.",
        ru="{position} и {other}: голосов поровну ({votes}); полный пакет документов раньше — {position}.",
        en="{position} and {other} have {votes} votes each; {position} completed the documents earlier.",
    ),
    Rule.TIE_UNDECIDED: Names(
        ky="Добуштар бирдей, документтердин убактысы чечпейт: {positions}; мандаттар: {seats}.",
        ru="Голоса равны, время документов не решает: {positions}; мандатов: {seats}.",
        en="Equal votes that the time of documents does not decide: {positions}; seats: {seats}.",
    ),
    Rule.NO_ONE_WITHOUT_VOTES: Names(
        ky="Бир да добуш албагандар шайланбайт: {positions}.",
        ru="Не получившие ни одного голоса не избираются: {positions}.",
        en="Nobody is elected without a vote: {positions}.",
    ),
    Rule.VACANCY: Names(
        ky="Бош калган мандаттар: {seats}; аларды ала турган талапкер жок.",
        ru="Вакантных мандатов: {seats}; нет кандидата, который может их получить.",
        en="Vacant seats: {seats}; no candidate may take them.",
    ),
    Rule.SEX_UNKNOWN: Names(
        ky="Жынысы көрсөтүлгөн эмес: {positions}; мандаттарды бөлүштүрүүгө болбойт.",
        ru="Не указан пол: {positions}; распределить мандаты нельзя.",
        en="The sex is not given: {positions}; seats cannot be assigned.",
    ),
    Rule.SEX_MANDATES: Names(
        ky="Жынысы: {sex}, {mandates} мандат; толук шайланган округдар: {filled}.",
        ru="Пол: {sex}, мандатов {mandates}; полностью замещенных округов: {filled}.",
        en="Sex: {sex}, {mandates} seats; districts filled: {filled}.",
    ),
    Rule.LIST_THRESHOLD_PASSED: Names(
        ky="{position}: {base} ичинен {votes} добуш, босогодон өттү ({comparison} {threshold}).",
        ru="{position}: голосов {votes} из {base}, порог пройден ({comparison} {threshold}).",
        en="{position}: {votes} votes of {base}, the threshold is passed ({comparison} {threshold}).",
    ),
    Rule.LIST_THRESHOLD_MISSED: Names(
        ky="{position}: {base} ичинен {votes} добуш, босогодон өткөн жок ({comparison} {threshold}).",
        ru="{position}: голосов {votes} из {base}, порог не пройден ({comparison} {threshold}).",
        en="{position}: {votes} votes of {base}, the threshold is missed ({comparison} {threshold}).",
    ),
    Rule.LIST_NONE_PASSED: Names(
        ky="Бир да партия {threshold} босогосунан өткөн жок; эреже жок.",
        ru="Ни одна партия не прошла порог {threshold}; правила для этого случая нет.",
        en="No party passed the threshold of {threshold}; no rule covers this case.",
    ),
    Rule.LIST_QUOTA: Names(
        ky="Квота ({method}): {votes} добуш, {seats} мандат, квота {quota}.",
        ru="Квота ({method}): голосов {votes}, мандатов {seats}, квота {quota}.",
        en="Quota ({method}): {votes} votes, {seats} seats, quota {quota}.",
    ),
    Rule.LIST_WHOLE_SEATS: Names(
        ky="{position}: {votes} добуш, бүтүн мандаттар {seats}, калдык {remainder}.",
        ru="{position}: голосов {votes}, целых мандатов {seats}, остаток {remainder}.",
        en="{position}: {votes} votes, {seats} whole seats, remainder {remainder}.",
    ),
    Rule.LIST_REMAINDER_SEAT: Names(
        ky="Калдык боюнча {seat}-мандат: {position}, калдык {value}.",
        ru="Мандат по остатку № {seat}: {position}, остаток {value}.",
        en="Seat {seat} by remainder: {position}, remainder {value}.",
    ),
    Rule.LIST_DIVISOR_SEAT: Names(
        ky="{seat}-мандат: {position}, тийинди {value}.",
        ru="Мандат № {seat}: {position}, частное {value}.",
        en="Seat {seat}: {position}, quotient {value}.",
    ),
    Rule.LIST_CAP: Names(
        ky="{position}: бир партияга эң көп {cap} мандат.",
        ru="{position}: не более {cap} мандатов одной партии.",
        en="{position}: one party may hold at most {cap} seats.",
    ),
    Rule.LIST_TIE: Names(
        ky="{position}: бирдей чоңдуктар ({value}) кампаниянын эрежеси боюнча чечилди.",
        ru="{position}: равенство ({value}) решено по правилу кампании.",
        en="{position}: equal values ({value}) are decided by the campaign's rule.",
    ),
    Rule.LIST_TIE_UNDECIDED: Names(
        ky="Бирдей чоңдуктар чечилген жок: {positions}; мандаттар: {seats}.",
        ru="Равенство не решено: {positions}; мандатов: {seats}.",
        en="Equal values stay undecided: {positions}; seats: {seats}.",
    ),
    Rule.LIST_SEATS_LEFT: Names(
        ky="Эч бир тизме ала албаган мандаттар: {seats}.",
        ru="Мандатов, которые не может получить ни один список: {seats}.",
        en="Seats that no list may take: {seats}.",
    ),
    Rule.LIST_PERSON: Names(
        ky="{position}: тизмедеги {person}-номер, тизменин тартиби боюнча.",
        ru="{position}: номер {person} списка, по порядку списка.",
        en="{position}: number {person} of the list, by the list's order.",
    ),
    Rule.LIST_PERSON_PREFERRED: Names(
        ky="{position}: тизмедеги {person}-номер, {preferences} артыкчылык добушу боюнча.",
        ru="{position}: номер {person} списка, по преференциям: {preferences}.",
        en="{position}: number {person} of the list, by {preferences} preference votes.",
    ),
    Rule.LIST_PERSON_PASSED_OVER: Names(
        ky="{position}: тизмедеги {person}-номер мандат албайт: бир жыныстагыларга эң көп {cap}.",
        ru="{position}: номер {person} списка без мандата: представителям одного пола не более {cap}.",
        en="{position}: number {person} of the list takes no seat: one sex may hold at most {cap}.",
    ),
    Rule.LIST_SEX_UNKNOWN: Names(
        ky="{position}: тизмедеги номерлердин жынысы көрсөтүлгөн эмес: {persons}; мандаттарды бөлүштүрүүгө болбойт.",
        ru="{position}: в списке не указан пол под номерами {persons}; распределить мандаты нельзя.",
        en="{position}: the list does not give the sex of numbers {persons}; its seats cannot be assigned.",
    ),
    Rule.LIST_PREFERENCES_TIE: Names(
        ky="{position}: артыкчылык добуштары бирдей ({preferences}), тизмедеги номерлери: {persons}; чечилбеген "
        "мандаттар: {seats}.",
        ru="{position}: равное число преференций ({preferences}), номера списка: {persons}; мандатов не определено: "
        "{seats}.",
        en="{position}: equal preference votes ({preferences}), numbers of the list: {persons}; seats undecided: "
        "{seats}.",
    ),
    Rule.LIST_PREFERENCES_MISSING: Names(
        ky="Тизмелердин {seats} мандатын ким алары белгисиз: артыкчылык добуштары {counted} протоколдун {received} "
        "протоколунда гана бар.",
        ru="Кому достанутся мандаты списков ({seats}), не определено: преференции есть лишь в {received} протоколах "
        "из {counted}.",
        en="Who takes the {seats} seats of the lists is undetermined: {received} of {counted} protocols state "
        "preference votes.",
    ),
    Rule.LIST_TOO_SHORT: Names(
        ky="{position}: тизмеде адам жетишпейт, бош калган мандаттар: {seats}.",
        ru="{position}: в списке не хватает людей, вакантных мандатов: {seats}.",
        en="{position}: the list has too few people, vacant seats: {seats}.",
    ),
    Rule.QUESTION_ADOPTED: Names(
        ky="Кабыл алынды: {position}, {base} ичинен {votes} ({of}), шарт: {comparison} {majority}.",
        ru="Принято: {position}, {votes} из {base} ({of}), условие: {comparison} {majority}.",
        en="Adopted: {position}, {votes} of {base} ({of}), condition: {comparison} {majority}.",
    ),
    Rule.QUESTION_NOT_ADOPTED: Names(
        ky="Кабыл алынган жок: {position}, {base} ичинен {votes} ({of}), шарт: {comparison} {majority}.",
        ru="Не принято: {position}, {votes} из {base} ({of}), условие: {comparison} {majority}.",
        en="Not adopted: {position}, {votes} of {base} ({of}), condition: {comparison} {majority}.",
    ),
    Rule.THIRD_PRECINCTS: Names(
        ky="Жараксыз деп табылган участкалар ({scope}): {took_part} катышкандын {covered}; үчтөн бир бөлүгү: {third}.",
        ru="Участки с недействительными итогами ({scope}): {covered} из {took_part}; одна треть: {third}.",
        en="Invalidated precincts ({scope}): {covered} of {took_part} who took part; one third: {third}.",
    ),
    Rule.THIRD_CANDIDATES: Names(
        ky="Талапкерлердин жараксыз деп табылган добуштары ({scope}): {took_part} катышкандын {covered}; "
        "үчтөн бир бөлүгү: {third}.",
        ru="Недействительные итоги по кандидатам ({scope}): {covered} из {took_part}; одна треть: {third}.",
        en="Invalidated votes of candidates ({scope}): {covered} of {took_part} who took part; one third: {third}.",
    ),
    Rule.THIRD_CANDIDATES_OPEN: Names(
        ky="Жараксыз участкалардагы {elsewhere} добуш кошулса, үчтөн бирден ашмак ({scope}: {covered}, {took_part}).",
        ru="С {elsewhere} голосами на недействительных участках треть была бы превышена ({scope}: {covered} из "
        "{took_part}).",
        en="With {elsewhere} votes at invalidated precincts one third would be exceeded ({scope}: {covered} of "
        "{took_part}).",
    ),
    Rule.THIRD_PRECINCTS_OTHERWISE: Names(
        ky="Катышуу башкача эсептелсе ({basis}), участкалар боюнча текшерүүнүн жыйынтыгы башка болмок ({scope}): "
        "{took_part} катышкандын {covered}; үчтөн бир бөлүгү: {third}.",
        ru="При другом способе подсчета участия ({basis}) проверка по участкам дала бы иной итог ({scope}): {covered} "
        "из {took_part}; одна треть: {third}.",
        en="Counted the other way ({basis}) the test of precincts would end otherwise ({scope}): {covered} of "
        "{took_part} who took part; one third: {third}.",
    ),
    Rule.THIRD_CANDIDATES_OTHERWISE: Names(
        ky="Катышуу башкача эсептелсе ({basis}), талапкерлер боюнча текшерүүнүн жыйынтыгы башка болмок ({scope}): "
        "{took_part} катышкандын {covered}; үчтөн бир бөлүгү: {third}.",
        ru="При другом способе подсчета участия ({basis}) проверка по кандидатам дала бы иной итог ({scope}): "
        "{covered} из {took_part}; одна треть: {third}.",
        en="Counted the other way ({basis}) the test of candidates would end otherwise ({scope}): {covered} of "
        "{took_part} who took part; one third: {third}.",
    ),
    Rule.RE_VOTE_CHANGES: Names(
        ky="Бул участкаларда кайра добуш берүү натыйжаны өзгөртүшү мүмкүн: {precincts}.",
        ru="Переголосование на этих участках может изменить результат: {precincts}.",
        en="A re-vote at these precincts could change the result: {precincts}.",
    ),
    Rule.RE_VOTE_CHANGES_NOTHING: Names(
        ky="Бул участкаларда кайра добуш берүү натыйжаны өзгөртө албайт: {precincts}.",
        ru="Переголосование на этих участках не может изменить результат: {precincts}.",
        en="A re-vote at these precincts cannot change the result: {precincts}.",
    ),
    Rule.RE_VOTE_REPLACES: Names(
        ky="{precinct}-участка: кайра добуш берүүнүн жыйынтыктары эсептелет ({took_part} катышкан).",
        ru="Участок {precinct}: учтены итоги переголосования ({took_part} принявших участие).",
        en="Precinct {precinct}: the re-vote counts ({took_part} voters took part).",
    ),
    Rule.PRECINCT_EXCLUDED: Names(
        ky="{precinct}-участка жалпы сандарга кирбейт: жыйынтыктары жараксыз деп табылган ({took_part} катышкан).",
        ru="Участок {precinct} не входит в суммы: итоги признаны недействительными ({took_part} принявших участие).",
        en="Precinct {precinct} is left out of the sums: its totals are invalidated ({took_part} took part).",
    ),
    Rule.BOUNDS: Names(
        ky="Дагы эң көп дегенде {extra} шайлоочунун добушу эсептелиши мүмкүн (тизмедегилердин азырынча "
        "эсептеле электеринин баары): так мандаттар {certain}, ачык мандаттар {open}.",
        ru="Еще могут быть учтены не более {extra} избирателей (все в списках, кто пока не учтен): "
        "определенных мандатов {certain}, открытых {open}.",
        en="At most {extra} voters may still be counted (all on the lists who are not counted yet): "
        "{certain} seats are certain, {open} are open.",
    ),
    Rule.SIGNED_DIFFERS: Names(
        ky="{position}: кол коюлган протоколдордо {signed}, участкалардын суммасында {computed}.",
        ru="{position}: в подписанных протоколах {signed}, в сумме по участкам {computed}.",
        en="{position}: {signed} in the signed protocols, {computed} in the sum of precincts.",
    ),
    Rule.DECLARED_INVALID: Names(
        ky="Шайлоонун натыйжалары жараксыз деп табылган: {body}, {number}, {date}.",
        ru="Результаты выборов признаны недействительными: {body}, {number}, {date}.",
        en="The results are declared invalid: {body}, {number}, {date}.",
    ),
    Rule.DECLARED_NOT_HELD: Names(
        ky="Шайлоо өткөн жок деп табылган: {body}, {number}, {date}.",
        ru="Выборы признаны несостоявшимися: {body}, {number}, {date}.",
        en="The election is declared not held: {body}, {number}, {date}.",
    ),
    Rule.SUSPENDED: Names(
        ky="Натыйжаларды аныктоо даттануу боюнча токтотулган: {body}, {number}, {date}.",
        ru="Определение результатов приостановлено из-за обжалования: {body}, {number}, {date}.",
        en="The determination is suspended by an appeal: {body}, {number}, {date}.",
    ),
}
"""One sentence for every rule; a test holds that all three use the same numbers."""

WORDS: dict[str, Names] = {
    "signatures": Names(ky="койгон колдору боюнча", ru="по подписям", en="by signatures"),
    "ballots_found": Names(ky="табылган бюллетендер боюнча", ru="по извлеченным бюллетеням", en="by ballots found"),
    "took_part": Names(ky="катышкандар", ru="принявшие участие", en="voters who took part"),
    "valid_votes": Names(ky="жарактуу добуштар", ru="действительные голоса", en="valid votes"),
    "voters": Names(ky="тизмедеги шайлоочулар", ru="избиратели в списках", en="voters on the lists"),
    "at_least": Names(ky="кем эмес:", ru="не менее", en="at least"),
    "more_than": Names(ky="көп:", ru="более", en="more than"),
    "district": Names(ky="округ", ru="округ", en="district"),
    "national": Names(ky="республика боюнча", ru="по республике", en="whole country"),
    "above": Names(ky="ашты", ru="превышена", en="exceeded"),
    "not_above": Names(ky="ашкан жок", ru="не превышена", en="not exceeded"),
    "hare": Names(ky="Хэр", ru="Хэра", en="Hare"),
    "droop": Names(ky="Друп", ru="Друпа", en="Droop"),
    "elected": Names(ky="шайланды", ru="избрание", en="elected"),
    "second_round": Names(ky="экинчи тур", ru="повторное голосование", en="second round"),
    "repeat_election": Names(ky="кайталап шайлоо", ru="повторные выборы", en="repeat elections"),
    "invalid": Names(ky="шайлоо жараксыз", ru="выборы недействительны", en="invalid"),
    "not_held": Names(ky="шайлоо өткөн жок", ru="выборы не состоялись", en="not held"),
    "adopted": Names(ky="кабыл алынды", ru="принято", en="adopted"),
    "not_adopted": Names(ky="кабыл алынган жок", ru="не принято", en="not adopted"),
    "undetermined": Names(ky="аныкталган жок", ru="не определен", en="undetermined"),
    'a share as "30%" or "1/3", or "none"': Names(
        ky="30 % же 1/3 сыяктуу үлүш, же шарт жок",
        ru="доля, как 30 % или 1/3, либо условия нет",
        en="a share as 30% or 1/3, or no condition",
    ),
    'a share from 0 to 1 as "1/3" or "7.5%"': Names(
        ky="0дөн 1ге чейинки үлүш, 1/3 же 7,5 % сыяктуу",
        ru="доля от 0 до 1, как 1/3 или 7,5 %",
        en="a share from 0 to 1 as 1/3 or 7.5%",
    ),
    'a whole number, or "none"': Names(
        ky="бүтүн сан же чектөө жок", ru="целое число либо без ограничения", en="a whole number, or no limit"
    ),
    'a whole number from 1, or "none"': Names(
        ky="1ден баштап бүтүн сан же чектөө жок",
        ru="целое число от 1 либо без ограничения",
        en="a whole number from 1, or no limit",
    ),
    "a whole number from 1": Names(ky="1ден баштап бүтүн сан", ru="целое число от 1", en="a whole number from 1"),
    "the sex of the reserved_seats": Names(ky="аял же эркек", ru="женский или мужской", en="female or male"),
}
"""Words of steps; any other text of a step stands as it is."""
