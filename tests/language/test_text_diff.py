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
    mine, theirs = differences(f"{text}\nодно", f"{text}\nдругое")
    assert (marked(mine)[-6:], marked(theirs)[-8:]) == ("[одно]", "[другое]")


@given(st.text(), st.text())
def test_parts_join_to_the_texts_again(a, b):
    left, right = differences(a, b)
    assert "".join(words for words, _ in left) == a
    assert "".join(words for words, _ in right) == b
    assert [words for words, differs in left if not differs] == [
        words for words, differs in right if not differs
    ]


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
    assert "".join(words for words, kind in told if kind != "new") == mine
    assert "".join(words for words, kind in told if kind != "gone") == theirs
    assert all(words for words, _ in told)
