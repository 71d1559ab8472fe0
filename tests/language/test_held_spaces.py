"""The spaces of print against the expression that once found them, trying every rule at every letter.
``SOAK=1`` compares 200,000 texts."""

import os
import random
import re

import pytest

from reports.language.held_spaces import held_spaces
from reports.language.typography import NBSP, for_print

TEXTS = 200_000 if os.environ.get("SOAK") else 4_000

# Each alternative ends with the space that must not break.
SHORT = (
    r"(?:г|гг|с|п|пос|д|дер|х|аг|пгт|п\.г\.т|р\.п|г\.п|ст|ул|пл|пр|просп|пер|наб|мкр|им|оз|о|р|"
    r"корп|стр|оф|каб|ауд|эт|тел|рис|табл|гл|разд|кн|гр|проф|доц|акад|св)\."
)
SERVICE = "(?:по|и|или|до|на|в|от|из|для|за|к|при|но|не)"
HELD = re.compile(
    rf"""(?:
      (?<!\d{{4}}[ ])(?<!\.[ ])(?<!\.)                   # not «2019 г. Начало», «и т. д. Потом»
      \b{SHORT}(?=[ ][А-ЯЁ\d«])
    | (?<![\dIVX][ ])(?<!\.[ ])(?<!\.)\bкв\.(?=[ ][А-ЯЁ\d«])  # кв. 12, but IV кв. 2020 года
    | \b(?:кв|куб)\.(?=[ ]к?м\b)|\bпог\.(?=[ ]м\b)
    | (?<![а-яё][ ])\bобл\.(?=[ ][А-ЯЁ])                # обл. Смоленская, but Смоленская обл.
    | (?<=[а-яё])(?=[ ](?:обл\.|р-н\b))
    | \bпгт(?=[ ][А-ЯЁ])
    | [№§](?=[ ]\w)
    | \d{{4}}(?=[ ][а-яё%‰°₽])(?![ ]{SERVICE}\s)                          # 2020 года, 2019 г. Начало
    | \d(?=[ ][а-яё%‰°₽])(?![ ]{SERVICE}\s)(?![ ]{SHORT}[ ][А-ЯЁ\d«])    # 28 октября, but № 12 г. Вязьмы
    | (?<!\d)\d{{1,3}}(?=[ ]\d{{3}}(?!\d))             # 2 000 человек
    | [78](?=[ ]\(\d{{3,5}}\)[ ]\d)                    # 8 (4812) 38-22-11
    | \d\)(?=[ ]\d{{1,3}}-\d\d)
    | \d{{3}}(?=[ ]\d\d[ -]\d\d(?!\d))                # +7 910 123 45 67
    | (?<=\d{{3}}[ ])\d\d(?=[ ]\d\d(?!\d))
    | \bг-(?:н|[нж][аиуе]|ном|жой)(?=[ ][А-ЯЁ])  # г-н Иванов
    | \bи(?=[ ]др\.)
    | \bу\.(?=[ ]е\.)|\bн\.(?=[ ]э\.)
    | \b[А-ЯЁ][а-яё]+(?=[ ][А-ЯЁ]\.(?![ ]?[А-ЯЁ]))      # Фамилия И.
    | \b[IVXLC]{{1,7}}(?=[ ][а-яё])                     # IV квартал, I степени, XX век
    | (?<!\w)[А-ЯЁ]\.(?=[ ][А-ЯЁ][.а-яё])               # И.О. Фамилия, И. О. Фамилия
    | \b[А-ЯЁ][а-яё]+(?=[ ][А-ЯЁ]\.[ ]?[А-ЯЁ]\.(?![ ]?[А-ЯЁ][а-яё]))  # Фамилия И.О.
    | \bт\.(?=[ ][едкпоч]\.)                             # т. е.
    | (?<=\S)(?=[ ][–—](?:\s|$))                        # a dash never begins a line
    )[ ]""",
    re.VERBOSE | re.MULTILINE,
)
LONGEST_CHAIN = 18
BREAK = re.compile(r"[ \n-]")
TOKENS = [
    "г.", "гг.", "с.", "д.", "т.", "е.", "т.е.", "о", "о.", "ул.", "им.", "просп.", "корп.", "пгт",
    "обл.", "р-н", "р-но", "-г.", "5г.", "_г.", "апгт", "пгтА", "Смоленская", "Смоленской", "Ёлкин",
    "И.", "О.", "И.О.", "Иванов", "Ив", "Аа-Бб", "Плеханова", "Санкт-Петербург", "№", "§", "%", "₽",
    "1", "12", "2020", "000", "0001", "٣", "IV", "XX", "IVXLCIVX", "век", "года", "человек", "–",
    "аг.", "пгт.", "р.п.", "г.п.", "кв.", "ст.", "рис.", "проф.", "др.", "и", "у.", "н.", "э.", "г-н",
    "г-жой", "8", "(4812)", "38-22", "по", "до", "в", "910", "45-67", "(5)",
    "—", "-", "«", "»", "школа,", "школа;", "(школа)", "р.", "\t", "\u2028", "\u0301", NBSP,
]  # fmt: skip
GAPS = [*[" "] * 9, "", "\n", "  ", NBSP]


def printed_before(text):
    printed = list(text)
    for match in reversed(list(HELD.finditer(text))):
        space = match.end() - 1
        before = text[max(0, space - LONGEST_CHAIN) : space]
        after = "".join(printed[space + 1 : space + 1 + LONGEST_CHAIN])
        chain = len(BREAK.split(before)[-1]) + 1 + len(BREAK.split(after)[0])
        if chain <= LONGEST_CHAIN:
            printed[space] = NBSP
    return "".join(printed)


def texts():
    pick = random.Random(11).choice  # the same texts in every run
    lengths = range(1, 25)
    for _ in range(TEXTS):
        yield "".join(pick(TOKENS) + pick(GAPS) for _ in range(pick(lengths)))


def test_held_spaces_are_those_of_the_old_expression():
    found = [(text, held_spaces(text)) for text in texts()]
    assert found == [
        (text, [match.end() - 1 for match in HELD.finditer(text)]) for text, _ in found
    ]


def test_print_is_as_it_was():
    for text in texts():
        assert for_print(text) == printed_before(text)


@pytest.mark.parametrize("text", ["", " ", " г", "г. ", " – ", "2020 ", "пгт А"])
def test_edges_of_a_text_are_as_they_were(text):
    assert for_print(text) == printed_before(text)
