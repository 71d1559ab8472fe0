import pytest

from reports.language.plural import ru_count, ru_number, ru_plural

FORMS = ("мероприятие", "мероприятия", "мероприятий")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "0 мероприятий"),
        (1, "1 мероприятие"),
        (2, "2 мероприятия"),
        (4, "4 мероприятия"),
        (5, "5 мероприятий"),
        (11, "11 мероприятий"),
        (14, "14 мероприятий"),
        (21, "21 мероприятие"),
        (22, "22 мероприятия"),
        (111, "111 мероприятий"),
        (101, "101 мероприятие"),
    ],
)
def test_word_follows_the_number(number, expected):
    assert ru_count(number, *FORMS) == expected


@pytest.mark.parametrize("number", [12, 112, 1013, -11, 0, 20])
def test_many_form_alone(number):
    assert ru_plural(number, *FORMS) == "мероприятий"


@pytest.mark.parametrize(
    ("number", "expected"), [(400, "400"), (3_000, "3\xa0000"), (100_000, "100\xa0000")]
)
def test_digits_stand_by_threes(number, expected):
    assert ru_number(number) == expected
