import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.language.text_diff import differences, merged


def marked(parts):
    return "".join(f"[{words}]" if differs else words for words, differs in parts)


def test_differences_are_marked_word_by_word():
    mine, theirs = differences("Форум городов в Вязьме", "Большой форум городов в Рудне")
    assert marked(mine) == "[Форум] городов в [Вязьме]"
    assert marked(theirs) == "[Большой форум] городов в [Рудне]"


def test_equal_texts_have_no_marks():
    assert differences("Один текст.", "Один текст.") == (
        [("Один текст.", False)],
        [("Один текст.", False)],
    )


def test_empty_side_has_no_parts():
    assert differences("", "Слово") == ([], [("Слово", True)])


def test_long_texts_are_compared_by_paragraphs():
    text = "слово " * 4_000
    mine, theirs = differences(f"а\n{text}\nодно", f"б\n{text}\nдругое")
    assert (marked(mine), marked(theirs)) == (f"[а\n]{text}\n[одно]", f"[б\n]{text}\n[другое]")


@given(st.text(), st.text())
def test_parts_join_to_the_texts_again(a, b):
    left, right = differences(a, b)
    assert "".join(words for words, _ in left) == a
    assert "".join(words for words, _ in right) == b
    assert [plain(words) for words, differs in left if not differs] == [
        plain(words) for words, differs in right if not differs
    ]


def plain(text):
    return text.replace("ё", "е").replace("Ё", "Е")


def test_yo_is_no_difference():
    mine, theirs = differences("Ёлка: приём, взлёт", "Елка: прием и взлет")
    assert (marked(mine), marked(theirs)) == ("Ёлка: приём[,] взлёт", "Елка: прием[ и] взлет")


def test_short_word_alone_between_two_changes_is_changed_with_them():
    mine, theirs = differences("из Смоленска и Орши едут", "из Рудни и Лиозно едут")
    assert (marked(mine), marked(theirs)) == (
        "из [Смоленска и Орши] едут",
        "из [Рудни и Лиозно] едут",
    )


def test_two_long_cells_are_compared_word_by_word():
    words = [f"слово{at % 700}" for at in range(1_000)]
    changed = [word if at % 3 else "иное" for at, word in enumerate(words)]
    mine, theirs = differences(" ".join(words), " ".join(changed))
    assert len(" ".join(words)) > 8_000
    assert sum(differs for _, differs in mine) == sum(differs for _, differs in theirs) == 334


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Форум прошел в Вязьме.", "Форум в Вязьме и Рудне."),
        ("", "Новое."),
        ("Старое.", ""),
        ("То же.", "То же."),
        ("а б в г д", "а в б д е"),
    ],
)
def test_merged_texts_hold_both(mine, theirs):
    told = merged(*differences(mine, theirs))
    assert plain("".join(words for words, kind in told if kind != "new")) == plain(mine)
    assert "".join(words for words, kind in told if kind != "gone") == theirs
    assert all(words for words, _ in told)
