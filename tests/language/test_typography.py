import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.language.typography import NBSP, clean, for_print, split_online_mark, unwrap

any_text = st.text(st.characters(exclude_categories=[]), max_size=200)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("строка\x0bстрока", "строка\nстрока"),
        ("а\r\nб\rв\x0cг\x85д\u2028е\u2029ж", "а\nб\nв\nг\nд\nе\nж"),
        ("а\x00\x07\x1b\x7fб", "аб"),
        ("конфе\u00adренция\u200b\ufeff\u2060\u202e", "конференция"),
        ("и\u0306", "й"),
        ("\uf0b7 пункт\n•пункт", "- пункт\n- пункт"),
        ("два  пробела\u00a0\u00a0и\tтабуляция\u2003", "два пробела и табуляция"),
        ("слово , слово ; слово :  конец .", "слово, слово; слово: конец."),
        ("\n\n  начало\n\nконец  \n\n", "начало\n\nконец"),
        ("одинокий\ud800суррогат", "одинокийсуррогат"),
        ("не\ufdd0знак\U0001ffff", "незнак"),
        ("семья 👨\u200d👩\u200d👧", "семья 👨\u200d👩\u200d👧"),
        ("г.Смоленск - №5", "г.Смоленск - №5"),
        ("=1+1 +7 495 @СМИ {{7*7}} <script>", "=1+1 +7 495 @СМИ {{7*7}} <script>"),
        ("   ", ""),
        (None, ""),
    ],
)
def test_clean(typed, stored):
    assert clean(typed) == stored


@given(any_text)
def test_clean_is_idempotent(text):
    assert clean(clean(text)) == clean(text)


@given(any_text)
def test_clean_loses_no_letter_digit_or_sign(text):
    def substance(text):
        return [
            letter
            for letter in unicodedata.normalize("NFC", text)
            if unicodedata.category(letter)[0] in "LNPSM" and letter not in "•●-\uf0b7"
        ]

    kept = sorted(substance(clean(text)))
    assert kept == sorted(substance(clean_input(text)))


def clean_input(text):
    """What separates letters before composing may be gone after: compare what is left."""
    return "".join(
        letter
        for letter in text
        if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
        or letter == "\u200d"
    )


@given(any_text)
def test_cleaned_text_can_be_stored_and_printed(text):
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert [letter for letter in cleaned if letter < " " and letter != "\n"] == []
    assert not any(ord(letter) & 0xFFFE == 0xFFFE for letter in cleaned)


@pytest.mark.parametrize(
    ("stored", "printed"),
    [
        ("г. Смоленск", "г.°Смоленск"),
        ("им. М.И. Глинки", "им.°М.И.°Глинки"),
        ("№ 5", "№°5"),
        ("28 октября 2020 года", "28°октября 2020°года"),
        ("10 обучающихся", "10°обучающихся"),
        ("диплом I степени", "диплом I°степени"),
        ("М. Туган-Барановского", "М.°Туган-Барановского"),
        ("Иванов И.И. выступил", "Иванов°И.И. выступил"),
        ("21 февраля – 31 октября", "21°февраля°– 31°октября"),
        ("в 2019 г. Начало", "в 2019°г. Начало"),
        ("г. Санкт-Петербург", "г.°Санкт-Петербург"),
        ("п. Хиславичи", "п.°Хиславичи"),
        ("- пункт первый;\n- пункт второй", "- пункт первый;\n- пункт второй"),
        ("т. е. так", "т.°е. так"),
    ],
)
def test_for_print(stored, printed):
    assert for_print(stored).replace(NBSP, "°") == printed


@given(any_text)
def test_for_print_changes_spaces_only(text):
    assert for_print(text).replace(NBSP, " ") == text.replace(NBSP, " ")


def test_for_print_never_glues_a_whole_cell():
    longest = max(for_print("г. 5 г. 5 " * 1000).split(" "), key=len)
    assert longest.count(NBSP) < 4


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Форум\n(онлайн-формат)", ("Форум", True)),
        ("Форум (онлайн-формат)", ("Форум", True)),
        ("Форум ( Онлайн – формат ).", ("Форум", True)),
        ("«Две Руси», (онлайн формат)", ("«Две Руси»,", True)),
        ("(онлайн-формат)", ("", True)),
        ("Форум", ("Форум", False)),
        ("(онлайн-формат) Форум", ("(онлайн-формат) Форум", False)),
    ],
)
def test_split_online_mark(typed, expected):
    assert split_online_mark(typed) == expected


@pytest.mark.parametrize(
    ("typed", "joined"),
    [
        (
            "филиал\nФГБОУ ВО «Вуз\nим. М.И. Глинки»,\nг. Смоленск",
            "филиал ФГБОУ ВО «Вуз им. М.И. Глинки»,\nг. Смоленск",
        ),
        ("музыкальная школа им.\nМ.И. Глинки", "музыкальная школа им. М.И. Глинки"),
        ("Цели:\n- одно;\n- другое", "Цели:\n- одно;\n- другое"),
        ("Цели\n- одно", "Цели\n- одно"),
        ("Первое предложение.\nВторое", "Первое предложение.\nВторое"),
        ("а\n\nб", "а\n\nб"),
        ("", ""),
    ],
)
def test_unwrap(typed, joined):
    assert unwrap(typed) == joined


@given(any_text)
def test_unwrap_changes_white_space_only(text):
    cleaned = clean(text)
    assert unwrap(cleaned).split() == cleaned.split()
