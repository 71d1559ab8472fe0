"""What a rule of proofreading is about, in words: findings are counted and shown by kind."""

PERSONAL_DATA = "personal_data"

_RULES = {
    "Персональные данные": (PERSONAL_DATA,),
    "Кавычки": (
        "straight_quotes",
        "inner_quotes",
        "doubled_quotes",
        "unbalanced_quotes",
        "angle_quotes",
    ),
    "Тире и дефисы": ("hyphen_for_dash", "spaced_hyphen", "day_range"),
    "Пробелы и знаки": (
        "glued_number",
        "number_sign",
        "abbreviation_space",
        "initials",
        "comma_at_end",
        "missing_space",
        "extra_space",
        "repeated_mark",
        "abbreviation_dot",
        "acting",
    ),
    "Буквы и римские цифры": ("two_alphabets", "roman_numeral", "ordinal_capital", "all_capitals"),
    "Слова с опечаткой": ("unknown_word", "broken_word"),
    "Слово написано дважды": ("doubled_word",),
    "Формы слов": ("number_and_noun", "wrong_case"),
    "Страна не названа": ("place_without_country",),
    "Отметка об онлайн-формате": ("typed_online_mark", "remote_and_online"),
    "Очень длинный текст": ("long_cell",),
    "Сокращения": ("abbreviation_not_expanded", "abbreviation_before_expansion"),
    "Одно название написано по-разному": ("two_spellings",),
}
KINDS = {rule: kind for kind, rules in _RULES.items() for rule in rules}
OTHER = "Другие подсказки"


def kind_of(rule: str) -> str:
    return KINDS.get(rule, OTHER)
