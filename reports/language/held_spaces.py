"""The spaces at which a line of print must not break: «г. Вязьма», «№ 5», «28 октября», «И.О. Фамилия».

Every rule ends with one space and has no other, so each space is judged by itself, and only where
there is one: trying the rules at every letter takes nine times as long. Most spaces stand between two
ordinary words, so that is asked first.
"""

import re

# The space first, then what stands beside it. The length of a named one is not known beforehand:
# ``_BEFORE`` looks at the word in front of the space.
_HELD = re.compile(
    r"""[ ](?![а-нпс-яё«(](?<=[а-яё,;)][ ].))(?:        # о, р: «обл.», «р-н»
      (?<=\d[ ])(?:
          (?=[а-яё%‰°₽])                              # 28 октября, 2020 года, 10 обучающихся
        | (?<!\d{4}[ ])(?=\d{3}(?!\d))                # 2 000 человек
      )
    | (?=[–—])(?<=\S[ ])(?=.(?:\s|$))                 # a dash never begins a line
    | (?<=\.[ ])(?:
          (?<=\b[А-ЯЁ]\.[ ])(?=[А-ЯЁ][.а-яё])         # И.О. Фамилия, И. О. Фамилия
        | (?<=\bобл\.[ ])(?<![а-яё][ ]обл\.[ ])(?=[А-ЯЁ])  # обл. Смоленская, but Смоленская обл.
        | (?<=\bт\.[ ])(?=[едкпо]\.)                  # т. е.
        | (?P<place>(?<=[а-я]\.[ ])(?=[А-ЯЁ\d«]))
      )
    | (?<=[а-яё][ ])(?:
          (?=обл\.|р-н\b)
        | (?<=\bпгт[ ])(?=[А-ЯЁ])
        | (?P<surname>(?=[А-ЯЁ]\.[ ]?[А-ЯЁ]\.(?![ ]?[А-ЯЁ][а-яё])))  # Фамилия И.О.
      )
    | (?<=[№§][ ])(?=\w)
    | (?P<numeral>(?<=[IVXLC][ ])(?=[а-яё]))          # IV квартал, I степени, XX век
    )""",
    re.VERBOSE | re.MULTILINE,
)
_BEFORE = {
    "place": re.compile(  # not «2019 г. Начало», «и т. д. Потом»
        r"(?<![\d.][ ])(?<!\.)\b"
        r"(?:г|гг|с|п|пос|д|дер|ул|пл|пр|просп|пер|им|оз|корп|стр)\.\Z"
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
