"""Which table answers which question: one sentence per table for the data page, the read-me files and the package."""

from collections.abc import Mapping
from types import MappingProxyType

from data_export.schema import Table, words
from portal.domain.names import NamesDocument

QUESTIONS: Mapping[str, NamesDocument] = MappingProxyType(
    {
        "territories": words(
            "Кандай аймактар бар жана кайсынысы кайсынысына карайт?",
            "Какие есть территории и какая к какой относится?",
            "Which territories are there, and which belongs to which?",
        ),
        "contests": words(
            "Эмне боюнча добуш берилет жана канча мандат бар?",
            "По чему голосуют и сколько мандатов?",
            "What is voted on, and how many seats are there?",
        ),
        "options": words(
            "Бюллетенде эмне турат: талапкерлер, партиялар, жооптор?",
            "Что стоит в бюллетене: кандидаты, партии, ответы?",
            "What stands on the ballot: candidates, parties, answers?",
        ),
        "precincts": words(
            "Шайлоо участкасы кайда жана кайсы аймакка карайт?",
            "Где находится избирательный участок и к какой территории относится?",
            "Where is a precinct, and where does it belong?",
        ),
        "results": words(
            "Ар бир участокто ким канча добуш алды, АЭУ жана протокол боюнча?",
            "Кто сколько голосов получил на каждом участке, по АСУ и по протоколу?",
            "How many votes did each option get, precinct by precinct, by scanner and by protocol?",
        ),
        "results_wide": words(
            "Ошол эле, электрондук таблица үчүн: участокко бир сап?",
            "То же для электронной таблицы: строка на участок?",
            "The same for a spreadsheet, one row per precinct?",
        ),
        "protocol_lines": words(
            "Протоколдун ар бир сабында эмне жазылган, мурунку версияларда да?",
            "Что стоит в каждой строке протокола, в том числе в прежних версиях?",
            "What stands in each line of a protocol, former versions included?",
        ),
        "protocol_versions": words(
            "Протоколдун кандай версиялары бар жана кайсынысы колдонулат?",
            "Какие версии протокола есть и какая действует?",
            "Which versions of a protocol are there, and which is in force?",
        ),
        "turnout": words(
            "Кайсы саатка чейин канча шайлоочу келди?",
            "Сколько избирателей пришло и к какому часу?",
            "How many voters came by which hour?",
        ),
        "findings": words(
            "Кайсы сандар бири-бирине дал келбейт?",
            "Какие числа не сходятся друг с другом?",
            "Which numbers do not fit together?",
        ),
        "scans": words(
            "Кагаз документтин сканы кайда?",
            "Где скан бумажного документа?",
            "Where is the scan of the paper?",
        ),
        "corrections": words(
            "Жарыялангандан кийин эмне, эмне үчүн өзгөрдү?",
            "Что и почему изменилось после публикации?",
            "What was changed after publication, and why?",
        ),
        "decisions": words(
            "Кандай чечимдер кабыл алынды?",
            "Какие решения приняты?",
            "Which decisions were taken?",
        ),
        "consolidated": words(
            "Жогорку комиссиялардын кыска протоколдорунда эмне жазылган?",
            "Что стоит в сводных протоколах вышестоящих комиссий?",
            "What do the consolidated protocols of the commissions above say?",
        ),
        "elected": words("Ким шайланды?", "Кто избран?", "Who is elected?"),
        "list_persons": words(
            "Партиялардын тизмелеринде кимдер бар?",
            "Кто стоит в списках партий?",
            "Who stands on the lists of the parties?",
        ),
        "preference_votes": words(
            "Тизмедеги талапкерлер участкаларда канча артыкчылык добушун алды?",
            "Сколько преференций получили кандидаты списков на участках?",
            "How many preference votes did the persons of the lists get at the precincts?",
        ),
    }
)


def question(table: Table | type[Table]) -> NamesDocument:
    """The question that a table answers; every wide table answers the same."""
    return QUESTIONS[table.name.partition("/")[0]]
