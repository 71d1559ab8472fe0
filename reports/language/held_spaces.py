"""The spaces at which a line of print must not break: «г. Вязьма», «№ 5», «28 октября», «И.О. Фамилия».

Every rule ends with one space and has no other, so each space is judged by itself, and only where
there is one: trying the rules at every letter takes nine times as long. Most spaces stand between two
ordinary words, so that is asked first.
"""

import re

# Of places, streets, rooms, books and people; «кв.» after a number is a quarter of a year.
_SHORT = (
    r"(?:г|гг|с|п|пос|д|дер|х|аг|пгт|п\.г\.т|р\.п|г\.п|ст|ул|пл|пр|просп|пер|наб|мкр|им|оз|о|р|"
    r"корп|стр|оф|каб|ауд|эт|тел|рис|табл|гл|разд|кн|гр|проф|доц|акад|св)\."
)
_SERVICE = "(?:по|и|или|до|на|в|от|из|для|за|к|при|но|не)"
_TITLE = r"(?:(?<=\bг-н[ ])|(?<=\bг-[нж][аиуе][ ])|(?<=\bг-(?:жой|ном)[ ]))"
# The space first, then what stands beside it. The length of a named one is not known beforehand:
# ``_BEFORE`` looks at the word in front of the space.
_HELD = re.compile(
    rf"""[ ](?!(?!др\.)[а-нпс-яё«(](?<=[а-яё,;)][ ].))(?:  # о, р: «обл.», «р-н»
      (?<=\d[ ])(?:
          (?=[а-яё%‰°₽])(?!{_SERVICE}\s)              # 28 октября, 10 обучающихся; not «с 5 по 7»
          (?:(?<=\d{{4}}[ ])|(?!{_SHORT}[ ][А-ЯЁ\d«]))  # 2019 г. Начало, but № 12 г. Вязьмы
        | (?<!\d{{4}}[ ])(?=\d{{3}}(?!\d))            # 2 000 человек
        | (?<=[78][ ])(?=\(\d{{3,5}}\)[ ]\d)          # 8 (4812) 38-22-11
        | (?<=\d{{3}}[ ])(?=\d\d[ -]\d\d(?!\d))       # +7 910 123 45 67
        | (?<=\d{{3}}[ ]\d\d[ ])(?=\d\d(?!\d))
      )
    | (?<=\d\)[ ])(?=\d{{1,3}}-\d\d)
    | (?=[–—])(?<=\S[ ])(?=.(?:\s|$))                 # a dash never begins a line
    | (?<=\.[ ])(?:
          (?<=\b[А-ЯЁ]\.[ ])(?=[А-ЯЁ][.а-яё])         # И.О. Фамилия, И. О. Фамилия
        | (?<=\bобл\.[ ])(?<![а-яё][ ]обл\.[ ])(?=[А-ЯЁ])  # обл. Смоленская, but Смоленская обл.
        | (?<=\bт\.[ ])(?=[едкпоч]\.)                  # т. е.
        | (?<=\bкв\.[ ])(?=к?м\b)|(?<=\bкуб\.[ ])(?=к?м\b)|(?<=\bпог\.[ ])(?=м\b)
        | (?<=\bу\.[ ])(?=е\.)|(?<=\bн\.[ ])(?=э\.)  # у. е., н. э.
        | (?P<place>(?<=[а-я]\.[ ])(?=[А-ЯЁ\d«]))
      )
    | (?<=[а-яё][ ])(?:
          (?=обл\.|р-н\b)
        | (?<=\bпгт[ ])(?=[А-ЯЁ])
        | (?<=\bи[ ])(?=др\.)
        | {_TITLE}(?=[А-ЯЁ])                          # г-н Иванов
        | (?P<surname>(?=[А-ЯЁ]\.(?:                  # Фамилия И.О., Фамилия И.
              [ ]?[А-ЯЁ]\.(?![ ]?[А-ЯЁ][а-яё])|(?![ ]?[А-ЯЁ])
          )))
      )
    | (?<=[№§][ ])(?=\w)
    | (?P<numeral>(?<=[IVXLC][ ])(?=[а-яё]))          # IV квартал, I степени, XX век
    )""",
    re.VERBOSE | re.MULTILINE,
)
_BEFORE = {
    "place": re.compile(  # not «2019 г. Начало», «и т. д. Потом»
        rf"(?<!\.[ ])(?<!\.)(?:(?<!\d{{4}}[ ])\b{_SHORT}|(?<![\dIVX][ ])\bкв\.)\Z"
    ),
    "surname": re.compile(r"\b[А-ЯЁ][а-яё]+\Z"),
    "numeral": re.compile(r"\b[IVXLC]{1,7}\Z"),
}


def held_spaces(text: str) -> list[int]:
    """Where they stand in ``text``, from left to right."""
    return [
        found.start()
        for found in _HELD.finditer(text)
        if found.lastgroup is None or _has_its_word(text, found, found.lastgroup)
    ]


def _has_its_word(text: str, found: re.Match[str], rule: str) -> bool:
    space = found.start()
    word = text.rfind(" ", 0, space) + 1
    return _BEFORE[rule].search(text, word, space) is not None
