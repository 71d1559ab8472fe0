import unicodedata
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reports.language.symbol_fonts import SHOWN, shown
from reports.language.typography import NBSP, clean, for_print, split_online_mark, unwrap

BULLETS = "•●·◦‣■▪◻➢✓−"
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
        (
            "·первое\n◦ второе\n‣ третье\n■ четвертое\n▪ пятое",
            "- первое\n- второе\n- третье\n- четвертое\n- пятое",
        ),
        ("2 · 3", "2 · 3"),
        ("( слово ) [ и ] « название »", "(слово) [и] «название»"),
        ("« Дом « Мир » » , ( оба )", "«Дом «Мир»», (оба)"),
        ("( ) да, [ ] нет, « »", "( ) да, [ ] нет, « »"),
        ("Смоленск \uf0e0 Минск, \uf0fc 5 \uf0b4 5\uf0b0", "Смоленск → Минск, ✓ 5 × 5°"),
        ("\uf0fc готово\n\uf050", "- готово\n\uf050"),
        ("\n\n  начало\n\nконец  \n\n", "начало\n\nконец"),
        ("одинокий\ud800суррогат", "одинокийсуррогат"),
        ("не\ufdd0знак\U0001ffff", "незнак"),
        ("семья 👨\u200d👩\u200d👧", "семья 👨\u200d👩\u200d👧"),
        ("г.Смоленск - №5", "г.Смоленск - №5"),
        ("пункт …", "пункт …"),
        ("слово\n, слово", "слово\n, слово"),
        ("слово\u037e", "слово;"),
        ("слово \u037e", "слово;"),
        ("и\u200b\u0306", "й"),
        ("\r\u200b\n", ""),
        ("• • пункт\n\t\uf0a7\tпункт\nпосле • слова", "- • пункт\n- пункт\nпосле • слова"),
        ("а\n\n\nб", "а\n\n\nб"),
        ("\ufffc и \ufffd", "\ufffc и \ufffd"),
        ("a" + "\u0301" * 200, "á" + "\u0301" * 199),
        ("=1+1 +7 495 @СМИ {{7*7}} <script>", "=1+1 +7 495 @СМИ {{7*7}} <script>"),
        ("   ", ""),
        (None, ""),
    ],
)
def test_clean(typed, stored):
    assert clean(typed) == stored


# What the rules of cleaning are about, close together.
rough_text = st.text(
    st.sampled_from(" \u00a0\n\t()[]«»,.:!?…%а5-•·■\uf0b7\uf0fc\uf0e0\u200b"), max_size=20
)


@given(st.one_of(any_text, rough_text))
def test_clean_is_idempotent(text):
    assert clean(clean(text)) == clean(text)


# Long texts of one kind: composing marks in the wrong order is quadratic in the standard library.
HUGE = [
    "а\u0316\u0300",
    "\u0316" * 1000 + "\u0300",
    " ",
    "\n",
    " ,",
    "(",
    "( онлайн",
    "г. ",
    "5 а ",
    "А. А",
    "Аа",
    " – ",
    "\x00",
]


@pytest.mark.parametrize("piece", ["\u0316\u0300", *HUGE], ids=repr)
def test_huge_text_is_cleaned_once_for_all(piece):
    cleaned = clean(piece * (100_000 // len(piece)))
    assert clean(cleaned) == cleaned


def test_mound_of_marks_is_kept_as_it_is():
    mound = "\u0316\u0300" * 50_000
    assert clean(f"и{mound}и\u0306") == f"и{mound}й"


@pytest.mark.parametrize(
    ("code", "font", "sign"),
    [
        ("\uf0e0", "Wingdings", "→"),
        ("\u00e0", "Wingdings", "→"),
        ("\uf050", "Wingdings 2", "✓"),
        ("\uf050", "Symbol", "Π"),
        ("\uf0b3", "SYMBOL", "≥"),
        ("\uf0ff", "Wingdings", "\uf0ff"),
        ("\uf0e0", "Times New Roman", "\uf0e0"),
    ],
)
def test_sign_is_what_its_font_shows(code, font, sign):
    assert shown(code, font) == sign


@given(st.one_of(any_text, rough_text))
def test_clean_loses_no_letter_digit_or_sign(text):
    assert substance(clean(text)) == substance(text)


def substance(text):
    """Letters, digits and signs in their order; bullets are all one sign, and those of the fonts of
    signs are what they show."""
    letters = (
        letter
        for letter in text
        if unicodedata.category(letter)[0] in "LMNPS" or letter == "\u200d" or ord(letter) in SHOWN
    )
    shown = unicodedata.normalize("NFC", "".join(letters)).translate(SHOWN)
    return shown.translate(dict.fromkeys(map(ord, BULLETS), "-"))


@given(any_text)
def test_cleaned_text_can_be_stored_and_printed(text):
    cleaned = clean(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    cell = etree.fromstring(f"<t>{escape(cleaned)}</t>".encode())
    assert (cell.text or "") == cleaned
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
        ("и т. д. Потом", "и т.°д. Потом"),
        ("21-30 сентября", "21-30°сентября"),
        ("1 октября 2020 года – 30 мая", "1°октября 2020°года°– 30°мая"),
        ("IV квартал 2020 года", "IV°квартал 2020°года"),
        ("начало XX века", "начало XX°века"),
        ("II Международный форум", "II Международный форум"),
        ("И.О. Фамилия, И. О. Фамилия", "И.О.°Фамилия, И.°О.°Фамилия"),
        ("Петрова А. В. и другие", "Петрова°А.°В. и другие"),
        ("представители М.Д. Петрова", "представители М.Д.°Петрова"),
        ("Россия, Смоленская обл., д. Шилово", "Россия, Смоленская°обл., д.°Шилово"),
        ("ул. Ленина, д. 5, с. Пригорское", "ул.°Ленина, д.°5, с.°Пригорское"),
        ("пос. Хиславичи, Руднянский р-н", "пос.°Хиславичи, Руднянский°р-н"),
        ("50 % от 2 000 человек", "50°% от 2°000°человек"),
        ("город – герой –\nСмоленск", "город°– герой°–\nСмоленск"),
        ("№ 1\n№ 2\n№ 3\n№ 4\n№ 5", "№°1\n№°2\n№°3\n№°4\n№°5"),
        ("10 общеобразовательных школ", "10 общеобразовательных школ"),
        ("им. Г.В. Плеханова»,", "им. Г.В.°Плеханова»,"),
        ("им. М. Туган-Барановского", "им.°М.°Туган-Барановского"),
        ("гимназия № 4 г. Ярцево", "гимназия №°4 г.°Ярцево"),
        ("аг. Копысь, г.п. Лиозно", "аг.°Копысь, г.п.°Лиозно"),
        ("рп. Монино, р.п. Красный, пгт. Красный", "рп. Монино, р.п.°Красный, пгт.°Красный"),
        ("д. 12, кв. 7; ст. 15; рис. 2; кн. 3", "д.°12, кв.°7; ст.°15; рис.°2; кн.°3"),
        ("4 кв. 2020 года, IV кв. 2020 года", "4°кв. 2020°года, IV°кв. 2020°года"),
        ("о. Валаам, проф. Смирнов и др.", "о.°Валаам, проф.°Смирнов и°др."),
        ("табл. 3, гл. 2, оф. 7, каб. 5, эт. 4", "табл.°3, гл.°2, оф.°7, каб.°5, эт.°4"),
        ("п.г.т. Холм, х. Лиски, р. Двина", "п.г.т.°Холм, х.°Лиски, р.°Двина"),
        ("доц. Орлов, акад. Гусев, гр. «Б»", "доц.°Орлов, акад.°Гусев, гр.°«Б»"),
        ("наб. Волги, мкр. Южный, тел. 5-12-34", "наб.°Волги, мкр.°Южный, тел.°5-12-34"),
        ("ауд. 305, св. Николай, в т. ч. дети", "ауд.°305, св.°Николай, в т.°ч. дети"),
        ("12 кв. м, 3 кв. км, 5 куб. м", "12°кв.°м, 3°кв.°км, 5°куб.°м"),
        ("500 у. е. и до н. э.", "500°у.°е. и до н.°э."),
        ("с 5 по 7 мая 2019–2021 годы", "с 5 по 7°мая 2019–2021°годы"),
        ("8 (4812) 38-22-11, +7 (48146) 5-12-34", "8°(4812)°38-22-11, +7°(48146)°5-12-34"),
        ("8 910 123 45 67", "8°910°123°45°67"),
        ("Гусев А., г-жа Орлова", "Гусев°А., г-жа°Орлова"),
        ("Лев А. Гусев", "Лев А.°Гусев"),
    ],
)
def test_for_print(stored, printed):
    assert for_print(stored).replace(NBSP, "°") == printed


printed_words = st.sampled_from([
    "г.", "им.", "№", "5", "000", "2020", "года", "%", "IV", "т.", "е.", "А.", "Б.В.", "Петров",
    "Смоленская", "обл.", "–", "-", "и", "слово\n", NBSP,
])  # fmt: skip


@given(st.one_of(any_text, st.lists(printed_words, max_size=40).map(" ".join)))
def test_for_print_changes_ordinary_spaces_only(text):
    printed = for_print(text)
    assert len(printed) == len(text)
    changes = {(a, b) for a, b in zip(text, printed, strict=True) if a != b}
    assert changes <= {(" ", NBSP)}


@pytest.mark.parametrize("piece", ["г. 5 ", "1 а ", "А. ", "5 6 7 и ", "№ № ", "– ", "т. е. "])
def test_what_holds_together_fits_a_column(piece):
    chains = for_print(piece * 1000).split(" ")
    assert max(map(len, chains)) <= 18


@pytest.mark.parametrize("piece", HUGE, ids=repr)
def test_huge_text_is_printed(piece):
    text = piece * (100_000 // len(piece))
    assert for_print(text).replace(NBSP, " ") == text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Форум\n(онлайн-формат)", ("Форум", True)),
        ("Форум (онлайн-формат)", ("Форум", True)),
        ("Форум ( Онлайн – формат ).", ("Форум", True)),
        ("«Две Руси», (онлайн формат)", ("«Две Руси»,", True)),
        ("(онлайн-формат)", ("", True)),
        ("Форум (ОНЛАЙН – ФОРМАТ)\n", ("Форум", True)),
        ("Форум,\n( онлайн формат )", ("Форум,", True)),
        ("Форум в онлайн-формате", ("Форум", True)),
        ("( онлайн" * 10_000, ("( онлайн" * 10_000, False)),
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
