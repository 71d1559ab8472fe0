"""Texts that are shown only in part."""

import pytest

from reports.language.clipping import clipped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Дом культуры, г. Вязьма", "Дом культуры, г. Вязьма"),
        ("Районный центр народного творчества", "Районный центр народного…"),
        ("Дом народной культуры – филиал", "Дом народной культуры…"),
        ("Достопримечательность-Смоленщины", "Достопримечательность-См…"),
        ("О достопримечательностях области", "О достопримечательностях…"),
    ],
)
def test_text_is_cut_between_words(text, shown):
    assert clipped(text, 25) == shown
    assert len(shown) <= 25
