import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.language.hyphenation import hyphenated, syllables

VOWELS = frozenset("аеёиоуыэюя")
words = st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяёАБЯЬ", min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("word", "parted"),
    [
        ("Монастырщинская", "Мо-нас-тыр-щин-ская"),
        ("МОНАСТЫРЩИНСКОГО", "МО-НАС-ТЫР-ЩИН-СКО-ГО"),
        ("достопримечательностями", "дос-топ-ри-ме-ча-тель-нос-тя-ми"),
        ("объединение", "объ-еди-не-ние"),
        ("подъезд", "подъ-езд"),
        ("война", "вой-на"),
        ("район", "рай-он"),
        ("агентство", "агент-ство"),
        ("российский", "рос-сий-ский"),
        ("семья", "семья"),
        ("эхо", "эхо"),
        ("мгла", "мгла"),
        ("МБОУ", "МБОУ"),
    ],
)
def test_word_is_parted_between_its_syllables(word, parted):
    assert "-".join(syllables(word)) == parted


@given(words)
def test_no_part_is_left_without_a_vowel_or_with_one_letter(word):
    parts = syllables(word)
    assert "".join(parts) == word
    for number in range(1, len(parts)):
        for side in ("".join(parts[:number]), "".join(parts[number:])):
            assert len(side) >= 2
            assert VOWELS & set(side.lower())
        assert parts[number][0].lower() not in "ьъйы"


@given(st.text())
def test_nothing_but_marks_is_added(text):
    text = text.replace("-", "")
    assert hyphenated(text, "-").replace("-", "") == text


def test_words_are_parted_among_other_signs():
    assert hyphenated("«Школа», 5 «Б»; gymnasium № 1", "|") == "«Шко|ла», 5 «Б»; gymnasium № 1"
    assert re.search(r"\|", hyphenated("2020-й год", "|")) is None
